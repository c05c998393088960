/**
 * What is wrong with a post or a comment: one choice, and words if one likes. They stay until they have arrived.
 *   <report-dialog .post=${post} .comment=${comment or null}></report-dialog>     dialog.open()
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city } from '../core/city.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { api } from '../core/paths.js';
import { field, problem } from '../core/templates.js';
import { words } from '../core/words.js';

export class ReportDialog extends drawnFrom('post', 'comment') {
  state = { post: null, comment: null, choice: null, text: '' };

  open() { this.querySelector('dialog').showModal(); }

  get #id() { return `report-${this.comment?.id ?? this.post?.id}`; }

  template() {
    return html`<dialog aria-labelledby="${this.#id}-title">
      <h2 id="${this.#id}-title" tabindex="-1">${words.report.title}</h2>
      ${this.state.done ? this.#thanks() : this.#form()}</dialog>`;
  }

  #thanks() {
    return html`<p>${words.report.done}</p><div class="actions">
      <button class="button" type="button" @click=${() => this.#close()}>${words.report.close}</button></div>`;
  }

  #form() {
    const { text, problem: message, busy } = this.state;
    const more = `${this.#id}-more`;
    const control = html`<textarea id=${more} rows="2" .value=${text} maxlength=${city().limits.comment_most}
      @input=${({ target }) => this.update({ text: target.value })}></textarea>`;
    return html`
      <form novalidate @submit=${(event) => this.#send(event)}>
        <p class="hint">${words.report.about}</p>
        <fieldset class="choices" role="radiogroup"><legend>${words.report.reason}</legend>
          ${words.report.reasons.map((reason) => this.#choice(reason))}</fieldset>
        ${field({ id: more, label: words.report.more, control })}
        <div role="alert">${problem(message)}</div>
        <div class="actions">
          <button class="button main" aria-disabled=${Boolean(busy)}>${words.report.send}</button>
          <button class="button" type="button" @click=${() => this.#close()}>${words.cancel}</button>
        </div>
      </form>`;
  }

  #choice(reason) {
    return html`<label class="tick"><input type="radio" name=${this.#id} .checked=${this.state.choice === reason}
      @change=${() => this.update({ choice: reason, problem: null })}><span>${reason}</span></label>`;
  }

  async #send(event) {
    event.preventDefault();
    const { choice, text, busy } = this.state;
    if (busy) return;
    if (!choice) return this.update({ problem: words.report.empty });
    this.update({ busy: true, problem: null });
    const reason = [choice, text.trim()].filter(Boolean).join(': ');
    const body = { reason, ...(this.comment && { comment_id: this.comment.id }) };
    const message = await room.post(api.reports(this.post.id), body).then(() => null, (error) => error.message);
    this.update({ busy: false, done: !message, problem: message });
    if (message) return;
    announce(words.report.done);
    this.querySelector('h2').focus();
  }

  #close() { this.querySelector('dialog').close(); }
}
