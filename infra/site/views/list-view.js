/**
 * The room: newest posts first, as the query of the address asks (tag, status, department, author).
 *   <list-view .place=${{query, returning}}></list-view>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { withQuery } from '../core/api.js';
import { city } from '../core/city.js';
import { member, room } from '../core/member.js';
import { readPages } from '../core/pages.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { failure, notice, skeleton } from '../core/templates.js';
import { words } from '../core/words.js';

const FILTERS = ['tag', 'status', 'department', 'author'];
const ENOUGH = 10;

/** What was read last, so that one who returns from a post finds the list where it was left. */
let kept = null;

export class ListView extends View {
  connectedCallback() {
    this.#choose();
    if (this.place.returning && this.#isKept()) this.update({ ...kept.state });
    else this.load();
  }

  #isKept() { return kept?.address === this.#address() && kept.state.phase === 'ready'; }

  disconnectedCallback() {
    kept = { address: this.#address(), state: this.state };
  }

  /** Only the query changed: the filters stay, with the focus. */
  async revisit(place) {
    this.place = place;
    this.#choose();
    await this.load();
    if (this.state.phase === 'ready') announce(words.list.found(this.state.posts.length, this.state.cursor));
  }

  #choose() {
    this.chosen = Object.fromEntries(FILTERS.map((key) => [key, this.place.query.get(key)]));
  }

  #address(cursor) {
    return withQuery(api.posts, { ...this.chosen, cursor });
  }

  async read() { return this.#page(null); }

  #page(from) { return readPages((cursor) => room.get(this.#address(cursor)), from, ENOUGH); }

  heading() { return this.#mine() ? words.list.mine : words.list.title; }
  tail() { return this.#mine() ? null : html`<p class="intro">${words.list.intro}</p>`; }

  #mine() { return this.chosen.author && this.chosen.author === member()?.id; }

  /** The filters and the frame are the same in every phase. */
  template() {
    return html`
      <header class="page-head"><h1 tabindex="-1">${this.heading()}</h1>${this.tail()}</header>
      <div class="with-aside">
        <section aria-label=${words.list.posts}>
          ${city() ? html`<post-filter .chosen=${this.chosen}></post-filter>` : html`<div class="filter-space"></div>`}
          ${this[this.state.phase]()}
        </section>
        <aside><how-it-works></how-it-works></aside>
      </div>`;
  }

  loading() { return skeleton(); }
  failed() { return failure(this.state.error, () => this.load()); }

  ready() {
    const { posts } = this.state;
    if (!posts.length && !this.state.cursor) return this.#empty();
    return html`
      <ol class="cards">${posts.map((post) => html`<li><post-card .post=${post}></post-card></li>`)}</ol>
      ${this.#rest()}`;
  }

  #rest() {
    const { cursor, busy, problem } = this.state;
    if (!cursor) return html`<p class="end">${words.list.end}</p>`;
    return html`${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      <button class="button wide" type="button" aria-disabled=${Boolean(busy)} @click=${() => this.#more()}>
        ${busy ? words.loading : words.list.more}</button>`;
  }

  #empty() {
    const filtered = FILTERS.some((key) => this.chosen[key]);
    const [title, body] = filtered ? words.list.emptyFiltered : words.list.empty;
    const action = filtered
      ? html`<a class="button" href="/">${words.list.showAll}</a>`
      : html`<a class="button main" href="/write">${words.write.title}</a>`;
    return notice(title, body, action);
  }

  async #more() {
    if (this.state.busy) return;
    this.update({ busy: true, problem: null });
    const before = this.state.posts;
    const address = this.#address();
    const page = await this.#page(this.state.cursor).catch((error) => ({ problem: error.message }));
    if (address !== this.#address()) return;
    if (page.posts) Object.assign(page, { posts: [...before, ...page.posts] });
    this.update({ ...page, busy: false });
    if (page.posts) announce(words.list.moreFound(page.posts.length - before.length));
  }
}
