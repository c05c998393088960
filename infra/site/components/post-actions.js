/**
 * Joining a post instead of repeating it, and being told of its progress. Sends "changed" with what is new.
 *   <post-actions .post=${post} @changed=${({detail}) => …}></post-actions>
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { tagOf } from '../core/city.js';
import { icon } from '../core/icons.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { joined } from './join-dialog.js';

export class PostActions extends drawnFrom('post') {
  template() {
    const { supports, supported, following, tag } = this.post;
    const support = tagOf(tag)?.complaint ? words.meToo : words.agree;
    return html`
      <div class="actions">
        <button class="button" type="button" aria-pressed=${Boolean(supported)}
          @click=${() => this.#toggle('support', supported)}>
          ${icon('hand')}<span>${support}</span><strong>${supports}</strong></button>
        <button class="button" type="button" aria-pressed=${Boolean(following)}
          @click=${() => this.#toggle('follow', following)}>
          ${icon('bell')}<span>${following ? words.following : words.follow}</span></button>
      </div>
      ${problem(this.state.problem)}`;
  }

  async #toggle(what, on) {
    if (!(await joined())) return;
    const path = api[what](this.post.id);
    try {
      const changed = await (on ? room.delete(path) : room.put(path));
      this.update({ problem: null });
      this.dispatchEvent(new CustomEvent('changed', { detail: changed }));
      announce(words.done[what](!on));
    } catch (error) {
      this.update({ problem: error.message });
      announce(error.message);
    }
  }
}
