/** An appeal against a hiding, once: what the elements of a hidden post and of a hidden comment have in common. */
import { html } from '/lib/lit-html.js';
import { api } from '../core/paths.js';
import { words } from '../core/words.js';
import { KeptForm } from './kept-form.js';

export class AppealForm extends KeptForm {
  /** `of`: which comment of the post, if not the post itself: {comment_id}. */
  appeal({ appealed }, of = {}) {
    if (appealed || this.state.done) return html`<p><strong>${words.hidden.appealed}</strong></p>`;
    return this.state.open
      ? html`<form novalidate @submit=${(event) => this.#send(event, of)}>
        ${this.textField(words.hidden)}${this.buttons(words.hidden.send)}</form>`
      : html`<div class="actions"><button class="button" type="button" @click=${() => this.begin(true)}>
        ${words.hidden.appeal}</button></div>`;
  }

  #send(event, of) {
    const text = this.submitted(event, words.hidden.empty);
    if (text) this.send(api.appeal(this.post.id), { text, ...of }, words.hidden.appealed);
  }
}
