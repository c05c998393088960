/**
 * A slim line on every page while a post waits, came back, or has just gone; in the page only if there is one.
 *   <outbox-bar></outbox-bar>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { isOpen, isWaiting, posts, take } from '../core/outbox.js';
import { Part } from '../core/part.js';
import { words } from '../core/words.js';

export class OutboxBar extends Part {
  state = { posts: [] };

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('outbox-change', ({ detail }) => this.update({ posts: detail }));
    document.addEventListener('outbox-arrived', ({ detail }) => {
      if (!isOpen(detail)) announce(words.outbox.arrived(detail.receipt.receipt_number));
    });
    posts().then((found) => this.update({ posts: found }));
  }

  template() {
    const arrived = this.state.posts.filter((post) => post.receipt && !isOpen(post));
    const waiting = this.state.posts.filter(isWaiting).length;
    const refused = this.state.posts.some((post) => post.refused);
    if (!arrived.length && !waiting && !refused) return nothing;
    return html`<section aria-label=${words.outbox.list}>
      ${arrived.map((post) => this.#arrived(post))}
      ${refused ? html`<p class="outbox-line refused"><span>${words.outbox.refused}</span>
        <a class="button" href="/write">${words.outbox.mend}</a></p>` : nothing}
      ${waiting ? html`<p class="outbox-line waiting"><span>${words.outbox.bar(waiting)}</span>
        <a class="button" href="/write">${words.outbox.show}</a></p>` : nothing}</section>`;
  }

  #arrived({ key, receipt }) {
    return html`<p class="outbox-line"><span>${words.outbox.arrived(receipt.receipt_number)}</span>
      <a class="button" href="/write?sent=${key}">${words.outbox.receipt}</a>
      <button class="button" type="button" @click=${() => take(key)}>${words.outbox.close}</button></p>`;
  }
}
