/**
 * The posts that one follows, one's own among them, with the comments not yet seen. `?only=mine` or `followed`.
 *   <follows-view .place=${{query}}></follows-view>
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { withQuery } from '../core/api.js';
import { icon } from '../core/icons.js';
import { Listing } from '../core/listing.js';
import { member } from '../core/member.js';
import { api } from '../core/paths.js';
import { notice } from '../core/templates.js';
import { learn } from '../core/unread.js';
import { words } from '../core/words.js';
import { ifUnknown } from './me-view.js';

const KINDS = { mine: ({ mine }) => mine, followed: ({ mine }) => !mine };

export class FollowsView extends Listing {
  get #only() { return this.place.query.get('only'); }

  address(cursor) { return api.follows(cursor); }
  counts(post) { return (KINDS[this.#only] ?? (() => true))(post); }

  /** Read anew each time: what was unread before one opened a post is seen now. */
  async read() {
    if (!member()) return { posts: null };
    const read = await this.page(null).catch((error) => ({ posts: ifUnknown(error) }));
    if (read.posts && !this.#only) learn(read.posts);
    return read;
  }

  keep() {}

  async revisit(place) {
    this.place = place;
    await this.load();
    announce(words.list.found(this.state.posts?.length ?? 0, this.state.cursor));
  }

  heading() { return words.follows.title; }
  lead() { return html`<p class="eyebrow"><a class="back" href="/me">${icon('back')}${words.me.title}</a></p>`; }

  ready() {
    const { posts, cursor } = this.state;
    if (!posts) return html`<div class="stack"><member-join class="panel" @joined=${() => this.load()}></member-join></div>`;
    return html`
      <nav class="tags" aria-label=${words.follows.filter}>
        ${[null, ...Object.keys(KINDS)].map((kind) => this.#link(kind))}</nav>
      ${posts.length || cursor ? html`
        <ol class="cards">${posts.map((post) => html`<li><post-card .post=${post}></post-card></li>`)}</ol>
        ${this.rest()}` : this.#none()}`;
  }

  #link(kind) {
    return html`<a class="chip" href=${withQuery('/me/posts', { only: kind })} aria-current=${(this.#only ?? null) === kind}>
      ${words.follows.kinds[kind ?? 'all']}</a>`;
  }

  #none() {
    const [title, body] = words.follows.none;
    return notice(title, body, html`<a class="button" href="/">${words.list.showAll}</a>`);
  }
}
