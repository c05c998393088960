/**
 * What the router has learned: how well it routes, and the way back to an earlier version. Needs /styles/figures.css.
 *   <staff-router></staff-router>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { drawChart } from '../core/chart.js';
import { View } from '../core/part.js';
import { problem } from '../core/templates.js';
import { moment, shortDay } from '../core/time.js';
import { desk } from './session.js';
import { staff } from './words.js';

const PATH = '/v1/admin/router';
const words = staff.router;
const percent = (share) => `${Math.round(share * 100)}%`;

export class StaffRouter extends View {
  #end = () => {};

  async read() { return { router: await desk.get(PATH) }; }

  update(changes) {
    super.update(changes);
    if (this.isConnected && changes?.router) this.#draw();
  }

  disconnectedCallback() { this.#end(); }

  heading() { return words.title; }
  tail() { return html`<p class="hint">${words.about}</p>`; }

  ready() {
    const { router, problem: message } = this.state;
    const present = router.versions.find(({ name }) => name === router.in_use);
    return html`<div class="stack">
      <div role="alert">${problem(message)}</div>
      ${router.held ? html`<div class="panel held"><p>${words.held}</p>
        <button class="button" type="button" @click=${() => this.#act(() => desk.delete(`${PATH}/hold`), words.released)}>${words.release}</button></div>` : nothing}
      <dl class="numbers">${numbers(router, present)}</dl>
      ${present?.threshold ? nothing : html`<p class="hint">${words.unproven(percent(router.precision), percent(router.threshold))}</p>`}
      ${present?.curve.length ? curve(present, router) : nothing}
      <section class="panel" aria-labelledby="versions"><h2 id="versions">${words.versions}</h2>
        <ul class="versions">${router.versions.map((version) => this.#version(version, router))}
          ${this.#row({ name: null }, words.wordsAlone, words.wordsAloneWhy, router)}</ul></section></div>`;
  }

  #version(version, router) {
    const { made_at: madeAt, lessons, right, right_by_words: byWords, better } = version;
    return this.#row(version, moment(madeAt), [words.learned(lessons), words.right(percent(right), percent(byWords)), better ? null : words.notBetter]
      .filter(Boolean).join(' '), router);
  }

  #row({ name }, title, told, router) {
    return html`<li><p><strong>${title}</strong> <span class="hint">${told}</span></p>
      ${name === router.in_use ? html`<span class="badge">${words.inUse}</span>`
        : html`<button class="button" type="button" @click=${() => this.#act(() => desk.post(`${PATH}/rollback`, { version: name }), words.chosen(title))}>
          ${words.choose}<span class="unseen">: ${title}</span></button>`}</li>`;
  }

  async #act(ask, done) {
    try {
      this.update({ router: await ask(), problem: null });
      announce(done);
    } catch ({ message }) {
      this.update({ problem: message });
    }
  }

  #draw() {
    this.#end();
    const frame = this.querySelector('.chart-frame');
    const { router } = this.state;
    const points = router.versions.find(({ name }) => name === router.in_use)?.curve ?? [];
    if (!frame) return;
    const drawing = drawChart(frame, {
      labels: points.map(({ coverage }) => percent(coverage)), series: [points.map(({ precision }) => precision * 100)], most: 100, format: (n) => `${n}%`,
    });
    this.#end = () => drawing.then((end) => end(), () => {});
  }
}

const numbers = ({ precision, threshold }, present) => [
  [words.numbers.inUse, present ? shortDay(present.made_at) : words.wordsAlone],
  [words.numbers.threshold, percent(threshold)],
  [words.numbers.precision, percent(precision)],
  ...(present ? [[words.numbers.right, percent(present.right)], [words.numbers.byWords, percent(present.right_by_words)],
    [words.numbers.lessons, present.lessons.toLocaleString('ko')]] : []),
].map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);

const now = (trusted) => (trusted ? words.now(percent(trusted.coverage), percent(trusted.precision)) : words.nowNothing);

/** How often it is right, the more it is trusted with; the sure ones first. */
const curve = ({ curve: points }, { threshold }) => html`
  <figure class="chart"><figcaption><h2>${words.curve}</h2></figcaption>
    <p class="hint">${words.curveWhy} ${now(points.findLast((point) => point.threshold >= threshold))}</p>
    <div class="chart-frame" role="img" aria-label=${words.curve}></div>
    <details><summary>${words.table}</summary>
      <table><thead><tr>${['coverage', 'precision', 'threshold'].map((name) => html`<th scope="col">${words.columns[name]}</th>`)}</tr></thead>
        <tbody>${points.map((point) => html`<tr data-trusted=${point.threshold >= threshold}>
          <th scope="row">${percent(point.coverage)}</th><td>${percent(point.precision)}</td><td>${percent(point.threshold)}</td></tr>`)}</tbody></table></details>
  </figure>`;
