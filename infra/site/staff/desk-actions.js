/**
 * The buttons of one place of the desk, from the table of actions. Sends "act", bubbling, with {action, part, opener}.
 *   <desk-actions .place=${'state'} .post=${post} .part=${comment or photo, if it is one's}></desk-actions>
 */
import { html, nothing } from '/lib/lit-html.js';
import { drawnFrom } from '../core/part.js';
import { actionsAt } from './actions.js';
import { staff } from './words.js';

export class DeskActions extends drawnFrom('post', 'part') {
  place = '';
  label = null;

  template() {
    const shown = actionsAt(this.place, this.post, this.part);
    this.hidden = !shown.length;
    return shown.length ? html`<div class="actions">${shown.map((action) => this.#button(action))}</div>` : nothing;
  }

  #button(action) {
    const look = { [Boolean(action.main)]: 'button main', [Boolean(action.grave)]: 'button grave' }.true ?? 'button';
    return html`<button class=${look} type="button" data-action=${action.code}
      @click=${({ currentTarget }) => this.#act(action, currentTarget)}>${this.label ?? staff.actions[action.code].label}</button>`;
  }

  #act(action, opener) {
    const detail = { action, part: this.part, opener };
    this.dispatchEvent(new CustomEvent('act', { bubbles: true, detail }));
  }
}
