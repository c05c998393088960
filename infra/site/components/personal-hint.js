/** Tells who writes that what looks like personal data will be masked. */
import { html } from '/lib/lit-html.js';
import { personalIn } from '../core/personal.js';
import { words } from '../core/words.js';

export function personalHint(text) {
  const kinds = personalIn(text);
  return html`<p class="personal" role="status">${
    kinds.length ? words.personal.found(kinds.map((kind) => words.personal.kinds[kind])) : ''}</p>`;
}
