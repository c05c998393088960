/** A view that lists posts page by page; one who returns to it finds what was read, where it was left. */
import { html } from '/lib/lit-html.js';
import { announce } from './announce.js';
import { forThisTab } from './keep.js';
import { room } from './member.js';
import { readPages } from './pages.js';
import { View } from './part.js';
import { words } from './words.js';

const ENOUGH = 10;
/** How many lists a tab remembers: those behind the last few links. */
const MOST_KEPT = 4;
const NO_MORE = { posts: [], cursor: null };

const keptList = (address) => forThisTab.get('lists')?.find((list) => list.address === address);

function keepList(list) {
  const others = (forThisTab.get('lists') ?? []).filter(({ address }) => address !== list.address);
  forThisTab.set('lists', [list, ...others].slice(0, MOST_KEPT));
}

/** Who has just posted wants to see it; and a member's own posts may be private. */
['outbox-arrived', 'member-left'].forEach((news) => document.addEventListener(news, () => forThisTab.remove('lists')));

/** Says which posts by `address(cursor)`; shows them, and `this.rest()` below them. */
export class Listing extends View {
  #keep = () => this.keep();
  #list = 0;

  connectedCallback() {
    addEventListener('pagehide', this.#keep);
    super.connectedCallback();
  }

  disconnectedCallback() {
    removeEventListener('pagehide', this.#keep);
    this.keep();
  }

  keep() {
    const { phase, posts, cursor } = this.state;
    if (phase === 'ready' && posts?.length) keepList({ address: this.address(), posts, cursor });
  }

  load() {
    this.#list += 1;
    Object.assign(this.state, { busy: false, problem: null });
    return super.load();
  }

  async read() {
    const kept = this.place?.returning && keptList(this.address());
    return kept ? { posts: kept.posts, cursor: kept.cursor } : this.page(null);
  }

  /** Which of what was read is shown. */
  counts() { return true; }

  page(from) {
    const list = this.#list;
    const read = (cursor) => (list === this.#list ? room.get(this.address(cursor)) : NO_MORE);
    return readPages(read, from, ENOUGH, (post) => this.counts(post));
  }

  rest() {
    const { cursor, busy, problem } = this.state;
    if (!cursor) return html`<p class="end">${words.list.end}</p>`;
    return html`<list-more .busy=${Boolean(busy)} .problem=${problem} @more=${() => this.#more()}></list-more>`;
  }

  async #more() {
    if (this.state.busy) return;
    this.update({ busy: true, problem: null });
    const [list, before] = [this.#list, this.state.posts];
    const page = await this.page(this.state.cursor).catch((error) => ({ problem: error.message }));
    if (list !== this.#list) return;
    if (page.posts) Object.assign(page, { posts: [...before, ...page.posts] });
    this.update({ ...page, busy: false });
    announce(page.problem ?? words.list.moreFound(page.posts.length - before.length));
  }
}
