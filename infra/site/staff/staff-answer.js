/**
 * An answer that everyone sees, from a template if wanted, with photos and a change of status.
 * Sends "answered"; "stale" when a status was to change and another was faster: what is typed stays.
 *   <staff-answer .post=${post} @answered=${…} @stale=${…}></staff-answer>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { keyAfter, keyed, newKey } from '../core/api.js';
import { statusName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { named } from '../core/lazy.js';
import { drawnFrom } from '../core/part.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { choices, filled } from './clerk.js';
import { isStale } from './send.js';
import { desk } from './session.js';
import { dropTyped, keepTyped, typed } from './typed.js';
import { staff } from './words.js';

const BY_HAND = ['in_progress', 'resolved', 'declined'];

export class StaffAnswer extends drawnFrom('post') {
  state = { key: newKey(), problem: null, photos: false, busy: false };

  get #draft() { return `answer.${this.post.id}`; }
  get #text() { return this.querySelector('textarea'); }

  template() {
    const { problem: message, busy } = this.state;
    const kept = typed(this.#draft);
    return html`
      <form id="answer" @submit=${(event) => this.#submit(event)} @input=${({ currentTarget }) => keepTyped(this.#draft, currentTarget)}>
        <div class="answer-head"><h2>${staff.answer.title}</h2>${this.#templates()}</div>
        <label>${staff.answer.text}<textarea name="text" rows="6" .value=${kept.text ?? ''} aria-invalid=${Boolean(message)}
          aria-describedby=${message ? 'answer-problem' : nothing}></textarea></label>
        ${this.state.photos ? html`<answer-photos></answer-photos>` : nothing}
        <div role="alert">${problem(message, 'answer-problem')}</div>
        <div class="answer-foot">
          <label>${staff.answer.status}<select name="status">
            <option value="">${staff.answer.keep}</option>
            ${BY_HAND.filter((code) => code !== this.post.status).map((code) => html`
              <option value=${code} ?selected=${code === kept.status}>${statusName(code)}</option>`)}</select></label>
          ${this.state.photos ? nothing : html`<button class="quiet" type="button" @click=${() => this.#attach()}>
            ${icon('camera')}${staff.answer.photo}</button>`}
          <button class="button main" aria-disabled=${busy}>${staff.answer.send}</button>
        </div>
      </form>`;
  }

  #templates() {
    return html`<label class="templates"><span class="unseen">${staff.answer.template}</span>
      <select @change=${({ target }) => this.#fill(target)}>
        <option value="">${staff.answer.noTemplate}</option>
        ${choices().templates.map(({ name }, n) => html`<option value=${n}>${name}</option>`)}</select></label>`;
  }

  /** After what stands there, never over it. */
  #fill(select) {
    const template = choices().templates[select.value];
    select.value = '';
    if (!template) return;
    const before = this.#text.value.trimEnd();
    this.#text.value = (before ? `${before}\n\n` : '') + filled(template.text, this.post);
    keepTyped(this.#draft, this.querySelector('form'));
    this.#text.focus();
    announce(staff.answer.filled);
  }

  async #attach() {
    await named('answer-photos', () => import('./answer-photos.js').then(({ AnswerPhotos }) => AnswerPhotos));
    this.update({ photos: true });
    this.querySelector('answer-photos input').focus();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.state.busy) return;
    const { text, status } = Object.fromEntries(new FormData(event.target));
    if (!text.trim()) {
      this.update({ problem: staff.answer.empty });
      return this.#text.focus();
    }
    this.update({ busy: true, problem: null });
    try {
      const photos = await this.querySelector('answer-photos')?.ids() ?? [];
      const body = { text: text.trim(), ...(status && { status, version: this.post.version }), ...(photos.length && { photos }) };
      await desk.post(api.deskComments(this.post.id), body, keyed(this.state.key));
      this.#sent(event.target);
    } catch (error) {
      this.update({ problem: error.message, key: keyAfter(error, this.state.key), busy: false });
      announce(error.message);
      if (isStale(error)) this.dispatchEvent(new Event('stale'));
    }
  }

  #sent(form) {
    dropTyped(this.#draft);
    form.reset();
    this.#text.value = '';
    this.update({ key: newKey(), problem: null, photos: false, busy: false });
    announce(staff.answer.sent);
    this.dispatchEvent(new CustomEvent('answered'));
  }
}
