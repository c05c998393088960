/**
 * Everything that was done with a post: who, when, what, why; what the public does not see is marked.
 *   <desk-history .entries=${post.history} .since=${number of the last entry that is not new, or null}></desk-history>
 */
import { html, nothing } from '/lib/lit-html.js';
import { departmentName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { drawnFrom } from '../core/part.js';
import { moment } from '../core/time.js';
import { words } from '../core/words.js';
import { me } from './clerk.js';
import { entryWords, isInternal } from './history-words.js';
import { staff } from './words.js';

export class DeskHistory extends drawnFrom('entries', 'since') {
  template() {
    const { only } = this.state;
    const shown = this.entries.filter((entry) => !only || !isInternal(entry));
    return html`
      <div class="switch">${[false, true].map((value) => html`<button class="chip" type="button" aria-pressed=${Boolean(only) === value}
        @click=${() => this.update({ only: value })}>${value ? staff.post.historyPublic : staff.post.historyAll}</button>`)}</div>
      <ol class="timeline">${shown.map((entry) => this.#entry(entry))}</ol>`;
  }

  #entry(entry) {
    const { number, at, reason } = entry;
    const fresh = this.since != null && number > this.since;
    return html`<li data-internal=${isInternal(entry)} data-fresh=${fresh}>
      <p>${entryWords(entry)} ${isInternal(entry) ? html`<span class="badge">${icon('lock')}${staff.post.internal}</span>` : nothing}</p>
      ${reason ? html`<p class="reason">${reason}</p>` : nothing}
      <p class="when"><time datetime=${at}>${moment(at)}</time> <span class="actor">${by(entry)}</span></p></li>`;
  }
}

function by({ by: kind, department, who }) {
  if (kind !== 'staff') return kind === 'system' ? staff.post.system : words.actor[kind] ?? kind;
  const account = who === me().staff_id ? staff.post.mine : who ? staff.post.account(who.slice(0, 8)) : null;
  return [department && departmentName(department), account].filter(Boolean).join(', ');
}
