/**
 * What was wrong and what was done about it, side by side.
 *   <before-after .before=${photo} .after=${photo}></before-after>
 */
import { html } from '/lib/lit-html.js';
import { drawnFrom } from '../core/part.js';
import { words } from '../core/words.js';

export class BeforeAfter extends drawnFrom('before', 'after') {
  template() {
    const { title, before, after } = words.comparison;
    return html`<section class="comparison" aria-label=${title}>
      ${side(before, this.before)}${side(after, this.after)}</section>`;
  }
}

const side = (name, photo) => html`
  <figure><figcaption>${name}</figcaption>
    <post-photos .photos=${[photo]} .about=${name}></post-photos></figure>`;

/** `{before, after}` of a post that was resolved with a photo, else null. */
export function comparisonOf({ photos, thread }) {
  const ready = (list) => list.find(({ state }) => state === 'ready');
  const answer = thread.findLast(({ by, status, photos: shown }) => by === 'staff' && status === 'resolved' && ready(shown));
  return answer && ready(photos) ? { before: ready(photos), after: ready(answer.photos) } : null;
}
