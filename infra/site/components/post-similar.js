/**
 * Posts that may tell the same as this one. Silent when there is none, or it cannot ask.
 *   <post-similar .post=${post}></post-similar>
 */
import { html, nothing } from '/lib/lit-html.js';
import { everyone } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { api, postPage } from '../core/paths.js';
import { since, status } from '../core/templates.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';

export class PostSimilar extends drawnFrom('post') {
  state = { post: null, posts: [] };
  #asked = null;

  update(changes) {
    super.update(changes);
    const { id } = this.post ?? {};
    if (!this.isConnected || !id || id === this.#asked) return;
    this.#asked = id;
    this.#ask(id);
  }

  template() {
    const { posts } = this.state;
    if (!posts.length) return nothing;
    return html`<section class="panel linked" aria-labelledby="similar-title">
      <h2 id="similar-title">${words.twins.similar}</h2>
      <ul>${posts.map((post) => html`<li>${this.#line(post)}</li>`)}</ul></section>`;
  }

  #line({ id, title, excerpt, status: code, created_at, distance_m, answered }) {
    return html`<a href=${postPage(id)}>${headed(excerpt, title, code).heading}</a>
      <p class="facts">${status(code)}${answered ? html`<span>${words.twins.answered}</span>` : nothing}
        ${Number.isFinite(distance_m) ? html`<span>${words.twins.away(distance_m)}</span>` : nothing}${since(created_at)}</p>`;
  }

  async #ask(id) {
    const found = await everyone.get(api.similarTo(id)).catch(() => null);
    if (id === this.#asked) this.update({ posts: found?.posts ?? [] });
  }
}
