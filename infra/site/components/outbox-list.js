/**
 * The posts that wait for a connection, or came back refused: each can be written on or dropped.
 * Sends "edit" with the key of one. Draws itself anew when the outbox changes.
 *   <outbox-list .posts=${posts} .free=${true: no draft stands in the way} @edit=${({detail}) => …}></outbox-list>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { icon } from '../core/icons.js';
import { drop, flush, isResting, isWaiting } from '../core/outbox.js';
import { drawnFrom } from '../core/part.js';
import { problem, since, tag } from '../core/templates.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';

export class OutboxList extends drawnFrom('posts', 'free') {
  state = { posts: [], free: true, sure: null, unreached: null };

  template() {
    const open = this.posts.filter(({ receipt }) => !receipt);
    if (!open.length) return nothing;
    return html`
      <section class="outbox" aria-labelledby="outbox-title">
        <h2 id="outbox-title">${words.outbox.list}</h2>
        ${open.some(isWaiting) ? html`<p><strong>${words.outbox.automatic}</strong> ${words.outbox.about}</p>` : nothing}
        <ul>${open.map((post) => this.#post(post))}</ul>
        ${this.free ? nothing : html`<p class="hint">${words.outbox.busy}</p>`}
        ${problem(open.some(isWaiting) ? this.state.unreached : null)}
        ${open.some(isWaiting) ? html`<button class="button" type="button" @click=${() => this.#retry()}>
          ${words.outbox.retry}</button>` : nothing}
      </section>`;
  }

  #post(post) {
    const { key, text, tag: name, at, photos, refused } = post;
    const heading = headed(text).heading;
    return html`<li class="queued">
      <p class="queued-text">${heading}</p>
      <p class="facts">${tag(name)}${since(new Date(at).toISOString())}
        ${photos.length ? html`<span>${icon('photo')} ${words.outbox.photos(photos.length)}</span>` : nothing}</p>
      ${problem(refused?.message)}
      <div class="actions">
        ${this.free ? html`<button class="button" type="button"
          @click=${() => this.dispatchEvent(new CustomEvent('edit', { detail: key }))}>
          ${refused ? words.outbox.mend : words.outbox.edit}<span class="unseen">${heading}</span></button>` : nothing}
        <button class="button ${this.state.sure === key ? 'grave' : ''}" type="button" @click=${() => this.#drop(key)}>
          ${this.state.sure === key ? words.outbox.sure : words.outbox.drop}<span class="unseen">${heading}</span></button>
      </div></li>`;
  }

  async #retry() {
    this.update({ unreached: null });
    const why = () => (isResting() ? words.outbox.resting : words.errors.offline);
    const unreached = await flush() && this.posts.some(isWaiting) ? why() : null;
    this.update({ unreached });
    if (unreached) announce(unreached);
  }

  async #drop(key) {
    if (this.state.sure !== key) return this.update({ sure: key });
    await drop(key);
    announce(words.outbox.dropped);
  }
}
