/** The two columns of a post at the desk. */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { staffPostPage } from '../core/paths.js';
import { since, status } from '../core/templates.js';
import { headed } from '../core/text.js';
import { longDay, moment } from '../core/time.js';
import { words } from '../core/words.js';
import { actionsAt } from './actions.js';
import { staff } from './words.js';

const says = staff.post;

export const postBody = (post, similar, seen, answered, stale) => html`
  <div class="post-body">
    ${hiding(post)}
    <section class="panel"><p class="text">${post.text}</p>
      ${post.has_original ? html`<p class="hint">${says.hasOriginal}</p>` : nothing}
      <desk-actions .place=${'text'} .post=${post}></desk-actions></section>
    ${photos(post)}
    ${place(post)}
    ${comments(post)}
    <staff-answer class="panel" .post=${post} @answered=${answered} @stale=${stale}></staff-answer>
    ${twins(post, similar)}
    <section class="panel" aria-labelledby="history-title"><h2 id="history-title">${says.history}</h2>
      <desk-history .entries=${post.history} .since=${seen}></desk-history></section>
  </div>`;

export const postAside = (post) => html`
  <aside aria-label=${says.facts}>
    <section class="panel"><h2>${says.facts}</h2><post-state .post=${post}></post-state></section>
    ${post.receipt_number ? html`<post-routing class="panel" .post=${post}></post-routing>` : nothing}
    ${notes(post)}
    ${reports(post)}
    ${author(post)}
    ${more(post)}
  </aside>`;

function hiding(post) {
  if (!post.hiding) return nothing;
  const { kind, reason, until, appealed } = post.hiding;
  return html`<section class="panel held"><p><strong>${says.hiding[kind]}</strong>
      ${until ? html` <span>${says.hidingUntil(longDay(until))}</span>` : nothing}</p>
    <p class="reason">${says.hidingReason(reason)}</p>
    ${appealed ? html`<p><strong>${says.appealed}</strong></p>${appealOf(post)}` : nothing}
    <desk-actions .place=${'hiding'} .post=${post}></desk-actions></section>`;
}

/** Its words stand in the history. */
function appealOf({ history }) {
  const appeal = history.findLast(({ kind }) => kind === 'appealed');
  return appeal?.reason ? html`<p class="reason">${appeal.reason}</p>` : nothing;
}

function photos(post) {
  if (!post.photos.length) return nothing;
  return html`<section aria-labelledby="photos-title"><h2 id="photos-title">${says.photos}</h2>
    <post-photos .photos=${post.photos} .size=${320}></post-photos>
    <div class="photo-actions"><desk-actions .place=${'photos'} .post=${post}></desk-actions>
      ${post.photos.map((photo, n) => html`
        <desk-actions .place=${'photo'} .post=${post} .part=${photo} .label=${says.blurPhoto(n + 1)}></desk-actions>`)}</div></section>`;
}

function place({ location }) {
  if (!location) return nothing;
  return html`<section aria-labelledby="place-title"><h2 id="place-title">${says.place}</h2>
    ${location.address ? html`<p class="place">${icon('pin')}${location.address}</p>` : nothing}
    ${location.lat == null ? nothing : html`<place-map .location=${location}></place-map>`}</section>`;
}

const comments = (post) => html`
  <section aria-labelledby="comments-title"><h2 id="comments-title">${says.comments}</h2>
    ${post.thread.length ? nothing : html`<p class="hint">${words.noComments}</p>`}
    <ol class="thread">${post.thread.map((comment) => html`<li>
      ${comment.hiding ? html`<p class="badge grave">${staff.badges.hidden}: ${comment.hiding.reason}</p>` : nothing}
      <post-comment .comment=${comment}></post-comment>
      <desk-actions .place=${'comment'} .post=${post} .part=${comment}></desk-actions></li>`)}</ol></section>`;

/** A twin is merged into with one press, and one more to confirm: the reason is plain. */
function twins(post, similar) {
  const [join] = actionsAt('twin', post);
  const merge = (twin) => ({ currentTarget: opener }) => opener.dispatchEvent(new CustomEvent('act', {
    bubbles: true, detail: { action: join, twin, values: { into: twin.id, reason: says.sameMatter }, opener },
  }));
  const linked = post.linked ?? [];
  const kind = (id) => says.links[post.links.find((link) => link.post_id === id)?.kind];
  return html`<section class="panel" aria-labelledby="similar-title"><h2 id="similar-title">${says.similar}</h2>
    ${similar.length || linked.length ? nothing : html`<p class="hint">${says.similarNone}</p>`}
    <ul class="twins-list">
      ${linked.map((card) => html`<li><p class="hint">${kind(card.id)}</p>${twinLine(card)}</li>`)}
      ${similar.map((twin) => html`<li>${twinLine(twin)}
        ${join && twin.receipt_number && !twin.answered ? html`<button class="button" type="button" @click=${merge(twin)}>${says.mergeHere}
          <span class="unseen">${twin.receipt_number}</span></button>` : nothing}</li>`)}</ul></section>`;
}

const twinLine = (card) => html`<p><a href=${staffPostPage(card.id)}>${headed(card.excerpt, card.title).heading}</a></p>
  <p class="facts"><span class="number">${card.receipt_number}</span>${status(card.status)}${since(card.created_at)}
    ${card.distance_m == null ? nothing : html`<span>${words.twins.away(card.distance_m)}</span>`}
    ${card.likeness == null ? nothing : html`<span>${says.likeness(Math.round(card.likeness * 100))}</span>`}
    ${card.answered ? html`<span class="badge">${words.twins.answered}</span>` : nothing}</p>`;

function notes(post) {
  const written = post.history.filter(({ kind }) => kind === 'noted');
  return html`<section class="panel internal" aria-labelledby="notes-title">
    <h2 id="notes-title">${icon('lock')}${says.notes}</h2><p class="hint">${says.notesWhy}</p>
    ${written.length ? nothing : html`<p class="hint">${says.notesNone}</p>`}
    <ul class="notes">${written.map(({ reason, at }) => html`<li><p class="text">${reason}</p>
      <p class="when">${moment(at)}</p></li>`)}</ul>
    <desk-actions .place=${'notes'} .post=${post}></desk-actions></section>`;
}

function reports(post) {
  if (!post.reports) return nothing;
  return html`<section class="panel held"><h2>${says.reports(post.reports)}</h2>
    <ul class="notes">${post.report_reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
    <desk-actions .place=${'reports'} .post=${post}></desk-actions></section>`;
}

function author(post) {
  const { nickname, level, joined_at: joined, blocked_until: until } = post.member;
  const isBlocked = until && new Date(until) > new Date();
  return html`<section class="panel" aria-labelledby="author-title"><h2 id="author-title">${says.author}</h2>
    <dl class="sheet"><div><dt>${words.nickname}</dt><dd>${nickname || words.gone}</dd></div>
      ${level ? html`<div><dt>${says.level}</dt><dd>${says.levels[level] ?? level}</dd></div>` : nothing}
      ${joined ? html`<div><dt>${says.joined}</dt><dd>${longDay(joined)}</dd></div>` : nothing}</dl>
    ${isBlocked ? html`<p class="badge grave">${says.blocked(longDay(until))}</p>` : nothing}
    <desk-actions .place=${'people'} .post=${post}></desk-actions></section>`;
}

/** What is seldom done does not stand in the way. */
function more(post) {
  if (!actionsAt('more', post).length) return nothing;
  return html`<details class="panel"><summary>${says.more}</summary>
    <desk-actions .place=${'more'} .post=${post}></desk-actions></details>`;
}
