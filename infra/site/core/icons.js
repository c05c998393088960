/** Small drawings beside words, on a grid of 24; never the only bearer of a meaning. */
import { html, svg } from '/lib/lit-html.js';

const DRAWINGS = {
  pin: svg`<path d="M12 21c4-4.6 6-8 6-11a6 6 0 1 0-12 0c0 3 2 6.4 6 11Z"/><circle cx="12" cy="10" r="2.2"/>`,
  comment: svg`<path d="M4 5.5h16v11h-8.5L7 20v-3.5H4Z"/>`,
  hand: svg`
    <path d="M8 20v-9l3.5-7c1.5 0 2.3 1 2 2.5L13 10h5.2c1.2 0 2 1 1.7 2.2l-1.5 6.3c-.2.9-1 1.5-1.9 1.5ZM4 11h4v9H4Z"/>`,
  bell: svg`<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15ZM10 20.5h4"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  camera: svg`<path d="M4 8h3.5l1.5-2.5h6L16.5 8H20v11H4Z"/><circle cx="12" cy="13.2" r="3.3"/>`,
  aim: svg`<circle cx="12" cy="12" r="6"/><path d="M12 2.5v4M12 17.5v4M2.5 12h4M17.5 12h4"/>`,
  lock: svg`<path d="M5.5 11h13v9h-13ZM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>`,
  person: svg`<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6"/>`,
  map: svg`<path d="M3.5 6.5 9 4l6 2.5L20.5 4v13.5L15 20l-6-2.5L3.5 20ZM9 4v13.5M15 6.5V20"/>`,
  check: svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`,
  cross: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  back: svg`<path d="M19 12H5.5M11 6l-6 6 6 6"/>`,
  photo: svg`<path d="M4 5h16v14H4ZM4 16l5-5 4 4 2.5-2.5L20 17"/><circle cx="15.5" cy="9" r="1.3"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>`,
  next: svg`<path d="m9 5 7 7-7 7"/>`,
  previous: svg`<path d="m15 5-7 7 7 7"/>`,
  zoom: svg`<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5M10.5 8v5M8 10.5h5"/>`,
  share: svg`<path d="M12 15V3.5M7.5 7.5 12 3.5l4.5 4M5 12v8h14v-8"/>`,
  code: svg`<path d="M4 4h6v6H4ZM14 4h6v6h-6ZM4 14h6v6H4ZM14 14h2.5v2.5H14ZM17.5 17.5H20V20h-2.5Z"/>`,
  print: svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7Z"/>`,
  flag: svg`<path d="M6 21V4M6 5h11l-2.5 4 2.5 4H6"/>`,
  edit: svg`<path d="M4 20v-4L16 4l4 4L8 20ZM13.5 6.5l4 4"/>`,
};

export const icon = (name) => html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${DRAWINGS[name]}</svg>`;
