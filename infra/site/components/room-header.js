/**
 * The bar at the top: the room's name, writing, one's own page, the other language.
 *   <room-header></room-header>
 */
import { html, nothing } from '/lib/lit-html.js';
import { cityKnown, cityName, roomName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { member } from '../core/member.js';
import { Part } from '../core/part.js';
import { askUnread, unreadPosts } from '../core/unread.js';
import { choose, otherLanguage, words } from '../core/words.js';

const CHANGES = ['member-change', 'unread-change'];

export class RoomHeader extends Part {
  connectedCallback() {
    super.connectedCallback();
    CHANGES.forEach((change) => document.addEventListener(change, () => this.update()));
    cityKnown().then(() => this.update(), () => {});
    (window.requestIdleCallback ?? setTimeout)(askUnread);
    document.addEventListener('visibilitychange', () => document.hidden || askUnread());
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
          <a class="quiet" href="/me">${icon('person')}${unread()}
            <span class="wide">${member()?.nickname ?? words.me.title}</span>
            <span class="unseen narrow">${words.me.title}</span></a>
          <button class="quiet" type="button" lang=${otherLanguage} @click=${() => choose(otherLanguage)}>
            ${words.otherLanguage}</button>
        </nav>
      </div>`;
  }
}

function unread() {
  const count = unreadPosts();
  if (!count) return nothing;
  return html`<span class="dot" aria-hidden="true">${count}</span><span class="unseen">${words.follows.news(count)},</span>`;
}
