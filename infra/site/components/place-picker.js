/**
 * A place on the map: the map moves under a fixed pin, by hand, by a tap, or by the arrow keys; Enter takes it.
 * Sends "picked" with {lat, lon}, and "left" when the writer goes without.
 *   <place-picker .position=${{lat, lon, accuracy} or null} @picked=${({detail}) => …} @left=${…}></place-picker>
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city, cityName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { pointOf } from '../core/map.js';
import { withMap } from '../core/map-part.js';
import { drawnFrom } from '../core/part.js';
import { rounded, within } from '../core/place.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';

const CLOSE = 17;
const STREETS = 15;
const STEP_PX = 24;

export class PlacePicker extends withMap(drawnFrom('position')) {
  state = { centre: null, refused: null };

  template() {
    const { centre, refused, failed } = this.state;
    return html`<section class="place-picker" aria-label=${words.map.pick}
        @keydown=${(event) => this.#pressed(event)}>
      <p class="hint">${failed ? words.map.unavailable : words.map.pickHint}</p>
      <div class="map-box" ?hidden=${failed}><div class="map-frame"></div>
        <div class="map-aim" aria-hidden="true">${icon('pin')}</div></div>
      <p class="hint" role="status">${centre ? words.map.aimed(centre.lat.toFixed(5), centre.lon.toFixed(5)) : ''}</p>
      ${problem(refused)}
      <div class="actions">
        <button class="button main" type="button" ?hidden=${failed} @click=${() => this.#take()}>${words.map.take}</button>
        <button class="button" type="button" @click=${() => this.#send('left')}>${words.map.close}</button>
      </div></section>`;
  }

  mapOptions() {
    const { position } = this;
    return { label: words.map.pickLabel, centre: position ?? city().map.centre, zoom: position ? CLOSE : STREETS };
  }

  drawn() {
    const { map, position } = this;
    if (position?.accuracy) {
      window.L.circle(pointOf(position), { radius: position.accuracy, interactive: false, className: 'map-near' })
        .addTo(map);
    }
    map.options.keyboardPanDelta = STEP_PX;
    map.on('click', ({ latlng }) => map.panTo(latlng));
    map.on('moveend', () => this.#aim());
    this.#aim();
    this.querySelector('.map-canvas').focus();
  }

  #aim() {
    const { lat, lng } = this.map.getCenter();
    this.update({ centre: { lat: rounded(lat), lon: rounded(lng) }, refused: null });
  }

  #pressed(event) {
    if (event.key === 'Escape') this.#send('left');
    if (event.key !== 'Enter' || !event.target.matches('.map-canvas')) return;
    event.preventDefault();
    this.#take();
  }

  #take() {
    const { centre } = this.state;
    if (!centre) return;
    if (within(city().map.bounds, { latitude: centre.lat, longitude: centre.lon })) return this.#send('picked', centre);
    const refused = words.map.outside(cityName());
    this.update({ refused });
    announce(refused);
  }

  #send(name, detail) { this.dispatchEvent(new CustomEvent(name, { detail })); }
}
