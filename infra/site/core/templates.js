/** Pieces of markup that several elements share. */
import { html, nothing } from '/lib/lit-html.js';
import { statusName, tagLabel } from './city.js';
import { icon } from './icons.js';
import { ago, moment } from './time.js';
import { words } from './words.js';

export const status = (code) => html`<span class="status status-${code}">${statusName(code)}</span>`;
export const tag = (name) => html`<span class="tag">#${tagLabel(name)}</span>`;
export const since = (iso) => html`<time datetime=${iso} title=${moment(iso)}>${ago(iso)}</time>`;
export const problem = (message, id) =>
  (message ? html`<p class="problem" id=${id ?? nothing}>${message}</p>` : nothing);

/** A labelled control; `control` carries `describedBy(id, …)` itself. */
export const field = ({ id, label, hint, error, control }) => html`
  <div class="field">
    <label for=${id}>${label}</label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${control}
    ${problem(error, `${id}-problem`)}
  </div>`;

export const describedBy = (id, hint, error) =>
  [hint && `${id}-hint`, error && `${id}-problem`].filter(Boolean).join(' ') || nothing;

export const skeleton = () => html`
  <div class="skeleton" role="status"><span class="unseen">${words.loading}</span>
    <div class="ghost"></div><div class="ghost"></div><div class="ghost"></div>
  </div>`;

export const notice = (title, body, action) => html`
  <div class="notice"><h2>${title}</h2><p>${body}</p>${action ?? nothing}</div>`;

export const failure = (error, retry) => html`
  <div role="alert">${notice(words.errors.title, error.message, html`
    <button class="button" @click=${retry}>${words.retry}</button>`)}</div>`;

export const telephone = (number) => html`<a href="tel:${number.replace(/[^\d+]/g, '')}">${number}</a>`;

export const counts = ({ supports, comments }) => html`
  <span class="count">${icon('hand')}<span class="unseen">${words.supports}</span>${supports}</span>
  <span class="count">${icon('comment')}<span class="unseen">${words.comments}</span>${comments}</span>`;
