/**
 * Changing the nickname. Sends "renewed" with the member.
 *   <member-nickname .me=${member} @renewed=${…}></member-nickname>
 */
import { html } from '/lib/lit-html.js';
import { room } from '../core/member.js';
import { api } from '../core/paths.js';
import { words } from '../core/words.js';
import { MemberForm } from './member-form.js';
import { nicknameField } from './nickname-field.js';

export class MemberNickname extends MemberForm {
  template() {
    const nickname = this.state.nickname ?? this.me.nickname;
    const save = () => room.patch(api.me, { nickname: nickname.trim() });
    return html`<h2>${words.newNickname}</h2>
      <form @submit=${(event) => this.send(event, save, 'renewed', words.saved)}>
        ${nicknameField({
          id: 'my-nickname', value: nickname, error: this.state.problem,
          onInput: (typed) => this.update({ nickname: typed }),
        })}
        <button class="button">${words.save}</button></form>`;
  }
}
