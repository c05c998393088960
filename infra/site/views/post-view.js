/**
 * One post: its photos, how far it has come, what was said.
 *   <post-view .place=${{id, query}}></post-view>     ?code=… opens a private one
 */
import { html, nothing } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { tagOf } from '../core/city.js';
import { icon } from '../core/icons.js';
import { room } from '../core/member.js';
import { View } from '../core/part.js';
import { api, postPage } from '../core/paths.js';
import { go } from '../core/router.js';
import { failure, since, tag } from '../core/templates.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';

export class PostView extends View {
  async read() {
    const { id, query } = this.place;
    return { post: await room.get(withQuery(api.post(id), { code: query.get('code') })) };
  }

  get #text() { return headed(this.state.post.text, this.state.post.title); }

  heading() {
    if (this.state.post) return this.#text.heading;
    return this.state.error?.status === 404 ? words.post.missing : words.post.title;
  }

  lead() {
    return html`<p class="eyebrow"><a class="back" href="/">${icon('back')}${words.list.posts}</a></p>`;
  }

  tail() {
    const { post } = this.state;
    if (!post) return null;
    const { author, created_at, location, receipt_number } = post;
    return html`<p class="facts">
      <a href=${withQuery('/', { tag: post.tag })}>${tag(post.tag)}</a>
      <span>${author?.nickname ?? words.gone}</span>${since(created_at)}
      ${location?.address ? html`<span class="place">${icon('pin')}${location.address}</span>` : nothing}
      ${receipt_number ? html`<span>${words.receipt.number} ${receipt_number}</span>` : nothing}
      ${post.private_to_staff ? html`<span class="private">${icon('lock')}${words.post.private}</span>` : nothing}</p>`;
  }

  ready() {
    const { post } = this.state;
    const complaint = tagOf(post.tag)?.complaint;
    const changed = ({ detail }) => this.update({ post: { ...post, ...detail } });
    return html`
      <div class="with-aside post">
        <div class="post-body">
          ${complaint ? html`<section class="panel progress" aria-label=${words.post.progress}>
            <post-progress .post=${post}></post-progress></section>` : nothing}
          <post-photos .photos=${post.photos}></post-photos>
          ${this.#text.rest ? html`<p class="text">${this.#text.rest}</p>` : nothing}
          <post-actions .post=${post} @changed=${changed}></post-actions>
          <section class="talk" aria-labelledby="talk-title">
            <h2 id="talk-title">${words.comments}</h2>
            <post-thread .post=${post} .code=${this.place.query.get('code')}></post-thread>
          </section>
        </div>
        <aside>
          <section class="panel" aria-labelledby="history-title">
            <h2 id="history-title">${words.post.history}</h2>
            <post-timeline .entries=${post.timeline}></post-timeline>
          </section>
        </aside>
      </div>`;
  }

  failed() {
    if (this.state.error.status !== 404) return failure(this.state.error, () => this.load());
    return html`
      <div class="stack">
        <p>${words.post.missingWhy}</p>
        <form class="panel" @submit=${(event) => this.#open(event)}>
          <label for="code">${words.post.code}</label>
          <div class="joined"><input id="code" name="code" autocomplete="off" required>
            <button class="button">${words.post.open}</button></div>
        </form>
        <p><a class="button" href="/">${words.list.showAll}</a></p>
      </div>`;
  }

  #open(event) {
    event.preventDefault();
    go(postPage(this.place.id, event.target.elements.code.value.trim()));
  }
}
