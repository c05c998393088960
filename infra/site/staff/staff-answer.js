/**
 * An answer that everyone sees, with a change of status if wanted. Sends "answered".
 *   <staff-answer .post=${post} @answered=${…}></staff-answer>
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { keyAfter, keyed, newKey } from '../core/api.js';
import { forThisTab } from '../core/keep.js';
import { Part } from '../core/part.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { desk } from './session.js';
import { statusOptions } from './status-options.js';

export class StaffAnswer extends Part {
  state = { key: newKey(), problem: null };
  post = null;

  /** The token may end while one writes: the words are still there after signing in again. */
  get #draft() { return `answer.${this.post.id}`; }

  template() {
    return html`
      <form @submit=${(event) => this.#submit(event)}>
        <h2>${words.staff.answer}</h2>
        <label>${words.staff.answerText}<textarea name="text" rows="5" required
          .value=${forThisTab.get(this.#draft) ?? ''}
          @input=${({ target }) => forThisTab.set(this.#draft, target.value)}></textarea></label>
        <label>${words.staff.answerStatus}<select name="status">${statusOptions(this.post.status)}</select></label>
        ${problem(this.state.problem)}
        <button class="button main">${words.staff.answerSend}</button>
      </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    const form = event.target;
    const { text, status } = Object.fromEntries(new FormData(form));
    const body = { text: text.trim(), ...(status && { status }) };
    try {
      await desk.post(api.deskComments(this.post.id), body, keyed(this.state.key));
      this.update({ key: newKey(), problem: null });
      forThisTab.remove(this.#draft);
      form.reset();
      announce(words.staff.answered);
      this.dispatchEvent(new CustomEvent('answered'));
    } catch (error) {
      this.update({ problem: error.message, key: keyAfter(error, this.state.key) });
      announce(error.message);
    }
  }
}
