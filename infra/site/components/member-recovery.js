/**
 * Coming back with a nickname whose address was confirmed: a code is mailed there. Sends "joined".
 *   <member-recovery @joined=${…}></member-recovery>
 */
import { html, nothing } from '/lib/lit-html.js';
import { remember, room } from '../core/member.js';
import { api } from '../core/paths.js';
import { field, problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { MemberForm } from './member-form.js';

export class MemberRecovery extends MemberForm {
  state = { nickname: '', address: '', code: '', mailed: false };

  template() {
    const { mailed } = this.state;
    return html`<h2>${words.recovery.title}</h2><p>${words.recovery.about}</p>
      <form novalidate @submit=${(event) => (mailed ? this.#confirm(event) : this.#ask(event))}>
        ${this.#field('nickname', words.nickname, 'nickname')}
        ${this.#field('address', words.address.label, 'email')}
        ${mailed ? html`<p role="status">${words.recovery.mailed}</p>
          ${this.#field('code', words.address.code, 'one-time-code')}` : nothing}
        ${problem(this.state.problem)}
        <button class="button">${mailed ? words.recovery.action : words.recovery.ask}</button></form>`;
  }

  #field(name, label, autocomplete) {
    const id = `recovery-${name}`;
    return field({
      id, label,
      control: html`<input id=${id} autocomplete=${autocomplete} .value=${this.state[name]}
        @input=${({ target }) => this.update({ [name]: target.value })}>`,
    });
  }

  get #who() { return { nickname: this.state.nickname.trim(), address: this.state.address.trim() }; }

  async #ask(event) {
    const mailed = await this.send(event, () => room.post(api.recovery, this.#who), 'asked', words.recovery.mailed);
    this.update({ mailed });
  }

  #confirm(event) {
    const answer = { ...this.#who, code: this.state.code.trim() };
    const confirm = async () => remember(await room.post(api.recoveryConfirmation, answer));
    return this.send(event, confirm, 'joined', words.saved);
  }
}
