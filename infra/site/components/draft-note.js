/**
 * Says that an earlier draft was found, and clears it on request: asked twice, for it cannot be had back.
 * Sends "anew".
 *   <draft-note @anew=${…}></draft-note>
 */
import { html } from '/lib/lit-html.js';
import { Part } from '../core/part.js';
import { words } from '../core/words.js';

export class DraftNote extends Part {
  state = { sure: false };

  template() {
    const { sure } = this.state;
    return html`<div class="note">
      <p role="status">${sure ? words.write.sure : words.write.restored}</p>
      ${sure ? html`
        <button class="button grave" type="button" @click=${() => this.dispatchEvent(new CustomEvent('anew'))}>
          ${words.write.drop}</button>
        <button class="quiet" type="button" @click=${() => this.update({ sure: false })}>${words.cancel}</button>` : html`
        <button class="quiet" type="button" @click=${() => this.update({ sure: true })}>${words.write.anew}</button>`}
    </div>`;
  }
}
