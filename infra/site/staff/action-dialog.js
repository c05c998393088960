/**
 * Asks for what an action of the table needs, and carries it out. One in the page.
 *   <action-dialog .post=${post} .news=${what another did meanwhile, or null}></action-dialog>
 *   dialog.open(action, {post, comment?, posts?, twin?, filled?: {name: value}, values?: what is sent besides the fields, opener})
 * Sends "acted" with {action, answer}; "stale" when another was faster: then it stays open, with all that was typed.
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { keyAfter, newKey } from '../core/api.js';
import { drawnFrom } from '../core/part.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { actionField, valuesOf } from './field.js';
import { resultOf } from './result.js';
import { isStale, send } from './send.js';
import { dropTyped, keepTyped, typed } from './typed.js';
import { staff } from './words.js';

export class ActionDialog extends drawnFrom('post', 'news') {
  state = { post: null, news: null, action: null, context: {}, problems: {}, problem: null, busy: false, answer: null };
  #opener = null;
  #sending = newKey();

  open(action, { opener, ...context }) {
    this.#opener = opener ?? document.activeElement;
    this.#sending = newKey();
    this.update({ action: null, problems: {}, problem: null, answer: null, busy: false });
    this.update({ action, context, kept: { ...typed(this.#key(action, context)), ...context.filled } });
    this.querySelector('dialog').showModal();
    this.querySelector('input, select, textarea')?.focus();
  }

  get busy() { return this.querySelector('dialog')?.open; }

  #key(action, { post, comment }) { return [action.code, post?.id, comment?.id].filter(Boolean).join('.'); }

  /** The newest state of the post, also if it changed while the dialog was open. */
  get #context() { return { ...this.state.context, ...(this.state.context.post && { post: this.post ?? this.state.context.post }) }; }

  get #fields() { return (this.state.action.fields ?? []).filter((field) => field.when?.(this.#context) ?? true); }

  template() {
    const { action, answer } = this.state;
    return html`<dialog class="act" aria-labelledby="act-title" @close=${() => this.#closed()}>
      ${action ? html`<h2 id="act-title" tabindex="-1">${staff.actions[action.code].label}</h2>
        ${answer ? this.#result() : this.#form()}` : nothing}</dialog>`;
  }

  #form() {
    const { action, kept, problems, problem: message, busy } = this.state;
    const keep = ({ currentTarget }) => keepTyped(this.#key(action, this.state.context), currentTarget);
    const warning = action.warns?.(this.#context);
    return html`<form novalidate @submit=${(event) => this.#submit(event)} @input=${keep}>
      ${warning ? html`<p class="warning">${warning}</p>` : nothing}
      ${this.#fields.map((field) => actionField(field, this.#context, kept, problems))}
      <div role="alert">${problem(message && (this.news ?? message))}</div>
      <div class="actions">
        <button class=${action.grave ? 'button grave' : 'button main'} aria-disabled=${busy}>${staff.actions[action.code].label}</button>
        <button class="button" type="button" @click=${() => this.#cancel()}>${words.cancel}</button></div></form>`;
  }

  #result() {
    const { action, answer } = this.state;
    return html`<div class="result">${resultOf(action, answer, this.#context)}</div>
      <div class="actions"><button class="button main" type="button" @click=${() => this.#close()}>${staff.result.close}</button></div>`;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.state.busy) return;
    const { action, context } = this.state;
    const { values, problems } = valuesOf(this.#fields, event.target);
    this.update({ problems, problem: null });
    if (Object.keys(problems).length) return this.querySelector('[aria-invalid="true"]')?.focus();
    this.update({ busy: true });
    try {
      const answer = await send(action, this.#context, { ...context.values, ...values }, this.#sending);
      dropTyped(this.#key(action, context));
      this.update({ busy: false, answer: action.result ? answer : null });
      announce(staff.actions[action.code].done);
      if (action.result) this.querySelector('h2').focus();
      else this.#close();
      this.dispatchEvent(new CustomEvent('acted', { detail: { action, answer } }));
    } catch (error) {
      this.#refused(error);
    }
  }

  #refused(error) {
    this.#sending = keyAfter(error, this.#sending);
    const own = this.#fields.some(({ name }) => name === error.field);
    this.update({ busy: false, ...(own ? { problems: { [error.field]: error.message } } : { problem: error.message }) });
    announce(error.message);
    if (isStale(error)) this.dispatchEvent(new Event('stale'));
  }

  #cancel() {
    dropTyped(this.#key(this.state.action, this.state.context));
    this.#close();
  }

  #close() { this.querySelector('dialog').close(); }

  #closed() {
    this.update({ action: null, answer: null });
    if (this.#opener?.isConnected) this.#opener.focus();
  }
}
