/**
 * The room: newest posts first, as the query of the address asks (tag, status, department, author),
 * of the whole city or near a place (near=lat,lon), as a list or on the map (view=map).
 *   <list-view .place=${{query, returning}}></list-view>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { ApiError, withQuery } from '../core/api.js';
import { around, asBounds, placeFrom } from '../core/area.js';
import { city } from '../core/city.js';
import { named } from '../core/lazy.js';
import { Listing } from '../core/listing.js';
import { member } from '../core/member.js';
import { api } from '../core/paths.js';
import { notice } from '../core/templates.js';
import { words } from '../core/words.js';

const FILTERS = ['tag', 'status', 'department', 'author'];
const NEAR_M = 1000;

const mapTools = () => named('room-map', () => import('../components/room-map.js').then((it) => it.RoomMap))
  .catch(() => { throw new ApiError(0); });

export class ListView extends Listing {
  connectedCallback() {
    this.#choose();
    super.connectedCallback();
  }

  /** Only the query changed: the filters stay, with the focus. */
  async revisit(place) {
    this.keep();
    this.place = place;
    this.#choose();
    if (this.view === 'map' && this.querySelector('room-map')) return this.update(); // it asks anew by itself
    await this.load();
    if (this.state.phase === 'ready' && !this.view) announce(words.list.found(this.state.posts.length, this.state.cursor));
  }

  #choose() {
    const { query } = this.place;
    this.chosen = Object.fromEntries(FILTERS.map((key) => [key, query.get(key)]));
    this.view = query.get('view') === 'map' ? 'map' : null;
    this.near = placeFrom(query.get('near')) && query.get('near');
  }

  /** What the links of the page keep. */
  get #query() { return { ...this.chosen, view: this.view, near: this.near }; }

  address(cursor) {
    const bounds = this.near && asBounds(around(placeFrom(this.near), NEAR_M));
    return withQuery(api.posts, { ...this.chosen, bounds, cursor });
  }

  async read() {
    if (!this.view) return super.read();
    await mapTools();
    return { posts: [], cursor: null };
  }

  heading() { return this.#mine() ? words.list.mine : words.list.title; }
  tail() { return this.#mine() || this.view ? null : html`<p class="intro">${words.list.intro}</p>`; }

  #mine() { return this.chosen.author && this.chosen.author === member()?.id; }

  /** The filters and the frame are the same in every phase. */
  template() {
    return html`
      <header class="page-head"><h1 tabindex="-1">${this.heading()}</h1>${this.tail()}</header>
      <div class=${this.view ? 'with-map' : 'with-aside'}>
        <section aria-label=${words.list.posts}>
          <search-box></search-box>
          ${city() ? html`<view-switch .query=${this.#query}></view-switch>
            <post-filter .chosen=${this.#query}></post-filter>` : html`<div class="filter-space"></div>`}
          ${this.#watching()}
          ${this[this.state.phase]()}
        </section>
        ${this.view ? nothing : html`<aside><how-it-works></how-it-works></aside>`}
      </div>`;
  }

  #watching() {
    const { tag, department } = this.chosen;
    return city() && (tag || department)
      ? html`<watch-filter .tag=${tag} .department=${department}></watch-filter>` : nothing;
  }

  ready() {
    const { posts } = this.state;
    if (this.view) return html`<room-map .chosen=${this.chosen} .near=${this.near}></room-map>`;
    if (!posts.length && !this.state.cursor) return this.#empty();
    return html`
      <ol class="cards">${posts.map((post) => html`<li><post-card .post=${post}></post-card></li>`)}</ol>
      ${this.rest()}`;
  }

  #empty() {
    const filtered = FILTERS.some((key) => this.chosen[key]);
    const [title, body] = this.near ? words.map.nearEmpty : filtered ? words.list.emptyFiltered : words.list.empty;
    const action = filtered || this.near
      ? html`<a class="button" href="/">${words.list.showAll}</a>`
      : html`<a class="button main" href="/write">${words.write.title}</a>`;
    return notice(title, body, action);
  }
}
