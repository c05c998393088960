/**
 * Where a complaint stands: status, who has it, whether they took it on, until when and why then.
 *   <post-state .post=${post}></post-state>
 */
import { html, nothing } from '/lib/lit-html.js';
import { departmentName, statusOf } from '../core/city.js';
import { drawnFrom } from '../core/part.js';
import { status } from '../core/templates.js';
import { ago, dueMoment, shortDay } from '../core/time.js';
import { inLanguage } from '../core/words.js';
import { choices } from './clerk.js';
import { due } from './due.js';
import { staff } from './words.js';

const nameIn = (list, code) => inLanguage(list.find((one) => one.code === code)?.name) || code;
const row = (name, value) => (value ? html`<div><dt>${name}</dt><dd>${value}</dd></div>` : nothing);

export class PostState extends drawnFrom('post') {
  template() {
    const { post } = this;
    const says = staff.post;
    return html`<dl class="sheet">
      ${row(says.status, status(post.status))}
      ${row(says.department, this.#department())}
      ${row(says.acknowledged, post.acknowledged === null ? null : post.acknowledged ? says.acknowledgedYes : says.acknowledgedNo)}
      ${row(says.deadline, post.due_at && html`${statusOf(post.status)?.open ? due(post) : nothing}
        <time datetime=${post.due_at}>${dueMoment(post.due_at)}</time>`)}
      ${row(says.deadlineClass, post.deadline && nameIn(choices().deadlines, post.deadline))}
      ${row(says.extensions, post.extensions ? says.times(post.extensions) : null)}
      ${row(says.transfers, post.transfers ? says.times(post.transfers) : null)}
      ${row(says.pauses, post.pauses.length ? post.pauses.map(pause) : null)}
      ${row(says.verdict, says.verdicts[post.verdict])}
    </dl><desk-actions .place=${'state'} .post=${post}></desk-actions>`;
  }

  #department() {
    const { department, assigned_at: at } = this.post;
    if (!department) return staff.unassigned;
    return html`${departmentName(department)} ${at ? html`<span class="hint">${staff.post.assignedAt(ago(at))}</span>` : nothing}`;
  }
}

const pause = ({ kind, since, until }) => html`<span class="pause">
  ${staff.post.pauseFrom(nameIn(choices().pauses, kind), shortDay(since), until && shortDay(until))}</span>`;
