/**
 * Joining by a nickname alone. Sends "joined".
 *   <member-join @joined=${…}></member-join>
 */
import { html } from '/lib/lit-html.js';
import { join } from '../core/member.js';
import { words } from '../core/words.js';
import { MemberForm } from './member-form.js';
import { nicknameField } from './nickname-field.js';

export class MemberJoin extends MemberForm {
  state = { nickname: '' };

  template() {
    return html`<h2>${words.join.title}</h2><p>${words.join.about}</p>
      <form @submit=${(event) => this.send(event, () => join(this.state.nickname.trim()), 'joined')}>
        ${nicknameField({
          id: 'new-nickname', value: this.state.nickname, error: this.state.problem,
          onInput: (nickname) => this.update({ nickname }),
        })}
        <button class="button main" aria-disabled=${Boolean(this.state.busy)}>${words.join.action}</button></form>`;
  }
}
