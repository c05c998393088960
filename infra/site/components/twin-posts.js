/**
 * Posts that say about the same: one joins them instead of repeating them, or reads what was answered lately. Silent when
 * it cannot ask.
 * Sends "dropped" when the draft is not needed any more.
 *   <twin-posts .draft=${draft} @dropped=${…}></twin-posts>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city } from '../core/city.js';
import { locationOf } from '../core/draft.js';
import { icon } from '../core/icons.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { api, postPage } from '../core/paths.js';
import { problem, since, status } from '../core/templates.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';
import { joined } from './join-dialog.js';

const PAUSE_MS = 900; // of typing, before it is worth a request
const MOST = 3; // more would stand in the way of writing

export class TwinPosts extends drawnFrom('draft') {
  state = { posts: [], joined: {}, dismissed: null, problem: null };
  #asked = null;
  #timer = null;

  disconnectedCallback() { clearTimeout(this.#timer); }

  update(changes) {
    super.update(changes);
    const question = questionOf(this.draft);
    if (!this.isConnected || question === this.#asked) return;
    this.#asked = question;
    clearTimeout(this.#timer);
    if (question) this.#timer = setTimeout(() => this.#ask(question), PAUSE_MS);
    else this.#show([]);
  }

  template() {
    const { posts, dismissed, problem: said } = this.state;
    if (!posts.length || dismissed === this.draft.key) return nothing;
    return html`
      <section class="twins" aria-labelledby="twins-title">
        <h2 id="twins-title">${words.twins.title}</h2>
        <p class="hint">${words.twins.about}</p>
        <ul>${posts.map((post) => html`<li class="twin">${this.#twin(post)}</li>`)}</ul>
        ${problem(said)}
        <button class="button" type="button" @click=${() => this.#dismiss()}>${words.twins.dismiss}</button>
      </section>`;
  }

  #twin(post) {
    const { id, title, excerpt, status: code, created_at, distance_m, photos, supports, answered } = post;
    const [photo] = photos.filter(({ state }) => state === 'ready');
    return html`
      ${photo ? html`<post-photo .photo=${photo} .words=${''} .size=${320}></post-photo>` : nothing}
      <div class="twin-words">
        <a href=${postPage(id)}>${headed(excerpt, title, code).heading}</a>
        <p class="facts">${status(code)}
          ${Number.isFinite(distance_m) ? html`<span>${words.twins.away(distance_m)}</span>` : nothing}
          ${since(created_at)}
          <span class="count">${icon('hand')}<span class="unseen">${words.supports}</span>${supports}</span></p>
      </div>
      ${this.state.joined[id] ? this.#after(id) : answered ? html`
        <p class="answered">${words.twins.answered}</p>
        <a class="button" href=${postPage(id)}>${words.twins.answer}
          <span class="unseen">${headed(excerpt, title, code).heading}</span></a>` : html`
        <button class="button" type="button" @click=${() => this.#join(id)}>${icon('hand')}${words.meToo}
          <span class="unseen">${headed(excerpt, title, code).heading}</span></button>`}`;
  }

  #after(id) {
    return html`<div class="twin-after">
      <p class="found" tabindex="-1" id="joined-${id}">${icon('check')}<span>${words.twins.joined}</span></p>
      <div class="actions">
        <a class="button main" href=${postPage(id)}>${words.twins.open}</a>
        <button class="button" type="button" @click=${() => this.dispatchEvent(new CustomEvent('dropped'))}>
          ${words.twins.drop}</button>
      </div></div>`;
  }

  async #ask(question) {
    const found = await room.post(api.similar, JSON.parse(question)).catch(() => null);
    if (found && question === this.#asked) this.#show(found.posts.slice(0, MOST));
  }

  /** Said once, not with every word that is typed. What was joined stays, whatever is found now. */
  #show(found) {
    const { posts: before, joined: own, dismissed } = this.state;
    const kept = before.filter(({ id }) => own[id] && !found.some((post) => post.id === id));
    const fresh = found.some(({ id }) => !before.some((post) => post.id === id));
    this.update({ posts: [...kept, ...found] });
    if (fresh && dismissed !== this.draft.key) announce(words.twins.found(found.length));
  }

  async #join(id) {
    if (!(await joined())) return;
    try {
      const { supports } = await room.put(api.support(id));
      await room.put(api.follow(id));
      const posts = this.state.posts.map((post) => (post.id === id ? { ...post, supports } : post));
      this.update({ posts, joined: { ...this.state.joined, [id]: true }, problem: null });
      this.querySelector(`#joined-${CSS.escape(id)}`).focus();
      announce(words.twins.joined);
    } catch ({ message }) {
      this.update({ problem: message });
      announce(message);
    }
  }

  #dismiss() {
    this.update({ dismissed: this.draft.key });
    document.getElementById('text')?.focus();
  }
}

/** What is asked, as JSON: null until there is a text to go by. */
function questionOf({ text, tag, photos, ...place }) {
  const location = locationOf(place);
  const sent = photos.map(({ id }) => id).filter(Boolean);
  const { text_least, text_most } = city().limits;
  const length = [...text.trim()].length;
  if (length < text_least || length > text_most) return null;
  return JSON.stringify({ text: text.trim(), ...(location && { location }), ...(tag && { tag }), ...(sent.length && { photos: sent }) });
}
