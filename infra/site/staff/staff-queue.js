/**
 * What waits, by deadline: a tab each for what is overdue, without a department, not taken on, paused, to be checked.
 *   <staff-queue .place=${{query}}></staff-queue>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { withQuery } from '../core/api.js';
import { city, cityKnown } from '../core/city.js';
import { forThisTab } from '../core/keep.js';
import { View } from '../core/part.js';
import { staffPostPage } from '../core/paths.js';
import { go } from '../core/router.js';
import { problem } from '../core/templates.js';
import { inLanguage, words } from '../core/words.js';
import { actionOf, actionsAt } from './actions.js';
import { may, me, seesAll } from './clerk.js';
import { queueRow } from './queue-row.js';
import { desk } from './session.js';
import { listen, showHelp } from './shortcuts.js';
import { staff } from './words.js';

const OPEN = 'open';
const PAGE = 50;
/** Who sees the city sees what has no department yet; who moderates sees what is to be checked. */
const TABS = { unrouted: seesAll, check: () => may('moderate') };

export class StaffQueue extends View {
  state = { phase: 'loading', posts: [], cursor: null, counts: {}, picked: new Set(), opened: {}, refusal: null };
  #deaf;

  connectedCallback() {
    super.connectedCallback();
    this.#deaf = listen('list', {
      next: () => this.#step(1), previous: () => this.#step(-1), help: showHelp,
      pick: () => this.#here && this.#pick(this.#here),
      assign: () => this.#several('assignSeveral', this.#meant),
      answer: () => this.#here && go(`${staffPostPage(this.#here.id)}#answer`),
    }, () => this.querySelector('.queue')?.contains(document.activeElement));
  }

  disconnectedCallback() { this.#deaf(); }

  async read() {
    Object.assign(this.state, { picked: new Set(), opened: {} });
    return this.#page();
  }

  revisit(place) {
    this.place = place;
    return this.load();
  }

  heading() { return staff.menu.queue; }
  tail() { return city() && this.#filter(); }

  get #chosen() {
    const { query } = this.place;
    return { view: query.get('view') ?? OPEN, department: query.get('department') ?? '' };
  }

  async #page(cursor) {
    await cityKnown();
    const page = await desk.get(withQuery('/v1/admin/queue', { ...this.#chosen, limit: PAGE, cursor }));
    forThisTab.set('queue', [...(cursor ? this.state.posts : []), ...page.posts].map(({ id }) => id));
    return page;
  }

  #filter() {
    const { view, department } = this.#chosen;
    const { counts } = this.state;
    const tabs = Object.keys(staff.queue.views).filter((name) => TABS[name]?.() ?? true);
    return html`<div class="desk-filter"><nav class="desk-tabs" aria-label=${staff.queue.choose}>${tabs.map((name) => html`
      <a class="chip" href=${withQuery('/staff/', { view: name === OPEN ? null : name, department })}
        aria-current=${name === view ? 'true' : 'false'} data-view=${name}>${staff.queue.views[name]}
        ${name in counts ? html`<span class="number" data-grave=${name === 'overdue' && counts[name] > 0}>${counts[name]}</span>` : nothing}</a>`)}
      </nav>${this.#departments(view, department)}</div>`;
  }

  #departments(view, chosen) {
    const own = city().departments.filter(({ code }) => seesAll() || me().departments.includes(code));
    if (own.length < 2) return nothing;
    const change = ({ target }) => go(withQuery('/staff/', { view: view === OPEN ? null : view, department: target.value }));
    return html`<label class="desk-department"><span class="unseen">${staff.department}</span><select @change=${change}>
      ${seesAll() ? html`<option value="" .selected=${!chosen}>${staff.everyDepartment}</option>` : nothing}
      ${own.map(({ code, name }) => html`<option value=${code} .selected=${chosen === code}>${inLanguage(name)}</option>`)}
    </select></label>`;
  }

  ready() {
    const { posts, cursor, picked, refusal } = this.state;
    return html`
      ${posts.length ? html`<ol class="queue">${posts.map((post) => [this.#row(post), this.#fold(post)])}</ol>`
        : html`<p class="hint empty">${staff.queue.none}</p>`}
      ${problem(refusal)}
      ${cursor ? html`<button class="button wide" type="button" @click=${() => this.#more()}>${staff.queue.more}</button>` : nothing}
      ${picked.size ? this.#bar(picked.size) : nothing}
      <action-dialog @acted=${() => this.#acted()}></action-dialog>`;
  }

  #row(post, behind) { return queueRow(post, this.state.picked.has(post.id), () => this.#pick(post), behind); }

  /** Many people post the same text: one row, which opens. Each keeps its number, and is answered like any other. */
  #fold(post) {
    if (!post.alike) return nothing;
    const opened = this.state.opened[post.id];
    return html`<li class="fold">
        <button class="quiet" type="button" aria-expanded=${Boolean(opened)} @click=${() => this.#unfold(post)}>${staff.queue.alike(post.alike + 1)}</button>
        ${opened ? html`<button class="quiet" type="button" @click=${() => this.#pickAll([post, ...opened.posts])}>${staff.queue.pickAlike}</button>` : nothing}
      </li>
      ${opened?.posts.map((one) => this.#row(one, true))}
      ${opened?.cursor ? html`<li class="fold"><button class="quiet" type="button" @click=${() => this.#behind(post, opened)}>${staff.queue.more}</button></li>` : nothing}`;
  }

  #unfold(post) {
    const { [post.id]: opened, ...others } = this.state.opened;
    return opened ? this.update({ opened: others }) : this.#behind(post);
  }

  async #behind({ id }, before = { posts: [] }) {
    try {
      const { posts, cursor } = await desk.get(withQuery('/v1/admin/queue', { ...this.#chosen, alike: id, limit: PAGE, cursor: before.cursor }));
      this.update({ opened: { ...this.state.opened, [id]: { posts: [...before.posts, ...posts], cursor } }, refusal: null });
      forThisTab.set('queue', this.#posts.map((post) => post.id));
      announce(words.list.moreFound(posts.length));
    } catch ({ message }) {
      this.update({ refusal: message });
    }
  }

  #pickAll(posts) { this.update({ picked: new Set([...this.state.picked, ...posts.map(({ id }) => id)]) }); }

  /** In the order in which they are shown. */
  get #posts() { return this.state.posts.flatMap((post) => [post, ...(this.state.opened[post.id]?.posts ?? [])]); }

  /** What is chosen is done with at once, at the foot of the window. */
  #bar(count) {
    return html`<div class="batch" role="region" aria-label=${staff.queue.picked(count)}><p role="status">${staff.queue.picked(count)}</p>
      <div class="actions">${actionsAt('several').map(({ code }) => html`
        <button class="button" type="button" @click=${() => this.#several(code, this.#pickedPosts)}>${staff.actions[code].label}</button>`)}
        <button class="quiet" type="button" @click=${() => this.update({ picked: new Set() })}>${staff.queue.unpick}</button></div></div>`;
  }

  get #links() { return [...this.querySelectorAll('.queue h2 a')]; }
  /** The post that has the focus. */
  get #here() {
    const row = document.activeElement?.closest?.('.queue > li');
    return row && this.#posts.find(({ id }) => id === row.dataset.id);
  }

  get #pickedPosts() { return this.#posts.filter(({ id }) => this.state.picked.has(id)); }
  /** Those chosen, or else the one that has the focus. */
  get #meant() { return this.state.picked.size ? this.#pickedPosts : [this.#here].filter(Boolean); }

  #step(by) {
    const links = this.#links;
    const row = document.activeElement?.closest?.('.queue > li');
    const at = links.findIndex((link) => row?.contains(link));
    links[Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  }

  #pick({ id }) {
    const picked = new Set(this.state.picked);
    if (!picked.delete(id)) picked.add(id);
    this.update({ picked });
  }

  #several(code, posts) {
    if (posts.length) this.querySelector('action-dialog').open(actionOf(code), { posts });
  }

  /** The list below the dialog, anew: what was done may have left it. */
  async #acted() {
    const page = await this.#page().catch(() => ({}));
    this.update({ ...page, picked: new Set(), opened: {} });
  }

  async #more() {
    try {
      const page = await this.#page(this.state.cursor);
      this.update({ posts: [...this.state.posts, ...page.posts], cursor: page.cursor, refusal: null });
      announce(words.list.moreFound(page.posts.length));
    } catch ({ message }) {
      this.update({ refusal: message });
    }
  }
}
