/**
 * The comments of a post, the rest of them on demand, and a box to add one.
 *   <post-thread .post=${post} .code=${look-up code of a private post}></post-thread>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { keyAfter, keyed, newKey, withQuery } from '../core/api.js';
import { room } from '../core/member.js';
import { Part } from '../core/part.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { joined } from './join-dialog.js';

export class PostThread extends Part {
  state = { thread: [], cursor: null, text: '', problem: null, busy: false, key: newKey() };
  post = null;
  code = null;

  connectedCallback() {
    this.update({ thread: this.post.thread, cursor: this.post.thread_cursor });
  }

  template() {
    const { thread, cursor, problem: message } = this.state;
    return html`
      ${thread.length ? nothing : html`<p class="hint">${words.noComments}</p>`}
      <ol class="thread">${thread.map((comment) => html`
        <li><post-comment .comment=${comment}></post-comment></li>`)}</ol>
      ${cursor ? html`<button class="button wide" type="button" @click=${() => this.#more()}>
        ${words.moreComments}</button>` : nothing}
      ${this.post.status === 'withdrawn' ? nothing : this.#box(message)}`;
  }

  #box(message) {
    return html`
      <form class="say" @submit=${(event) => this.#say(event)}>
        <label for="say">${words.say.label}</label>
        <textarea id="say" rows="3" .value=${this.state.text} aria-invalid=${Boolean(message)}
          aria-describedby=${message ? 'say-problem' : nothing}
          @input=${({ target }) => this.update({ text: target.value })}></textarea>
        ${problem(message, 'say-problem')}
        <button class="button main" ?disabled=${this.state.busy}>${words.say.action}</button>
      </form>`;
  }

  async #more() {
    const path = withQuery(api.comments(this.post.id), { cursor: this.state.cursor, code: this.code });
    await this.#trying(async () => {
      const { thread, cursor } = await room.get(path);
      return { thread: [...this.state.thread, ...thread], cursor };
    });
  }

  async #say(event) {
    event.preventDefault();
    const text = this.state.text.trim();
    if (!text) return this.update({ problem: words.say.empty });
    if (await joined()) await this.#trying(() => this.#send(text));
  }

  async #send(text) {
    const comment = await room.post(api.comments(this.post.id), { text }, keyed(this.state.key));
    announce(words.say.done);
    return { thread: [...this.state.thread, comment], text: '', key: newKey() };
  }

  async #trying(action) {
    this.update({ busy: true, problem: null });
    const result = await action().catch((error) => (
      { problem: error.message, key: keyAfter(error, this.state.key) }));
    this.update({ ...result, busy: false });
    if (result.problem) announce(result.problem);
  }
}
