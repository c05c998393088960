/** A form of one text that is kept in this tab until the room has it: not even a lost connection costs a word. */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city } from '../core/city.js';
import { forThisTab } from '../core/keep.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { describedBy, field } from '../core/templates.js';
import { words } from '../core/words.js';

const HEAD = '[tabindex="-1"]';

/** A subclass names itself in `kept`, and draws a head with tabindex -1 that takes the focus. Sends "changed" with the post. */
export class KeptForm extends drawnFrom('post') {
  state = { text: '', open: false };

  connectedCallback() {
    super.connectedCallback();
    const text = forThisTab.get(this.#name) ?? '';
    if (text) this.update({ text, open: true });
  }

  get #name() { return `${this.kept}.${this.post.id}`; }

  begin(open) {
    this.update({ open, problem: null });
    this.querySelector(open ? 'textarea' : HEAD).focus();
  }

  textField({ label, hint }) {
    const { text, problem } = this.state;
    const id = `${this.kept}-text`;
    const control = html`<textarea id=${id} rows="3" .value=${text} maxlength=${city().limits.comment_most}
      aria-invalid=${Boolean(problem)} aria-describedby=${describedBy(id, hint, problem)}
      @input=${({ target }) => this.#typed(target.value)}></textarea>`;
    return field({ id, label, hint, error: problem, control });
  }

  buttons(label) {
    return html`<div class="actions">
      <button class="button main" aria-disabled=${Boolean(this.state.busy)}>${label}</button>
      <button class="button" type="button" @click=${() => this.begin(false)}>${words.cancel}</button></div>`;
  }

  #typed(text) {
    forThisTab.set(this.#name, text);
    this.update({ text, problem: null });
  }

  /** The text of the form if there is one; else says what is missing. */
  submitted(event, missing) {
    event.preventDefault();
    const text = this.state.text.trim();
    if (!text) this.#complain(missing);
    return text;
  }

  /** `done` is what is said once it has arrived, and stays to be read. */
  async send(path, body, done) {
    if (this.state.busy) return;
    this.update({ busy: true, problem: null });
    try {
      const detail = await room.post(path, body);
      forThisTab.remove(this.#name);
      this.update({ done, open: false, text: '' });
      this.dispatchEvent(new CustomEvent('changed', { detail }));
      announce(done);
      this.querySelector(HEAD).focus();
    } catch (error) {
      this.#complain(error.message);
    } finally {
      this.update({ busy: false });
    }
  }

  #complain(problem) {
    this.update({ problem });
    announce(problem);
    this.querySelector('textarea')?.focus();
  }
}
