/** A deadline in words that need no colour, and the colour that goes with them. */
import { html } from '/lib/lit-html.js';
import { statusOf } from '../core/city.js';
import { daysLeft, dueMoment } from '../core/time.js';
import { staff } from './words.js';

const SOON = 2; // days

export function due({ due_at, overdue, paused, status }) {
  if (!due_at || !statusOf(status)?.open) return html`<span class="due due-none">${due_at ? dueMoment(due_at) : staff.due.none}</span>`;
  const days = daysLeft(due_at);
  const [tone, said] = paused ? ['paused', staff.due.paused]
    : overdue ? ['late', staff.due.late(Math.max(0, -days))]
    : [days <= SOON ? 'soon' : 'left', staff.due.left(Math.max(0, days))];
  return html`<span class="due due-${tone}" title=${dueMoment(due_at)}>${said}</span>`;
}
