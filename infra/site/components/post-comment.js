/**
 * One comment; what the city says is marked. With its post, it can be reported.
 *   <post-comment .comment=${comment} .post=${post, or null where nobody reports}></post-comment>
 */
import { html, nothing } from '/lib/lit-html.js';
import { departmentName, statusName } from '../core/city.js';
import { member } from '../core/member.js';
import { Part } from '../core/part.js';
import { since, status } from '../core/templates.js';
import { words } from '../core/words.js';
import { whyHidden } from './why-hidden.js';

export class PostComment extends Part {
  comment = null;
  post = null;

  template() {
    const { by, at, text, photos = [], status: code, hiding } = this.comment;
    return html`
      <article class="comment by-${by}">
        <header><strong>${writer(this.comment)}</strong>
          ${by === 'citizen' ? nothing : html`<span class="mark">${words.marks[by]}</span>`}
          ${since(at)}
          ${this.#reportable ? html`<report-button .post=${this.post} .comment=${this.comment}></report-button>` : nothing}</header>
        ${hiding && this.post ? html`<comment-hidden .comment=${this.comment} .mine=${this.#mine} .post=${this.post}></comment-hidden>`
          : hiding ? html`<div class="hidden-why"><p><strong>${words.hidden.comment}</strong></p>${whyHidden(hiding, true)}</div>` : nothing}
        ${text || !hiding ? html`<p class="text">${text}</p>` : nothing}
        <post-photos .photos=${photos} .about=${writer(this.comment)} .size=${320}></post-photos>
        ${code ? html`<p class="turned"><span class="unseen">${words.statusBecame(statusName(code))}</span>
          <span aria-hidden="true">→ ${status(code)}</span></p>` : nothing}
      </article>`;
  }

  get #mine() { return Boolean(member()) && this.comment.author?.id === member().id; }

  get #reportable() {
    const { by, hiding } = this.comment;
    return this.post && by === 'citizen' && !hiding && !this.#mine;
  }
}

function writer({ by, author, department }) {
  if (by === 'system') return words.systemName;
  if (by === 'staff') return department ? departmentName(department) : words.actor.staff;
  return author?.nickname ?? words.gone;
}
