/**
 * Leaving the room, after a second question. Sends "left".
 *   <member-leave @left=${…}></member-leave>
 */
import { html } from '/lib/lit-html.js';
import { forget, room } from '../core/member.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { MemberForm } from './member-form.js';

export class MemberLeave extends MemberForm {
  template() {
    return html`<h2>${words.leave.title}</h2><p>${words.leave.about}</p>${problem(this.state.problem)}
      ${this.state.sure ? this.#sure() : this.#button('button', () => this.update({ sure: true }), words.leave.title)}`;
  }

  #sure() {
    const leave = async () => { await room.delete(api.me); forget(); };
    return html`<p role="alert"><strong>${words.leave.sure}</strong></p><div class="actions">
      ${this.#button('button grave', (event) => this.send(event, leave, 'left', words.leave.done), words.leave.action)}
      ${this.#button('button', () => this.update({ sure: false }), words.cancel)}</div>`;
  }

  #button(look, press, label) {
    return html`<button class=${look} type="button" @click=${press}>${label}</button>`;
  }
}
