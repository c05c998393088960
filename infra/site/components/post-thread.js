/**
 * The comments of a post, the rest of them on demand, and a box to add one unless it is closed. Sends "said".
 *   <post-thread .post=${post} .closed=${false} .code=${look-up code of a private post} @said=${…}></post-thread>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { keyAfter, keyed, newKey, withQuery } from '../core/api.js';
import { icon } from '../core/icons.js';
import { forThisTab } from '../core/keep.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { joined } from './join-dialog.js';
import { personalHint } from './personal-hint.js';

export class PostThread extends drawnFrom('post', 'closed') {
  state = { thread: [], cursor: null, text: '', problem: null, busy: false, key: newKey(), photos: null };
  code = null;

  connectedCallback() {
    const { thread, thread_cursor: cursor } = this.post;
    this.update({ thread, cursor, text: forThisTab.get(this.#draft) ?? '' });
  }

  get #draft() { return `comment.${this.post.id}`; }

  template() {
    const { thread, cursor, problem: message } = this.state;
    return html`
      ${thread.length ? nothing : html`<p class="hint">${words.noComments}</p>`}
      <ol class="thread">${thread.map((comment) => html`
        <li><post-comment .comment=${comment} .post=${this.closed ? null : this.post}></post-comment></li>`)}</ol>
      ${cursor ? html`<button class="button wide" type="button" @click=${() => this.#more()}>
        ${words.moreComments}</button>` : nothing}
      ${this.closed ? nothing : this.#box(message)}`;
  }

  #box(message) {
    return html`
      <form class="say" @submit=${(event) => this.#say(event)}>
        <label for="say">${words.say.label}</label>
        <textarea id="say" rows="3" .value=${this.state.text} aria-invalid=${Boolean(message)}
          aria-describedby=${message ? 'say-problem' : nothing}
          @input=${({ target }) => this.#typed(target.value)}></textarea>
        ${personalHint(this.state.text)}
        ${this.#photos()}
        ${problem(message, 'say-problem')}
        <div class="actions">
          ${this.state.photos ? nothing : html`<button class="quiet" type="button" @click=${() => this.#attach()}>
            ${icon('camera')}${words.photos.add}</button>`}
          <button class="button main" aria-disabled=${this.state.busy}>${words.say.action}</button>
        </div>
      </form>`;
  }

  #typed(text) {
    forThisTab.set(this.#draft, text);
    this.update({ text });
  }

  #photos() {
    const picked = ({ detail }) => this.update({ photos: detail });
    return this.state.photos ? html`
      <photo-picker .photos=${this.state.photos} .placed=${true} @picked=${picked}></photo-picker>` : nothing;
  }

  /** What sends photos is loaded by those who have some. */
  async #attach() {
    const loaded = import('../writing.js').then(() => ({ photos: [] }), () => ({ problem: words.errors.offline }));
    this.update(await loaded);
    this.querySelector('photo-picker input')?.focus();
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
    if (this.state.busy) return;
    if (!text) return this.update({ problem: words.say.empty });
    if (await joined()) await this.#trying(() => this.#send(text));
  }

  async #send(text) {
    if (this.state.photos && !(await this.querySelector('photo-picker').sent())) return { problem: words.write.photosOpen };
    const photos = this.state.photos ?? [];
    const body = { text, ...(photos.length && { photos: photos.map(({ id }) => id) }) };
    const comment = await room.post(api.comments(this.post.id), body, keyed(this.state.key));
    forThisTab.remove(this.#draft);
    if (photos.length) import('../core/bytes.js').then(({ dropBytes }) => dropBytes(photos.map(({ key }) => key)));
    announce(words.say.done);
    this.dispatchEvent(new Event('said'));
    return { thread: [...this.state.thread, comment], text: '', photos: null, key: newKey() };
  }

  async #trying(action) {
    this.update({ busy: true, problem: null });
    const result = await action().catch((error) => (
      { problem: error.message, key: keyAfter(error, this.state.key) }));
    this.update({ ...result, busy: false });
    if (result.problem) announce(result.problem);
  }
}
