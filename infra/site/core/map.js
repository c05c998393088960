/** The city's map: its tiles, or a plain grid where they do not load. Leaflet comes with the first map. */
import { html, nothing, render } from '/lib/lit-html.js';
import { city } from './city.js';
import { styled } from './stylesheet.js';
import { words } from './words.js';

/** How far one may look beyond the city, in parts of its size. */
const MARGIN = 0.5;
const CLOSEST = 19;
const STILL = ['dragging', 'keyboard', 'touchZoom', 'doubleClickZoom', 'boxZoom'];

let loading = null;

const leaflet = () => (loading ??= load().catch((error) => { loading = null; throw error; }));

async function load() {
  await Promise.all([styled('/lib/leaflet.css'), styled('/styles/map.css'), import('/lib/leaflet.js')]);
  window.L.Marker.mergeOptions({ keyboard: false }); // each holds a button of its own
  return window.L;
}

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export const cornersOf = ({ south, west, north, east }) => [[south, west], [north, east]];
export const pointOf = ({ lat, lon }) => [lat, lon];

export function boxOf(bounds) {
  return { south: bounds.getSouth(), west: bounds.getWest(), north: bounds.getNorth(), east: bounds.getEast() };
}

/**
 * Fills `frame`; resolves to Leaflet's map. Shows `box`, or `centre` at `zoom`, or what the city shows first.
 * A `still` one is a picture: nothing in it moves. `label` is its name for those who do not see it.
 */
export async function makeMap(frame, { label, still = false, box = null, centre, zoom }) {
  const L = await leaflet();
  render(parts(label, still, (by) => map.zoomIn(by)), frame);
  const { bounds, ...start } = city().map;
  const whole = L.latLngBounds(cornersOf(bounds));
  const map = L.map(frame.querySelector('.map-canvas'), {
    ...(still && Object.fromEntries(STILL.map((name) => [name, false]))),
    ...(calm() && { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }),
    attributionControl: false,
    zoomControl: false,
    scrollWheelZoom: false,
    maxZoom: CLOSEST,
    maxBounds: whole.pad(MARGIN),
  });
  if (calm()) map.panBy = (by, options) => L.Map.prototype.panBy.call(map, by, { ...options, animate: false });
  map.setMinZoom(map.getBoundsZoom(whole));
  if (box) map.fitBounds(cornersOf(box), { animate: false });
  else map.setView(pointOf(centre ?? start.centre), zoom ?? start.zoom);
  L.rectangle(whole, { interactive: false, fill: false, className: 'map-edge' }).addTo(map);
  drawTiles(L, map, frame.querySelector('.map-note'));
  if (!still) zoomByWheel(map);
  followSize(map, frame);
  return map;
}

const parts = (label, still, zoom) => html`
  ${still ? nothing : html`<div class="map-zoom">
    <button type="button" aria-label=${words.map.closer} @click=${() => zoom(1)}>+</button>
    <button type="button" aria-label=${words.map.wider} @click=${() => zoom(-1)}>−</button></div>`}
  <div class="map-canvas" role=${still ? 'img' : 'application'} aria-label=${label}></div>
  ${source(city().map.tiles?.attribution)}
  <p class="map-note" role="status"></p>`;

const source = (attribution) => (attribution ? html`<p class="map-source">
  <a href=${attribution.url} target="_blank" rel="noopener">${attribution.text}</a></p>` : nothing);

function drawTiles(L, map, note) {
  const { url, max_zoom: finest = CLOSEST } = city().map.tiles ?? {};
  const grid = L.gridLayer({ maxZoom: CLOSEST });
  grid.createTile = () => Object.assign(document.createElement('div'), { className: 'map-grid' });
  const missing = () => {
    grid.addTo(map);
    note.textContent = words.map.noTiles;
  };
  if (!url) return missing();
  let seen = false;
  L.tileLayer(url, { maxZoom: CLOSEST, maxNativeZoom: finest, className: 'map-tiles' })
    .on('tileerror', () => { if (!seen) missing(); })
    .on('tileload', () => {
      seen = true;
      grid.remove();
      note.textContent = '';
    })
    .addTo(map);
}

/** Only in a map that one has touched: else it would catch whoever scrolls past. */
function zoomByWheel(map) {
  map.on('focus', () => map.scrollWheelZoom.enable());
  map.on('blur', () => map.scrollWheelZoom.disable());
}

function followSize(map, frame) {
  const watcher = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  watcher.observe(frame);
  map.on('unload', () => watcher.disconnect());
}

/** A marker whose face is a template; draw it anew with `face(template)`. */
export function marker(place, template, options = {}) {
  const holder = document.createElement('div');
  const size = 44;
  const icon = window.L.divIcon({ html: holder, className: 'map-marker', iconSize: [size, size] });
  const made = window.L.marker(pointOf(place), { icon, ...options });
  made.face = (drawn) => render(drawn, holder);
  made.face(template);
  return made;
}

/** A layer in which near markers stand as one; `template(count)` is its face. */
export async function clusters(template) {
  await Promise.all([styled('/lib/leaflet.markercluster.css'), import('/lib/leaflet.markercluster.js')]);
  const holder = (count) => {
    const drawn = document.createElement('div');
    render(template(count), drawn);
    return drawn;
  };
  return window.L.markerClusterGroup({
    animate: !calm(),
    maxClusterRadius: 44,
    showCoverageOnHover: false,
    iconCreateFunction: (cluster) => window.L.divIcon({
      html: holder(cluster.getChildCount()), className: 'map-marker', iconSize: [48, 48],
    }),
  });
}
