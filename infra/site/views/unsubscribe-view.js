/**
 * Ends the mails of which one carried the link here; a press of a button, so that no mail scanner does it.
 *   <unsubscribe-view .place=${{query}}></unsubscribe-view>
 */
import { html } from '/lib/lit-html.js';
import { room } from '../core/member.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';

export class UnsubscribeView extends View {
  heading() { return words.unsubscribe.title; }

  ready() {
    const { done, problem: message } = this.state;
    if (done) {
      return html`<div class="stack"><p role="status">${words.unsubscribe.done}</p>
        <p><a class="button" href="/me/alerts">${words.unsubscribe.again}</a></p></div>`;
    }
    return html`<div class="stack"><p>${words.unsubscribe.about}</p>
      <div role="alert">${problem(message)}</div>
      <p><button class="button main" type="button" @click=${() => this.#stop()}>
        ${words.unsubscribe.action}</button></p></div>`;
  }

  async #stop() {
    const outcome = room.post(api.unsubscribe(this.place.query.get('token')), {});
    this.update(await outcome.then(() => ({ done: true }), (error) => ({ problem: error.message })));
  }
}
