/**
 * The room in figures: numbers, charts with their tables, and what came to whom. Needs /styles/figures.css.
 *   <figure-charts .figures=${await room.get('/v1/stats?months=12')}></figure-charts>     the desk's figures too
 */
import { html, nothing } from '/lib/lit-html.js';
import { categoryName, departmentName, tagLabel } from '../core/city.js';
import { drawChart } from '../core/chart.js';
import { drawnFrom } from '../core/part.js';
import { monthName } from '../core/time.js';
import { words } from '../core/words.js';

const DAYS_FROM = 48; // hours; below it, hours say more
const count = (number) => number.toLocaleString('ko');
const percent = (share) => (share === null ? '–' : `${Math.round(share * 100)}%`);
const time = (hours) => (hours === null ? '–' : words.stats.time(hours));
const known = (values) => values.some((value) => value !== null);

/** One row a chart: its lines, each with the name of its values and how they are read and written in its table. */
const CHARTS = [
  { name: 'flow', lines: [['complaints', 'complaints'], ['resolved', 'resolved']], write: count },
  { name: 'pace', lines: [['median_hours_to_resolution', 'to_resolution']], write: time },
  { name: 'within', lines: [['within_deadline', 'within']], write: percent },
];

/** The numbers at the top; a room, or a part of it, that has none says nothing of it. */
const NUMBERS = [
  ['members', ({ members }) => count(members)],
  ['posts', ({ total }) => count(total.posts)],
  ['complaints', ({ total }) => count(total.complaints)],
  ['resolved', ({ total }) => count(total.resolved)],
  ['to_transfer', ({ total }) => time(total.median_hours_to_transfer)],
  ['to_resolution', ({ total }) => time(total.median_hours_to_resolution)],
  ['within', ({ total }) => percent(total.within_deadline)],
  ['solved', ({ total }) => solved(total.verdicts)],
  ...['declined', 'reopened', 'passed_on', 'returned', 'extended', 'withdrawn', 'merged'].map((name) =>
    [name, ({ total }) => (total[name] ? count(total[name]) : null)]),
];

const SHARES = [
  ['by_tag', (name) => `#${tagLabel(name)}`],
  ['by_department', departmentName],
  ['by_category', categoryName],
];

export class FigureCharts extends drawnFrom('figures') {
  #ends = [];

  update(changes) {
    super.update(changes);
    if (this.isConnected && changes && 'figures' in changes) this.#draw();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#draw();
  }

  disconnectedCallback() { this.#end(); }

  template() {
    const { figures } = this.state;
    if (!figures) return nothing;
    return html`
      <dl class="numbers">${NUMBERS.map(([name, read]) => number(name, read(figures)))}</dl>
      <div class="charts">${CHARTS.map((chart) => this.#chart(chart, figures.months))}</div>
      <div class="shares">${SHARES.map(([name, label]) => shares(name, label, figures.total[name]))}</div>`;
  }

  #chart({ name, lines, write }, months) {
    return html`
      <figure class="chart">
        <figcaption><h2>${words.stats.charts[name]}</h2>${lines.length > 1 ? legend(lines) : nothing}</figcaption>
        ${lines.some(([key]) => known(months.map((month) => month[key])))
          ? html`<div class="chart-frame" data-chart=${name} role="img" aria-label=${words.stats.picture(words.stats.charts[name])}></div>`
          : html`<p class="hint">${words.stats.nothing}</p>`}
        ${table(name, lines, months, write)}
      </figure>`;
  }

  async #draw() {
    this.#end();
    const drawing = [...this.querySelectorAll('[data-chart]')].map((frame) => drawChart(frame, drawn(frame.dataset.chart, this.state.figures.months)));
    this.#ends.push(...drawing);
  }

  /** What is still being drawn is ended as soon as it is there. */
  #end() { this.#ends.splice(0).forEach((drawing) => drawing.then((end) => end(), () => {})); }
}

function drawn(name, months) {
  const { lines } = CHARTS.find((chart) => chart.name === name);
  const series = lines.map(([key]) => months.map((month) => month[key]));
  return { labels: months.map(({ month }) => monthName(month)), series, ...SCALES[name](series) };
}

const SCALES = {
  flow: (series) => ({ series, format: (n) => (Number.isInteger(n) ? count(n) : '') }),
  pace: (series) => {
    const days = Math.max(...series[0]) >= DAYS_FROM;
    return { series: series.map((line) => line.map((hours) => (days && hours !== null ? hours / 24 : hours))), format: words.stats[days ? 'days' : 'hours'] };
  },
  within: (series) => ({ series: series.map((line) => line.map((share) => (share === null ? null : share * 100))), most: 100, format: (n) => `${n}%` }),
};

const number = (name, value) => (value === null ? nothing : html`<div><dt>${words.stats.names[name]}</dt><dd>${value}</dd></div>`);

const legend = (lines) => html`<ul class="legend" aria-hidden="true">${lines.map(([, name]) => html`<li>${words.stats.names[name]}</li>`)}</ul>`;

function solved({ solved: yes, unsolved: no }) {
  return yes + no ? percent(yes / (yes + no)) : null;
}

const table = (chart, lines, months, write) => html`
  <details><summary>${words.stats.table}<span class="unseen">: ${words.stats.charts[chart]}</span></summary>
    <table><thead><tr><th scope="col">${words.stats.month}</th>${lines.map(([, name]) => html`<th scope="col">${words.stats.names[name]}</th>`)}</tr></thead>
        <tbody>${[...months].reverse().map((row) => html`
          <tr><th scope="row">${row.month}</th>${lines.map(([key]) => html`<td>${write(row[key])}</td>`)}</tr>`)}</tbody>
    </table>
  </details>`;

function shares(name, label, counts) {
  const rows = Object.entries(counts ?? {});
  if (!rows.length) return nothing;
  const most = Math.max(...rows.map(([, n]) => n));
  return html`
    <section aria-labelledby="stats-${name}"><h2 id="stats-${name}">${words.stats.shares[name]}</h2>
      <table class="share"><thead class="unseen"><tr><th scope="col">${words.stats.shares[name]}</th><th scope="col">${words.stats.count}</th></tr></thead>
        <tbody>${rows.map(([key, n]) => html`
          <tr><th scope="row">${label(key)}</th><td><div>${bar(n / most)}<span>${count(n)}</span></div></td></tr>`)}</tbody></table>
    </section>`;
}

const bar = (part) => html`
  <svg class="share-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect width=${100 * part} height="10"></rect></svg>`;
