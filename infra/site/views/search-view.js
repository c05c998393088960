/**
 * What was found, newest first, with the words that were searched for marked.
 *   <search-view .place=${{query}}></search-view>
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { Listing } from '../core/listing.js';
import { api } from '../core/paths.js';
import { failure, notice, problem } from '../core/templates.js';
import { words } from '../core/words.js';

const SHORTEST = 2;
/** What turns the direction of a line would turn the heading with it. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

export class SearchView extends Listing {
  get #asked() { return (this.place.query.get('q') ?? '').replace(TURNS, '').trim(); }

  address(cursor) { return api.search(this.#asked, cursor); }

  async read() {
    if ([...this.#asked].length < SHORTEST) return { posts: null };
    const found = await super.read();
    announce(words.search.found(found.posts.length, found.cursor));
    return found;
  }

  async revisit(place) {
    this.keep();
    this.place = place;
    await this.load();
  }

  heading() { return this.#asked ? words.search.of(this.#asked) : words.search.title; }
  tail() { return html`<search-box .value=${this.#asked}></search-box>`; }

  ready() {
    const { posts, cursor } = this.state;
    if (!posts) return html`<p class="hint">${this.#asked ? words.search.short : words.search.start}</p>`;
    if (!posts.length && !cursor) return this.#nothing();
    return html`
      <p class="found-count">${words.search.found(posts.length, cursor)}</p>
      <ol class="cards">${posts.map((post) => html`<li><post-card .post=${post}></post-card></li>`)}</ol>
      ${this.rest()}`;
  }

  #nothing() {
    const hints = html`<ul class="hints">${words.search.hints.map((hint) => html`<li>${hint}</li>`)}</ul>
      <div class="actions"><a class="button" href="/">${words.list.showAll}</a>
        <a class="button main" href="/write">${words.write.title}</a></div>`;
    return notice(words.search.none, words.search.noneOf(this.#asked), hints);
  }

  /** What is wrong with the question stands by it; what is wrong with the room offers another try. */
  failed() {
    const { error } = this.state;
    return error.field === 'q' ? html`<div role="alert">${problem(error.message)}</div>` : failure(error, () => this.load());
  }
}
