/**
 * Offers to keep the room on the home screen, where the browser can; silent for good once refused.
 *   <install-prompt></install-prompt>
 */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { installOffer } from '../core/installed.js';
import { forLong } from '../core/keep.js';
import { Part } from '../core/part.js';
import { words } from '../core/words.js';

export class InstallPrompt extends Part {
  state = { refused: forLong.get('install') === 'refused' };

  template() {
    const { refused } = this.state;
    if (refused || !installOffer()) return nothing;
    return html`<aside class="install" aria-labelledby="install-title">
      <img src="/icons/icon.svg" alt="" width="40" height="40">
      <div><strong id="install-title">${words.install.title}</strong><p class="hint">${words.install.about}</p></div>
      <button class="button main" type="button" @click=${() => this.#install()}>${words.install.action}</button>
      <button class="quiet square" type="button" aria-label=${words.install.refuse} @click=${() => this.#refuse()}>
        ${icon('cross')}</button>
    </aside>`;
  }

  async #install() {
    const { outcome } = await installOffer().prompt();
    if (outcome === 'dismissed') this.#refuse();
    else this.update({ refused: true });
  }

  #refuse() {
    forLong.set('install', 'refused');
    this.update({ refused: true });
  }
}
