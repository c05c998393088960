/**
 * The room's figures for those who work in it: by period, department and tag.
 *   <staff-figures .place=${{query}}></staff-figures>
 */
import { html, nothing } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { city } from '../core/city.js';
import { View } from '../core/part.js';
import { go } from '../core/router.js';
import { inLanguage } from '../core/words.js';
import { may } from './clerk.js';
import { desk } from './session.js';
import { staff } from './words.js';

const MONTHS = ['12', '6', '3', '24', '36'];

export class StaffFigures extends View {
  async read() { return { figures: await desk.get(withQuery('/v1/admin/stats', this.#chosen)) }; }

  /** The filters stay, with the focus. */
  revisit(place) {
    this.place = place;
    return this.load();
  }

  get #chosen() {
    const { query } = this.place;
    return { months: query.get('months') ?? MONTHS[0], department: query.get('department') ?? '', tag: query.get('tag') ?? '' };
  }

  heading() { return staff.figures.title; }
  tail() { return city() && this.#filter(); }

  #filter() {
    return html`<div class="desk-selects">
      ${this.#select('months', staff.figures.months, MONTHS.map((count) => [count, staff.figures.lastMonths(Number(count))]))}
      ${this.#select('department', staff.department, [['', staff.everyDepartment],
        ...city().departments.map(({ code, name }) => [code, inLanguage(name)])])}
      ${this.#select('tag', staff.figures.tag, [['', staff.figures.everyTag],
        ...city().tags.map(({ name, label }) => [name, inLanguage(label)])])}</div>`;
  }

  #select(key, label, options) {
    const chosen = this.#chosen;
    const change = ({ target }) => go(withQuery('/staff/', { page: 'figures', ...chosen, [key]: target.value }));
    return html`<label><span class="unseen">${label}</span><select @change=${change}>
      ${options.map(([value, name]) => html`<option value=${value} .selected=${chosen[key] === value}>${name}</option>`)}</select></label>`;
  }

  ready() {
    return html`<figure-charts .figures=${this.state.figures}></figure-charts>
      ${may('export') ? html`<month-export class="panel" .department=${this.#chosen.department}></month-export>` : nothing}`;
  }
}
