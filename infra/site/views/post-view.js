/**
 * One post: its photos, how far it has come, what was said.
 *   <post-view .place=${{id, query}}></post-view>     ?code=… opens a private one
 */
import { html, nothing } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { statusOf, tagOf } from '../core/city.js';
import { icon } from '../core/icons.js';
import { named } from '../core/lazy.js';
import { room } from '../core/member.js';
import { View } from '../core/part.js';
import { api, postPage } from '../core/paths.js';
import { go } from '../core/router.js';
import { describedBy, failure, problem, since, tag } from '../core/templates.js';
import { headed } from '../core/text.js';
import { seen } from '../core/unread.js';
import { words } from '../core/words.js';
import { comparisonOf } from '../components/before-after.js';

const placeMap = () => named('place-map', () => import('../components/place-map.js').then((it) => it.PlaceMap));
const ownTools = () => named('own-post', () => import('../components/own-post.js').then((it) => it.OwnPost));
const lastWord = () => named('last-word', () => import('../components/last-word.js').then((it) => it.LastWord));
const hidden = () => named('post-hidden', () => import('../components/post-hidden.js').then((it) => it.PostHidden));
const similar = () => named('post-similar', () => import('../components/post-similar.js').then((it) => it.PostSimilar));
const links = () => named('post-links', () => import('../components/post-links.js').then((it) => it.PostLinks));

/** An open one, that all may read. */
const hasTwins = (post) => !post.private_to_staff && !post.hiding && (statusOf(post.status)?.open ?? Boolean(post.receipt_number));

/** What only some posts have. */
const partsOf = (post) => Promise.all([
  post.mine && ownTools(), post.verdict_until && lastWord(), post.hiding && hidden(), post.links?.length && links(),
]);

export class PostView extends View {
  async read() {
    const { id, query } = this.place;
    const post = await room.get(withQuery(api.post(id), { code: query.get('code') }));
    seen(post);
    if (post.location?.lat != null) placeMap().catch(() => {});
    if (hasTwins(post)) similar().catch(() => {});
    await partsOf(post).catch(() => {});
    return { post };
  }

  get #text() {
    const { text, title, status } = this.state.post;
    return headed(text, title, status);
  }

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
    const withdrawn = post.status === 'withdrawn';
    const foreign = post.private_to_staff && !post.mine;
    const changed = ({ detail }) => this.update({ post: { ...this.state.post, ...detail } });
    return html`
      <div class="with-aside post" @look=${(event) => this.#look(event)}>
        <div class="post-body">
          ${withdrawn ? html`<p class="panel">${words.post.withdrawnWhy}</p>` : nothing}
          ${post.hiding ? html`<post-hidden .post=${post} @changed=${changed}></post-hidden>` : nothing}
          ${post.links?.length ? html`<post-links .links=${post.links}></post-links>` : nothing}
          <last-word .post=${post} @changed=${changed}></last-word>
          ${tagOf(post.tag)?.complaint ? html`<section class="panel progress" aria-label=${words.post.progress}>
            <post-progress .post=${post}></post-progress></section>` : nothing}
          ${this.#pictures(post)}
          ${this.#text.rest ? html`<p class="text">${this.#text.rest}</p>` : nothing}
          ${post.location?.lat == null ? nothing : html`<place-map .location=${post.location}></place-map>`}
          ${foreign ? nothing : this.#tools(post, withdrawn, changed)}
          <section class="talk" aria-labelledby="talk-title">
            <h2 id="talk-title">${words.comments}</h2>
            <post-thread .post=${post} .closed=${withdrawn || foreign || Boolean(post.hiding && !post.mine)} .code=${this.place.query.get('code')}
              @said=${() => this.#said()}></post-thread>
          </section>
        </div>
        <aside>
          <section class="panel" aria-labelledby="history-title">
            <h2 id="history-title">${words.post.history}</h2>
            <post-timeline .entries=${post.timeline}></post-timeline>
          </section>
          ${hasTwins(post) ? html`<post-similar .post=${post}></post-similar>` : nothing}
        </aside>
        <photo-viewer></photo-viewer>
      </div>`;
  }

  /** One photo that stands in the comparison need not stand again. */
  #pictures(post) {
    const comparison = comparisonOf(post);
    const alone = comparison && post.photos.length === 1;
    return html`
      ${comparison ? html`<before-after .before=${comparison.before} .after=${comparison.after}></before-after>` : nothing}
      <post-photos .photos=${alone ? [] : post.photos} .about=${this.#text.heading}></post-photos>`;
  }

  #tools(post, withdrawn, changed) {
    return html`
      <div class="tools">
        <post-actions .post=${post} @changed=${changed}></post-actions>
        ${post.private_to_staff || withdrawn || post.hiding ? nothing
          : html`<share-post .post=${post} .heading=${this.#text.heading}></share-post>`}
        ${post.mine || withdrawn || post.hiding ? nothing
          : html`<report-button .post=${post} .comment=${null}></report-button>`}
      </div>
      ${post.mine ? html`<own-post .post=${post} @changed=${changed}></own-post>` : nothing}`;
  }

  /** Of what one said oneself there is no news. */
  #said() {
    const { post } = this.state;
    post.comments += 1;
    seen(post);
  }

  #look(event) {
    event.preventDefault();
    this.querySelector('photo-viewer').open(event.detail);
  }

  failed() {
    if (this.state.error.status !== 404) return failure(this.state.error, () => this.load());
    const code = this.place.query.get('code') ?? '';
    const wrong = code && words.post.wrongCode;
    return html`
      <div class="stack">
        <p>${words.post.missingWhy}</p>
        <form class="panel" @submit=${(event) => this.#open(event)}>
          <label for="code">${words.post.code}</label>
          <div class="joined"><input id="code" name="code" autocomplete="off" required .value=${code}
            aria-invalid=${Boolean(wrong)} aria-describedby=${describedBy('code', null, wrong)}>
            <button class="button">${words.post.open}</button></div>
          <div role="alert">${problem(wrong, 'code-problem')}</div>
        </form>
        <p><a class="button" href="/">${words.list.showAll}</a></p>
      </div>`;
  }

  #open(event) {
    event.preventDefault();
    go(postPage(this.place.id, event.target.elements.code.value.trim()));
  }
}
