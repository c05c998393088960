/**
 * Where a post is: a still map with one pin, loaded when the reader comes near it.
 *   <place-map .location=${{lat, lon, address}}></place-map>
 */
import { html } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { asText } from '../core/area.js';
import { icon } from '../core/icons.js';
import { marker } from '../core/map.js';
import { withMap } from '../core/map-part.js';
import { drawnFrom } from '../core/part.js';
import { words } from '../core/words.js';

const AHEAD = '300px';
const ZOOM = 16;

export class PlaceMap extends withMap(drawnFrom('location')) {
  #watcher = new IntersectionObserver((seen) => this.#came(seen), { rootMargin: AHEAD });

  template() {
    const near = asText(this.location);
    this.hidden = Boolean(this.state.failed);
    return html`<div class="map-frame still"></div>
      <a class="quiet" href=${withQuery('/', { view: 'map', near })}>${icon('map')}${words.map.around}</a>`;
  }

  begin() { this.#watcher.observe(this); }

  #came(seen) {
    if (!seen.at(-1).isIntersecting) return;
    this.#watcher.disconnect();
    this.openMap();
  }

  mapOptions() {
    const { lat, lon, address } = this.location;
    return { label: words.map.of(address ?? ''), still: true, centre: { lat, lon }, zoom: ZOOM };
  }

  drawn() {
    marker(this.location, html`<span class="map-here">${icon('pin')}</span>`, { interactive: false }).addTo(this.map);
  }

  disconnectedCallback() {
    this.#watcher.disconnect();
    super.disconnectedCallback();
  }
}
