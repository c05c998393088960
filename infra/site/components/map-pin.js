/** The face of a post on the map: its status by shape, letter and colour; and that of many in one place. */
import { html } from '/lib/lit-html.js';
import { statusName } from '../core/city.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';

export const sign = (status) =>
  html`<span class="pin-shape pin-${status}" aria-hidden="true">${words.map.letters[status] ?? '·'}</span>`;

const nameOf = ({ title, excerpt, status, overdue, location }) => [
  headed(excerpt, title, status).heading, statusName(status), overdue && words.overdue, location.address,
].filter(Boolean).join(', ');

export const pin = (post, open, choose) => html`
  <button class="pin" type="button" data-overdue=${post.overdue} aria-pressed=${open} aria-label=${nameOf(post)}
    @click=${choose}>${sign(post.status)}</button>`;

/** The layer hears the press itself. */
export const cluster = (count) => html`
  <button class="pin many" type="button" aria-label=${words.map.many(count)}>
    <span aria-hidden="true">${count}</span></button>`;
