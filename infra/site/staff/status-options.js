/** The statuses that a person at the desk can set; the API refuses what the present state does not allow. */
import { html } from '/lib/lit-html.js';
import { statusName } from '../core/city.js';
import { words } from '../core/words.js';

const BY_HAND = ['in_progress', 'resolved', 'declined'];

export const statusOptions = (present) => html`
  <option value="">${words.staff.keepStatus}</option>
  ${BY_HAND.filter((code) => code !== present).map((code) => html`<option value=${code}>${statusName(code)}</option>`)}`;
