/**
 * Says some minutes before that the session ends, and lets one go on; says that it has ended.
 *   <session-end></session-end>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { Part } from '../core/part.js';
import { problem } from '../core/templates.js';
import { expiresAt, renew } from './session.js';
import { staff } from './words.js';

const WARNED = 10; // minutes ahead
const MINUTE = 60_000;
const LOOK = 15_000; // milliseconds

export class SessionEnd extends Part {
  #began = Boolean(expiresAt());
  #timer;
  #look = () => this.update({ minutes: Math.ceil((expiresAt() - Date.now()) / MINUTE), over: false });
  #over = () => this.update({ minutes: 0, over: true });

  connectedCallback() {
    this.#look();
    this.#timer = setInterval(this.#look, LOOK);
    document.addEventListener('session-ended', this.#over);
    document.addEventListener('visibilitychange', this.#look);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    document.removeEventListener('session-ended', this.#over);
    document.removeEventListener('visibilitychange', this.#look);
  }

  /** Nobody who never signed in is told that it has ended. */
  get #said() {
    const { minutes, over } = this.state;
    if (!this.#began || (!over && minutes > WARNED)) return null;
    return over || minutes <= 0 ? staff.session.ended : staff.session.soon(minutes);
  }

  template() {
    const said = this.#said;
    if (!said) return nothing;
    const ended = said === staff.session.ended;
    return html`<div class="session-end" role=${ended ? 'alert' : 'status'}><p>${said}</p>
      <button class="button" type="button" @click=${() => this.#renew()}>${ended ? staff.session.again : staff.session.renew}</button>
      ${problem(this.state.problem)}</div>`;
  }

  async #renew() {
    try {
      await renew();
      this.update({ problem: null });
      this.#look();
      if (!this.#said) announce(staff.session.renewed);
    } catch ({ message }) {
      this.update({ problem: message });
    }
  }
}
