/** Why a post or a comment is hidden, and till when; what is still to be looked at, its author (`own`) is told more of. */
import { html, nothing } from '/lib/lit-html.js';
import { longDay } from '../core/time.js';
import { language, words } from '../core/words.js';

export const whyHidden = (hiding, own) => html`
  <p>${words.hidden.kinds[hiding.kind]?.(hiding.until && longDay(hiding.until))}</p>
  ${hiding.kind !== 'review' || own ? html`<p class="reason">${words.hidden.because}: ${said(hiding)}</p>` : nothing}`;

/** The room gives a reason of its own in both languages, a line each; what a person wrote is one. */
function said({ kind, reason }) {
  if (kind !== 'review') return reason;
  const [korean, english = korean] = reason.split('\n');
  return language === 'en' ? english : korean;
}

