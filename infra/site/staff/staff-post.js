/**
 * One post at the desk, all of it on one screen: what was written on the left, what is done with it on the right.
 *   <staff-post .place=${{id}}></staff-post>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { departmentName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { forThisTab } from '../core/keep.js';
import { named } from '../core/lazy.js';
import { View } from '../core/part.js';
import { api, postPage, staffPostPage } from '../core/paths.js';
import { go } from '../core/router.js';
import { problem, since, status, tag } from '../core/templates.js';
import { headed } from '../core/text.js';
import { actionsAt, markedText } from './actions.js';
import { badges } from './badges.js';
import { due } from './due.js';
import { entryWords } from './history-words.js';
import { postAside, postBody } from './post-parts.js';
import { isStale, postIn, send } from './send.js';
import { desk } from './session.js';
import { listen, showHelp } from './shortcuts.js';
import { staff } from './words.js';

/** Elements that few posts need, by the action that wants them. */
const LAZY = { 'blur-photo': () => import('./blur-photo.js').then(({ BlurPhoto }) => BlurPhoto) };

export class StaffPost extends View {
  state = { phase: 'loading', post: null, similar: [], seen: null, meanwhile: null, problem: null };
  #deaf;

  connectedCallback() {
    super.connectedCallback();
    const open = (place) => () => this.#openFirst(place);
    this.#deaf = listen('post', {
      next: () => this.#leave(1), previous: () => this.#leave(-1), back: () => go('/staff/'), help: showHelp,
      answer: () => this.querySelector('staff-answer textarea')?.focus(),
      assign: open('routing'), note: open('notes'),
    });
  }

  disconnectedCallback() { this.#deaf(); }

  async read() { return { post: await desk.get(api.deskPost(this.place.id)) }; }

  /** Whoever comes to answer begins to write. */
  async load() {
    await super.load();
    this.#compare();
    if (location.hash === '#answer') this.querySelector('staff-answer textarea')?.focus();
  }

  /** Shown when it comes: nobody waits for it, and nobody misses it where it cannot be had. */
  async #compare() {
    const { post } = this.state;
    const found = post && await desk.get(api.deskTwins(post.id)).catch(() => null);
    if (found) this.update({ similar: found.posts });
  }

  /** What is new, without taking away what somebody is writing. */
  async #refresh() { this.update(await this.read().catch(() => ({}))); }

  /** Another was faster: shows what that was. */
  async #reread() {
    const { post: before } = this.state;
    const { post } = await this.read().catch(() => ({ post: before }));
    const news = post.history.filter(({ number }) => number > before.version);
    const last = news.at(-1);
    const office = last?.department ? departmentName(last.department) : staff.post.someone;
    const meanwhile = last ? staff.post.meanwhile(office, news.map(entryWords).join(', ')) : null;
    this.update({ post, seen: before.version, meanwhile });
    if (meanwhile) announce(meanwhile);
  }

  heading() {
    const { post } = this.state;
    return post ? headed(post.text, post.title).heading : staff.post.title;
  }

  lead() {
    return html`<div class="eyebrow desk-way"><a class="back" href="/staff/">${icon('back')}${staff.menu.queue}</a>
      <span>${this.#neighbour(-1, 'previous')}${this.#neighbour(1, 'next')}</span></div>`;
  }

  #neighbourId(by) {
    const queue = forThisTab.get('queue') ?? [];
    const at = queue.indexOf(this.place.id);
    return at < 0 ? null : queue[at + by];
  }

  #neighbour(by, name) {
    const id = this.#neighbourId(by);
    return id ? html`<a class="quiet" href=${staffPostPage(id)}>${icon(name)}${staff.post[name]}</a>` : nothing;
  }

  #leave(by) {
    const id = this.#neighbourId(by);
    if (id) go(staffPostPage(id));
  }

  tail() {
    const { post } = this.state;
    if (!post) return null;
    return html`<p class="facts"><strong class="number">${post.receipt_number}</strong> ${status(post.status)} ${due(post)} ${badges(post)}
      ${tag(post.tag)}<span>${post.author?.nickname}</span>${since(post.created_at)}
      <a href=${postPage(post.id)}>${staff.public}</a></p>`;
  }

  ready() {
    const { post, similar, seen, meanwhile, problem: message } = this.state;
    const others = similar.filter(({ id }) => !post.links.some((link) => link.post_id === id));
    return html`
      ${meanwhile ? html`<p class="meanwhile" role="status">${meanwhile}</p>` : nothing}
      <div role="alert">${problem(message)}</div>
      <div class="with-aside post" @act=${({ detail }) => this.#act(detail)}>
        ${postBody(post, others, seen, () => this.#refresh(), () => this.#reread())}
        ${postAside(post)}
      </div>
      <action-dialog .post=${post} .news=${meanwhile} @acted=${({ detail }) => this.#acted(detail)} @stale=${() => this.#reread()}></action-dialog>`;
  }

  #openFirst(place) {
    const { post } = this.state;
    const [action] = post ? actionsAt(place, post) : [];
    if (action) this.#act({ action });
  }

  /** One press, a dialog, or an element of its own. */
  async #act({ action, part, twin, values, filled, opener }) {
    const { post, similar } = this.state;
    const context = { post, similar, twin, ...(part && { [action.place]: part }) };
    if (action.lazy) return this.#openLazy(action, context, opener);
    if (action.fields) {
      return this.querySelector('action-dialog').open(action, { ...context, values, filled, opener, marked: markedText() });
    }
    this.update({ problem: null });
    try {
      this.#acted({ action, answer: await send(action, context, values) });
      announce(staff.actions[action.code].done);
    } catch (error) {
      this.update({ problem: error.message });
      announce(error.message);
      if (isStale(error)) await this.#reread();
    }
  }

  async #openLazy(action, context, opener) {
    await named(action.lazy, LAZY[action.lazy]);
    const element = document.createElement(action.lazy);
    element.addEventListener('acted', ({ detail }) => this.#acted(detail));
    element.addEventListener('stale', () => this.#reread());
    element.addEventListener('closed', () => { element.remove(); opener?.focus(); });
    this.append(element);
    element.open(action, context);
  }

  /** Now it is one's own change that is the last: nothing is news any more. */
  #acted({ answer }) {
    const post = postIn(answer);
    this.update({ meanwhile: null, seen: null, problem: null, ...(post && { post }) });
    if (!post) this.#refresh();
  }
}
