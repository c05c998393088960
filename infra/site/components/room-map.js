/**
 * The room on a map: the posts of the query in the box one sees, as markers and as the cards of the list.
 *   <room-map .chosen=${{tag, status, department, author}} .near=${"36.275,127.249" or null}></room-map>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { withQuery } from '../core/api.js';
import { around, asBounds, placeFrom } from '../core/area.js';
import { city, statusName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { forThisTab } from '../core/keep.js';
import { boxOf, clusters, cornersOf, marker, pointOf } from '../core/map.js';
import { withMap } from '../core/map-part.js';
import { room } from '../core/member.js';
import { readPages } from '../core/pages.js';
import { drawnFrom } from '../core/part.js';
import { api } from '../core/paths.js';
import { notice, problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { cluster, pin, sign } from './map-pin.js';

const MOST = 200;
const PAGE = 50;
const STILL_MS = 250;
const NEAR_M = 1000;

export class RoomMap extends withMap(drawnFrom('chosen', 'near')) {
  state = { posts: [], busy: true, open: null, unplaced: null };
  #layer = null;
  #markers = new Map();
  #circle = null;
  #reading = 0;
  #soon = 0;

  /** A new question asks anew; a new place moves the map, and that asks anew by itself. */
  update(changes) {
    super.update(changes);
    if (!this.map || !changes) return;
    if ('near' in changes) this.#showNear();
    if ('chosen' in changes) this.#ask();
  }

  template() {
    if (this.state.failed) return this.#unavailable();
    return html`
      <div class="map-side">
        <div class="map-box">
          <div class="map-frame"></div>
          ${this.#card()}
        </div>
        ${this.#legend()}
      </div>
      <section class="map-list" aria-label=${words.map.shown}>
        ${this.#summary()}
        <ol class="cards">${this.state.posts.map((post) => html`<li><post-card .post=${post}></post-card></li>`)}</ol>
      </section>`;
  }

  /** A module that did not come once may not come again in this page. */
  #unavailable() {
    const list = withQuery('/', { ...this.chosen, near: this.near });
    return html`<div role="alert">${notice(words.errors.title, words.map.unavailable, html`<div class="actions">
      <a class="button main" href=${list}>${words.map.inList}</a>
      <button class="button" type="button" @click=${() => location.reload()}>${words.retry}</button></div>`)}</div>`;
  }

  #card() {
    const { open } = this.state;
    if (!open) return nothing;
    return html`<section class="map-card" aria-label=${words.map.card} @keydown=${({ key }) => key === 'Escape' && this.#close()}>
      <post-card .post=${open}></post-card>
      <button class="quiet square" type="button" aria-label=${words.map.close} @click=${() => this.#close()}>
        ${icon('cross')}</button></section>`;
  }

  #legend() {
    const met = new Set(this.state.posts.map(({ status }) => status));
    return html`<ul class="map-legend" aria-hidden="true">${city().statuses.filter(({ code }) => met.has(code))
      .map(({ code }) => html`<li>${sign(code)}${statusName(code)}</li>`)}</ul>`;
  }

  #summary() {
    const { posts, cursor, busy, problem: reason, unplaced } = this.state;
    const list = withQuery('/', this.chosen);
    return html`
      <p class="map-count" aria-busy=${busy}>
        ${posts.length || !busy ? words.map.found(posts.length, cursor) : words.loading}</p>
      ${cursor ? html`<p class="hint">${words.map.more}</p>` : nothing}
      ${unplaced ? html`<p class="hint">${words.map.unplaced(unplaced.count, unplaced.more)}
        <a href=${list}>${words.map.inList}</a></p>` : nothing}
      ${reason ? html`<div role="alert">${problem(reason)}
        <button class="button" type="button" @click=${() => this.#load()}>${words.retry}</button></div>` : nothing}`;
  }

  mapOptions() {
    const kept = forThisTab.get('map');
    const place = placeFrom(this.near);
    const view = kept?.near === this.near ? kept : { box: place && around(place, NEAR_M) };
    return { label: words.map.label, ...view };
  }

  async drawn() {
    const { map } = this;
    const layer = await clusters(cluster).catch(() => window.L.layerGroup());
    if (this.map !== map) return;
    this.#layer = layer.addTo(map).on('clusterclick', ({ originalEvent }) => this.#opened(originalEvent));
    this.#circleNear();
    map.on('moveend', () => this.#moved());
    this.#ask();
  }

  disconnectedCallback() {
    clearTimeout(this.#soon);
    this.#reading += 1;
    this.#markers.clear();
    super.disconnectedCallback();
  }

  /** By keyboard: what was pressed is gone, its parts are the next things in the map. */
  #opened({ detail }) { if (!detail) this.querySelector('.map-canvas').focus(); }

  #moved() {
    const { lat, lng } = this.map.getCenter();
    forThisTab.set('map', { near: this.near, centre: { lat, lon: lng }, zoom: this.map.getZoom() });
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#load(), STILL_MS);
  }

  #showNear() {
    const place = placeFrom(this.near);
    this.#circleNear();
    if (place) this.map.fitBounds(cornersOf(around(place, NEAR_M)));
  }

  #circleNear() {
    this.#circle?.remove();
    const place = placeFrom(this.near);
    this.#circle = place && window.L.circle(pointOf(place), {
      radius: NEAR_M, interactive: false, className: 'map-near',
    }).addTo(this.map);
  }

  async #ask() {
    await this.#load();
    await this.#countUnplaced();
  }

  async #load() {
    const number = ++this.#reading;
    this.update({ busy: true, problem: null });
    const bounds = asBounds(boxOf(this.map.getBounds()));
    const read = (cursor) => room.get(withQuery(api.posts, { ...this.chosen, bounds, limit: PAGE, cursor }));
    const found = await readPages(read, null, MOST).catch((error) => ({ problem: error.message }));
    if (number !== this.#reading) return;
    this.update({ ...found, busy: false });
    this.#mark();
    announce(found.problem ?? words.map.found(found.posts.length, found.cursor));
  }

  /** Of the newest posts alone: enough to say that there are some. */
  async #countUnplaced() {
    const { chosen } = this;
    const { posts, cursor } = await room.get(withQuery(api.posts, { ...chosen, limit: PAGE })).catch(() => ({ posts: [] }));
    if (chosen !== this.chosen) return;
    const count = posts.filter(({ location }) => location?.lat == null).length;
    this.update({ unplaced: count ? { count, more: Boolean(cursor) } : null });
  }

  /** Markers that stay are the same ones: the focus stays on them. */
  #mark() {
    const shown = new Map(this.state.posts.map((post) => [post.id, post]));
    for (const [id, old] of this.#markers) {
      if (shown.has(id)) continue;
      this.#layer.removeLayer(old);
      this.#markers.delete(id);
    }
    for (const [id, post] of shown) if (!this.#markers.has(id)) this.#add(id, post);
    this.#choose(shown.get(this.state.open?.id) ?? null);
  }

  #add(id, post) {
    const added = marker(post.location, nothing);
    this.#markers.set(id, added);
    this.#layer.addLayer(added);
  }

  #choose(open) {
    this.update({ open });
    for (const post of this.state.posts) {
      const choose = (event) => {
        event.stopPropagation();
        if (event.detail && this.map.dragging.moved()) return;
        this.#choose(post);
        this.querySelector('.map-card a').focus({ preventScroll: true });
      };
      this.#markers.get(post.id).face(pin(post, post.id === open?.id, choose));
    }
  }

  #close() {
    const { open } = this.state;
    this.#choose(null);
    const button = this.#markers.get(open.id)?.getElement()?.querySelector('button');
    (button ?? this.querySelector('.map-canvas')).focus({ preventScroll: true });
  }
}
