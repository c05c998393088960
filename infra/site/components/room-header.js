/**
 * The bar at the top: the room's name, writing, one's own page, the other language.
 *   <room-header></room-header>
 */
import { html } from '/lib/lit-html.js';
import { cityKnown, cityName, roomName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { member } from '../core/member.js';
import { Part } from '../core/part.js';
import { choose, otherLanguage, words } from '../core/words.js';

export class RoomHeader extends Part {
  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('member-change', () => this.update());
    cityKnown().then(() => this.update(), () => {});
  }

  template() {
    return html`
      <a class="skip" href="#main">${words.skip}</a>
      <div class="bar">
        <a class="brand" href="/">
          <img src="/icons/icon.svg" alt="" width="36" height="36">
          <span class="brand-words"><small>${cityName()}</small>${roomName() || words.room}</span>
        </a>
        <nav aria-label=${words.menu}>
          <a class="button main write-link" href="/write">${icon('plus')}<span>${words.write.title}</span></a>
          <a class="quiet" href="/me">${icon('person')}<span class="wide">${member()?.nickname ?? words.me.title}</span>
            <span class="unseen narrow">${words.me.title}</span></a>
          <button class="quiet" type="button" lang=${otherLanguage} @click=${() => choose(otherLanguage)}>
            ${words.otherLanguage}</button>
        </nav>
      </div>`;
  }
}
