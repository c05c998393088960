/** What an action shows when it is done: one template each. */
import { html, nothing } from '/lib/lit-html.js';
import { staffPostPage } from '../core/paths.js';
import { longDay, timeOfDay } from '../core/time.js';
import { staff } from './words.js';

const line = (name, value) => html`<div><dt>${name}</dt><dd class="text">${value ?? staff.result.none}</dd></div>`;

const several = ({ done, refused }, { posts }) => {
  const named = Object.fromEntries(posts.map((post) => [post.id, post.receipt_number ?? post.excerpt.slice(0, 20)]));
  return html`<p>${staff.result.done(done.length)}</p>
    ${refused.length ? html`<p class="problem">${staff.result.refused(refused.length)}</p>
      <ul class="refused">${refused.map(({ id, problem }) => html`<li><strong>${named[id]}</strong> ${problem.message}</li>`)}</ul>` : nothing}`;
};

const RESULTS = {
  photos: ({ photos }) => (photos.length ? html`
    <ul class="links">${photos.map(({ url }, n) => html`<li><a href=${safe(url)} target="_blank" rel="noopener noreferrer">
      ${staff.result.photo(n + 1)}</a></li>`)}</ul>
    <p class="hint">${staff.result.expires(timeOfDay(photos[0].expires_at))}</p>` : html`<p>${staff.result.noPhotos}</p>`),
  original: ({ title, text, comments }) => html`<dl class="sheet">
    ${title ? line(staff.result.title, title) : nothing}${text ? line(staff.result.text, text) : nothing}
    ${(comments ?? []).map((comment) => line(staff.result.comment, comment.text))}</dl>`,
  identity: ({ member_id, nickname, level, address, joined_at }) => html`<dl class="sheet">
    ${line(staff.post.author, nickname)}${line(staff.post.level, staff.post.levels[level] ?? level)}
    ${line(staff.result.address, address)}${line(staff.post.joined, joined_at && longDay(joined_at))}
    ${line(staff.result.member, member_id)}</dl>`,
  join: ({ thread }, { twin }) => html`<p>${staff.actions.join.done}</p>
    <p class="reason">${thread.at(-1)?.text}</p><p><a href=${staffPostPage(twin.id)}>${staff.result.joined(twin.receipt_number)}</a></p>`,
  assignSeveral: several,
  statusSeveral: several,
};

/** An address that the API signed; nothing else becomes one. */
const safe = (url) => (/^https?:\/\//.test(url) ? url : '#');

export const resultOf = ({ code }, answer, context) => RESULTS[code](answer, context);
