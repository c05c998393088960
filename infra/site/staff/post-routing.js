/**
 * Whose it is: what the router guessed and why, to be taken with one press, or corrected.
 *   <post-routing .post=${post}></post-routing>     sends "act" as desk-actions do
 */
import { html, nothing } from '/lib/lit-html.js';
import { categoryName, departmentName, statusOf } from '../core/city.js';
import { drawnFrom } from '../core/part.js';
import { actionOf } from './actions.js';
import { decidesInstead, mayRoute } from './clerk.js';
import { staff } from './words.js';

export class PostRouting extends drawnFrom('post') {
  template() {
    const { post } = this;
    const decides = statusOf(post.status)?.open && decidesInstead(post);
    const matters = post.guesses.slice(0, 2).map(({ department }) => departmentName(department));
    return html`<h2>${staff.post.routing}</h2>
      ${decides ? html`<p class="warning">${staff.warns.toArbiter(decides)}</p>` : nothing}
      ${post.two_matters ? html`<p class="warning">${staff.post.twoMatters(matters)}</p>` : nothing}
      ${post.guesses.length ? html`<p class="hint">${staff.post.guesses}</p>
        <ol class="guesses">${post.guesses.map((guess) => this.#guess(guess))}</ol>` : nothing}
      <desk-actions .place=${'routing'} .post=${post}></desk-actions>`;
  }

  #guess({ category, department, confidence, words, against }) {
    const part = Math.round(confidence * 100);
    return html`<li>
      <p><strong>${departmentName(department)}</strong> <span class="hint">${categoryName(category)}</span></p>
      <p class="confidence"><meter min="0" max="100" .value=${part} aria-label=${`${departmentName(department)} ${part}%`}></meter>
        <span class="number">${part}%</span></p>
      ${words.length ? html`<p class="hint because">${staff.post.because(words)}</p>` : nothing}
      ${against.length ? html`<p class="hint because">${staff.post.against(against)}</p>` : nothing}
      ${this.#button(department, words)}</li>`;
  }

  /** Every transfer says why, for all to read: here by what the router read. */
  #button(department, words) {
    if (department === this.post.department) return html`<span class="badge">${staff.post.present}</span>`;
    if (!statusOf(this.post.status)?.open || !mayRoute(this.post)) return nothing;
    const act = ({ currentTarget: opener }) => this.dispatchEvent(new CustomEvent('act', {
      bubbles: true, detail: { action: actionOf('take'), values: { department, reason: staff.post.takenFor(words) }, opener },
    }));
    return html`<button class="button" type="button" @click=${act}>${staff.post.take}
      <span class="unseen">${departmentName(department)}</span></button>`;
  }
}
