/**
 * An area of the city as a box on the map, with a handle at each corner: drawn by hand or by the arrow keys.
 * Sends "drawn" with {south, west, north, east} at every change, also for the box that it begins with.
 *   <area-map .area=${box or null} @drawn=${({detail}) => …}></area-map>
 *   <area-map .area=${box} .fixed=${true}></area-map>     only shows it
 */
import { html, nothing } from '/lib/lit-html.js';
import { shared } from '../core/area.js';
import { city } from '../core/city.js';
import { boxOf, cornersOf, marker } from '../core/map.js';
import { withMap } from '../core/map-part.js';
import { drawnFrom } from '../core/part.js';
import { rounded } from '../core/place.js';
import { words } from '../core/words.js';

const CORNERS = [['north', 'west'], ['north', 'east'], ['south', 'west'], ['south', 'east']];
const OPPOSITE = { north: 'south', south: 'north', west: 'east', east: 'west' };
const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const STEP_PX = 16;
/** Degrees; some 100 m. */
const LEAST = 0.001;
/** Of what one sees, the part that a first box leaves free on each side. */
const FREE = -0.25;

export class AreaMap extends withMap(drawnFrom('area', 'fixed')) {
  #box = null;
  #handles = [];

  template() {
    const { failed } = this.state;
    return html`
      ${failed ? html`<p class="hint">${words.map.unavailable}</p>` : nothing}
      ${this.fixed || failed ? nothing : html`<p class="hint">${words.map.areaHint}</p>`}
      <div class="map-box" ?hidden=${failed}><div class="map-frame ${this.fixed ? 'still' : ''}"></div></div>
      ${this.fixed || !this.map ? nothing : html`<button class="button" type="button" @click=${() => this.#takeView()}>
        ${words.map.takeView}</button>`}`;
  }

  update(changes) {
    super.update(changes);
    if (this.map && changes && 'area' in changes) this.#show();
  }

  mapOptions() {
    return { label: this.fixed ? words.map.areaLabel : words.map.areaDraw, still: Boolean(this.fixed), box: this.area };
  }

  drawn() {
    this.#box = window.L.rectangle(cornersOf(city().map.bounds), { interactive: false, className: 'map-area' });
    if (!this.fixed) this.#handles = CORNERS.map((corner) => this.#handle(corner));
    if (!this.area && !this.fixed) this.#draw(this.#seen(FREE));
    if (this.area) this.map.fitBounds(cornersOf(this.area), { padding: [32, 32], animate: false });
    this.#show();
  }

  #show() {
    if (!this.area) return this.#box.remove();
    this.#box.setBounds(cornersOf(this.area)).addTo(this.map);
    this.#handles.forEach(({ corner: [lat, lon], made }) => made.setLatLng([this.area[lat], this.area[lon]]).addTo(this.map));
  }

  #handle(corner) {
    const [lat, lon] = corner;
    const template = html`<button class="map-handle" type="button" aria-label=${words.map.corners[`${lat}${lon}`]}
      @keydown=${(event) => this.#pressed(event, corner)}></button>`;
    const made = marker({ lat: 0, lon: 0 }, template, { draggable: true });
    made.on('drag', () => this.#move(corner, made.getLatLng()));
    return { corner, made };
  }

  #pressed(event, [lat, lon]) {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const { map } = this;
    const from = map.latLngToContainerPoint([this.area[lat], this.area[lon]]);
    const to = map.containerPointToLatLng(from.add(step.map((way) => way * STEP_PX)));
    this.#move([lat, lon], to);
    map.panInside([this.area[lat], this.area[lon]], { padding: [48, 48] });
  }

  /** A corner stays inside the city, and on its side of the one across. */
  #move([lat, lon], to) {
    const { bounds } = city().map;
    const held = (side, degrees) => {
      const edge = this.area[OPPOSITE[side]];
      const upper = side === 'north' || side === 'east';
      return upper
        ? Math.max(Math.min(degrees, bounds[side]), edge + LEAST)
        : Math.min(Math.max(degrees, bounds[side]), edge - LEAST);
    };
    this.#draw({ ...this.area, [lat]: held(lat, to.lat), [lon]: held(lon, to.lng) });
  }

  #seen(margin) {
    return shared(boxOf(this.map.getBounds().pad(margin)), city().map.bounds) ?? city().map.bounds;
  }

  #takeView() { this.#draw(this.#seen(0)); }

  #draw(area) {
    this.area = Object.fromEntries(Object.entries(area).map(([side, degrees]) => [side, rounded(degrees)]));
    this.dispatchEvent(new CustomEvent('drawn', { detail: this.area }));
  }
}
