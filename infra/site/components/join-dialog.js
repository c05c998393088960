/**
 * Asks for a nickname when one is first needed; once in the page, at its end.
 *   <join-dialog></join-dialog>     if (!(await joined())) return;
 */
import { html } from '/lib/lit-html.js';
import { join, member } from '../core/member.js';
import { Part } from '../core/part.js';
import { words } from '../core/words.js';
import { nicknameField } from './nickname-field.js';

/** True when the reader is, or has just become, a member. */
export async function joined() {
  return member() ? true : document.querySelector('join-dialog').ask();
}

export class JoinDialog extends Part {
  #answer = null;

  ask() {
    this.update({ problem: null, nickname: '' });
    this.querySelector('dialog').showModal();
    return new Promise((resolve) => { this.#answer = resolve; });
  }

  template() {
    return html`
      <dialog aria-labelledby="join-title" @close=${() => this.#answer?.(Boolean(member()))}>
        <form @submit=${(event) => this.#join(event)}>
          <h2 id="join-title">${words.join.title}</h2>
          <p>${words.join.about}</p>
          ${nicknameField({
            id: 'join-nickname', value: this.state.nickname, error: this.state.problem,
            onInput: (nickname) => this.update({ nickname }),
          })}
          <div class="actions">
            <button class="button main" aria-disabled=${Boolean(this.state.busy)}>${words.join.action}</button>
            <button class="button" type="button" @click=${() => this.#close()}>${words.cancel}</button>
          </div>
          <p class="hint"><a href="/me" @click=${() => this.#close()}>${words.recovery.title}</a></p>
        </form>
      </dialog>`;
  }

  async #join(event) {
    event.preventDefault();
    if (this.state.busy) return;
    this.update({ busy: true });
    try {
      await join(this.state.nickname.trim());
      this.#close();
    } catch (error) {
      this.update({ problem: error.message });
      this.querySelector('input').focus();
    } finally {
      this.update({ busy: false });
    }
  }

  #close() { this.querySelector('dialog').close(); }
}
