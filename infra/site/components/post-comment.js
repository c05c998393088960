/**
 * One comment; what the city says is marked.
 *   <post-comment .comment=${comment}></post-comment>
 */
import { html, nothing } from '/lib/lit-html.js';
import { departmentName, statusName } from '../core/city.js';
import { Part } from '../core/part.js';
import { since, status } from '../core/templates.js';
import { words } from '../core/words.js';

export class PostComment extends Part {
  comment = null;

  template() {
    const { by, at, text, photos = [], status: code } = this.comment;
    return html`
      <article class="comment by-${by}">
        <header><strong>${writer(this.comment)}</strong>
          ${by === 'citizen' ? nothing : html`<span class="mark">${words.actor[by]}</span>`}
          ${since(at)}</header>
        <p class="text">${text}</p>
        ${photos.map((photo, n) => html`
          <post-photo .photo=${photo} .size=${320} .words=${words.photos.of(n + 1)}></post-photo>`)}
        ${code ? html`<p class="turned"><span class="unseen">${words.statusBecame(statusName(code))}</span>
          <span aria-hidden="true">→ ${status(code)}</span></p>` : nothing}
      </article>`;
  }
}

function writer({ by, author, department }) {
  if (by === 'system') return words.systemName;
  if (by === 'staff') return department ? departmentName(department) : words.actor.staff;
  return author?.nickname ?? words.gone;
}
