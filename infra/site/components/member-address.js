/**
 * The mail address for news, and its confirmation by the code that was mailed. Sends "renewed" with the member.
 *   <member-address .me=${member} @renewed=${…}></member-address>
 */
import { html, nothing } from '/lib/lit-html.js';
import { room } from '../core/member.js';
import { api } from '../core/paths.js';
import { describedBy, field } from '../core/templates.js';
import { words } from '../core/words.js';
import { MemberForm } from './member-form.js';

export class MemberAddress extends MemberForm {
  state = { address: '', code: '' };

  template() {
    const { address, pending_address: pending } = this.me;
    return html`<h2>${words.address.title}</h2><p>${words.address.about}</p>
      ${address ? known(address, 'mark', words.address.confirmed) : nothing}
      ${pending ? html`${known(pending, 'left', words.address.unconfirmed)}${this.#confirming()}` : nothing}
      ${address || pending ? this.#remover() : this.#asking()}`;
  }

  #asking() {
    const mail = (event) => this.#save(event, { address: this.state.address.trim() }, words.address.mailed);
    return html`<form novalidate @submit=${mail}>
      ${this.#field('address', words.address.label, { type: 'email', autocomplete: 'email' })}
      <button class="button">${words.address.send}</button></form>`;
  }

  #remover() {
    const remove = (event) => this.#save(event, { address: null }, words.address.removed);
    return html`<button class="quiet" type="button" @click=${remove}>${words.address.remove}</button>`;
  }

  #confirming() {
    const confirm = (event) => this.#save(event, { code: this.state.code.trim() }, words.address.confirmed);
    return html`<form novalidate @submit=${confirm}>
      ${this.#field('code', words.address.code, { inputmode: 'numeric', autocomplete: 'one-time-code' })}
      <button class="button main">${words.address.confirm}</button></form>`;
  }

  #field(name, label, { type = 'text', inputmode = nothing, autocomplete }) {
    const id = `my-${name}`;
    return field({
      id, label, error: this.state.problem,
      control: html`<input id=${id} type=${type} inputmode=${inputmode} autocomplete=${autocomplete}
        .value=${this.state[name]}
        aria-describedby=${describedBy(id, null, this.state.problem)} aria-invalid=${Boolean(this.state.problem)}
        @input=${({ target }) => this.update({ [name]: target.value })}>`,
    });
  }

  async #save(event, changed, sentence) {
    const saved = await this.send(event, () => room.patch(api.me, changed), 'renewed', sentence);
    if (saved) this.update({ address: '', code: '' });
  }
}

const known = (address, look, state) => html`
  <p class="known"><strong>${address}</strong> <span class=${look}>${state}</span></p>`;
