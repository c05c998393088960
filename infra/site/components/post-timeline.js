/**
 * Everything that was done with a post, in the order in which it happened.
 *   <post-timeline .entries=${post.timeline}></post-timeline>
 */
import { html, nothing } from '/lib/lit-html.js';
import { choiceName, departmentName } from '../core/city.js';
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

const OF_COMMENT = { hidden: 'comment_hidden', shown: 'comment_shown', masked: 'comment_masked' };
const ID = /^[0-9A-Z]{26}$/;

/** Work that starts on a closed post starts again; what is done with a comment names it by its id. */
function told({ kind, from, to }) {
  if (kind === 'started' && CLOSED.includes(from)) return 'reopened';
  return ID.test(to) ? OF_COMMENT[kind] ?? kind : kind;
}

/** What an entry says; the desk says it too. */
export const entryWords = (entry) => (words.timeline[told(entry)] ?? words.timeline.other)(named(entry));

const entry = ({ at, kind, by, reason, ...more }) => html`
  <li>
    <p>${entryWords({ kind, ...more })}</p>
    ${reason ? html`<p class="reason">${reason}</p>` : nothing}
    <p class="when"><time datetime=${at}>${moment(at)}</time>
      ${FIRST.includes(kind) ? nothing : html`<span class="actor">${words.actor[by]}</span>`}</p>
  </li>`;

const name = (code) => (code ? departmentName(code) : null);

const named = ({ department, from, to, due_at }) => ({
  department: name(department), from: name(from), to: name(to), what: choiceName(to), due: due_at && dueMoment(due_at),
});
