/**
 * The posts that wait for the staff: those still open unless another status is chosen.
 *   <staff-list .place=${{query}}></staff-list>
 */
import { html, nothing } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { city, cityKnown, departmentName, statusOf } from '../core/city.js';
import { icon } from '../core/icons.js';
import { readPages } from '../core/pages.js';
import { View } from '../core/part.js';
import { api, staffPostPage } from '../core/paths.js';
import { go } from '../core/router.js';
import { since, status } from '../core/templates.js';
import { headed } from '../core/text.js';
import { daysLeft, dueMoment } from '../core/time.js';
import { inLanguage, words } from '../core/words.js';
import { desk, groups } from './session.js';

const ENOUGH = 20;

/** Choices of the status filter that are no single status. */
const OPEN = 'open', ALL = 'all';
const SEES_ALL = ['minwon', 'admin'];

export class StaffList extends View {
  async read() { return this.#page(null); }

  get #chosen() {
    const { query } = this.place;
    return { status: query.get('status') ?? OPEN, department: query.get('department') ?? ownDepartment() };
  }

  /** The filters stay, with the focus. */
  revisit(place) {
    this.place = place;
    return this.load();
  }

  async #page(from) {
    await cityKnown();
    const { status: chosen, department } = this.#chosen;
    const single = [OPEN, ALL].includes(chosen) ? null : chosen;
    const shown = chosen === OPEN ? (post) => statusOf(post.status)?.open : undefined;
    const read = (cursor) => desk.get(withQuery(api.desk, { department, status: single, cursor }));
    return readPages(read, from, ENOUGH, shown);
  }

  heading() { return words.staff.title; }
  tail() { return city() && this.#filter(); }

  ready() {
    const { posts, cursor } = this.state;
    return html`
      ${posts.length ? html`<ol class="desk">${posts.map(row)}</ol>` : html`<p class="hint">${words.staff.none}</p>`}
      ${cursor ? html`<button class="button wide" type="button" @click=${() => this.#more()}>
        ${words.list.more}</button>` : nothing}`;
  }

  #filter() {
    const states = [[OPEN, words.staff.open], [ALL, words.staff.all], ...city().statuses.map(coded)];
    const own = city().departments.filter(({ code }) => groups().includes(code)).map(coded);
    const departments = seesAll() ? [['', words.staff.everyDepartment], ...city().departments.map(coded)] : own;
    return html`<form class="selects" @submit=${(event) => event.preventDefault()}>
      ${this.#select('status', words.filter.status, states)}
      ${this.#select('department', words.filter.department, departments)}</form>`;
  }

  #select(key, label, options) {
    const chosen = this.#chosen;
    const change = ({ target }) => go(`/staff/?${new URLSearchParams({ ...chosen, [key]: target.value })}`);
    return html`<label><span class="unseen">${label}</span><select @change=${change}>
      ${options.map(([value, name]) => html`
        <option value=${value} .selected=${chosen[key] === value}>${name}</option>`)}
    </select></label>`;
  }

  async #more() {
    const page = await this.#page(this.state.cursor);
    this.update({ posts: [...this.state.posts, ...page.posts], cursor: page.cursor });
  }
}

const coded = ({ code, name }) => [code, inLanguage(name)];
const seesAll = () => groups().some((group) => SEES_ALL.includes(group));
const ownDepartment = () => (seesAll() ? '' : groups()[0] ?? '');

const row = (post) => html`
  <li>
    <p class="state">${status(post.status)}${left(post)}
      ${post.private_to_staff ? html`<span class="private">${icon('lock')}${words.post.private}</span>` : nothing}</p>
    <h2><a href=${staffPostPage(post.id)}>${headed(post.excerpt, post.title).heading}</a></h2>
    <p class="facts"><span>${post.receipt_number}</span>
      <span>${post.department ? departmentName(post.department) : words.staff.unassigned}</span>
      ${since(post.created_at)}</p>
  </li>`;

function left({ due_at, overdue }) {
  if (!due_at) return nothing;
  return html`<span class=${overdue ? 'overdue' : 'left'} title=${dueMoment(due_at)}>
    ${overdue ? words.overdue : words.daysLeft(daysLeft(due_at))}</span>`;
}
