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
      ${this.state.sure ? this.#sure() : html`
        <button class="button" type="button" @click=${() => this.update({ sure: true })}>${words.leave.title}</button>`}`;
  }

  #sure() {
    const leave = async () => { await room.delete(api.me); forget(); };
    return html`<p role="alert"><strong>${words.leave.sure}</strong></p><div class="actions">
      <button class="button grave" type="button" @click=${(event) => this.send(event, leave, 'left', words.leave.done)}>${words.leave.action}</button>
      <button class="button" type="button" @click=${() => this.update({ sure: false })}>${words.cancel}</button></div>`;
  }
}
