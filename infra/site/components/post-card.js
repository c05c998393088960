/**
 * A post in a list. The whole card leads to the post. What was searched for is marked, and so is what is unread.
 *   <post-card .post=${card, found or followed}></post-card>
 */
import { html, nothing } from '/lib/lit-html.js';
import { departmentName, tagOf } from '../core/city.js';
import { icon } from '../core/icons.js';
import { drawnFrom } from '../core/part.js';
import { postPage } from '../core/paths.js';
import { counts, since, status, tag } from '../core/templates.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';

export class PostCard extends drawnFrom('post') {
  template() {
    const { id, title, excerpt, location, snippet } = this.post;
    const { heading, rest } = headed(excerpt, title, this.post.status);
    const lines = snippet?.length ? snippet.map(segment) : rest;
    return html`
      <article class="card">
        <div class="card-words">
          ${this.#state()}
          <h2><a href=${postPage(id)}>${heading}</a></h2>
          ${lines ? html`<p class="excerpt">${lines}</p>` : nothing}
          ${location?.address ? html`<p class="place">${icon('pin')}<span>${location.address}</span></p>` : nothing}
        </div>
        ${this.#photo()}
        ${this.#facts()}
      </article>`;
  }

  #state() {
    const { status: code, department, overdue, paused, tag: name, unread, mine, private_to_staff: secret } = this.post;
    return html`<p class="state">
      ${unread ? html`<span class="unread">${words.follows.unread(unread)}</span>` : nothing}
      ${mine ? html`<span class="mark">${words.follows.own}</span>` : nothing}
      ${secret ? html`<span class="private">${icon('lock')}${words.post.private}</span>` : nothing}
      ${tagOf(name)?.complaint ? status(code) : nothing}
      ${overdue ? html`<span class="overdue">${words.overdue}</span>` : nothing}
      ${paused ? html`<span class="left">${words.paused}</span>` : nothing}
      ${department ? html`<span class="department">${departmentName(department)}</span>` : nothing}</p>`;
  }

  #photo() {
    const [photo, ...more] = this.post.photos.filter(({ state }) => state !== 'rejected');
    if (!photo) return nothing;
    return html`<div class="card-photo"><post-photo .photo=${photo} .size=${320}></post-photo>
      ${more.length ? html`<span class="more">+${more.length}</span>` : nothing}</div>`;
  }

  #facts() {
    const { tag: name, created_at, supports, comments } = this.post;
    return html`<p class="facts">${tag(name)}${since(created_at)}
      <span class="counts">${counts({ supports, comments })}</span></p>`;
  }
}

const segment = ({ text, hit }) => (hit ? html`<mark>${text}</mark>` : text);
