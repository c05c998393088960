/**
 * How far a complaint has come: 접수 → 이관 → 처리중 → 처리완료, who has it and until when; and what went amiss.
 *   <post-progress .post=${post}></post-progress>
 */
import { html, nothing } from '/lib/lit-html.js';
import { choiceName, departmentOf, departmentName, statusName, statusOf } from '../core/city.js';
import { drawnFrom } from '../core/part.js';
import { progressOf } from '../core/progress.js';
import { telephone } from '../core/templates.js';
import { daysLeft, dueMoment, moment, shortDay } from '../core/time.js';
import { words } from '../core/words.js';

export class PostProgress extends drawnFrom('post') {
  template() {
    return html`
      <ol class="steps">${progressOf(this.post).map(step)}</ol>
      <dl class="charge">
        <div><dt>${words.department}</dt><dd>${this.#department()}</dd></div>
        ${this.post.due_at ? html`<div><dt>${words.deadline}</dt><dd>${this.#deadline()}</dd></div>` : nothing}
      </dl>
      ${this.#amiss()}`;
  }

  #department() {
    const { department } = this.post;
    if (!department) return words.undecided;
    const phone = departmentOf(department)?.phone;
    return html`${departmentName(department)}
      ${phone ? telephone(phone) : nothing}`;
  }

  #deadline() {
    const { due_at, overdue, paused, status } = this.post;
    const time = html`<time datetime=${due_at}>${dueMoment(due_at)}</time>`;
    if (!statusOf(status)?.open) return time;
    if (paused) return html`${time} <span class="left">${words.pausedFor(choiceName(this.#last('paused')?.to))}</span>`;
    return html`${time} <span class=${overdue ? 'overdue' : 'left'}>
      ${overdue ? words.overdueBy(-daysLeft(due_at)) : words.daysLeft(daysLeft(due_at))}</span>`;
  }

  #last(kind) { return this.post.timeline?.findLast((entry) => entry.kind === kind); }

  /** What a reader would have to gather from the timeline. */
  #amiss() {
    const { transfers, extensions, overdue } = this.post;
    const lines = [
      transfers >= 2 && words.moved(transfers),
      extensions > 0 && words.extended(this.#last('extended')?.reason),
      overdue && this.#last('urged') && words.urged,
    ].filter(Boolean);
    return lines.length ? html`<ul class="amiss">${lines.map((line) => html`<li>${line}</li>`)}</ul>` : nothing;
  }
}

const step = ({ status, at, reached, current }) => html`
  <li class=${reached ? 'step reached' : 'step'} aria-current=${current ? 'step' : 'false'}>
    <span class="step-name">${statusName(status)}</span>
    ${at
      ? html`<time datetime=${at} title=${moment(at)}>${shortDay(at)}</time>`
      : html`<span class="unseen">${words.notYet(reached)}</span>`}
  </li>`;
