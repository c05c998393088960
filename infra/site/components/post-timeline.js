/**
 * Everything that was done with a post, in the order in which it happened.
 *   <post-timeline .entries=${post.timeline}></post-timeline>
 */
import { html, nothing } from '/lib/lit-html.js';
import { departmentName } from '../core/city.js';
import { drawnFrom } from '../core/part.js';
import { dueMoment, moment } from '../core/time.js';
import { words } from '../core/words.js';

export class PostTimeline extends drawnFrom('entries') {
  template() {
    return html`<ol class="timeline">${this.entries.map(entry)}</ol>`;
  }
}

const CLOSED = ['resolved', 'declined'];
const FIRST = ['received', 'posted'];

/** Work that starts on a closed post starts again. */
const told = ({ kind, from }) => (kind === 'started' && CLOSED.includes(from) ? 'reopened' : kind);

const entry = ({ at, kind, by, department, from, to, reason, due_at }) => html`
  <li>
    <p>${words.timeline[told({ kind, from })]?.(named({ department, from, to, due_at })) ?? kind}</p>
    ${reason ? html`<p class="reason">${reason}</p>` : nothing}
    <p class="when"><time datetime=${at}>${moment(at)}</time>
      ${FIRST.includes(kind) ? nothing : html`<span class="actor">${words.actor[by]}</span>`}</p>
  </li>`;

const name = (code) => (code ? departmentName(code) : null);

const named = ({ department, from, to, due_at }) => ({
  department: name(department), from: name(from), to: name(to), due: due_at && dueMoment(due_at),
});
