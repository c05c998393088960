/**
 * The bar of the staff page.
 *   <staff-header></staff-header>
 */
import { html, nothing } from '/lib/lit-html.js';
import { cityKnown, cityName, roomName } from '../core/city.js';
import { Part } from '../core/part.js';
import { choose, otherLanguage, words } from '../core/words.js';
import { may, me } from './clerk.js';
import { signedIn, signOut, who } from './session.js';
import { showHelp } from './shortcuts.js';
import { staff } from './words.js';

/** What leads where, for whom. */
const PAGES = [
  { name: 'queue', href: '/staff/', right: 'read' },
  { name: 'figures', href: '/staff/?page=figures', right: 'figures' },
  { name: 'router', href: '/staff/?page=router', right: 'manage_router' },
  { name: 'admin', href: '/staff/?page=admin', right: 'check_profile' },
];

export class StaffHeader extends Part {
  connectedCallback() {
    super.connectedCallback();
    cityKnown().then(() => this.update(), () => {});
  }

  template() {
    return html`
      <a class="skip" href="#main">${words.skip}</a>
      <div class="bar">
        <a class="brand" href="/staff/">
          <img src="/icons/icon.svg" alt="" width="36" height="36">
          <span class="brand-words"><small>${who() || html`${cityName()} ${roomName()}`}</small>${staff.title}</span>
        </a>
        <nav aria-label=${words.menu}>
          ${me() ? PAGES.filter(({ right }) => may(right)).map(page) : nothing}
          ${me() ? html`<button class="quiet wide" type="button" @click=${showHelp}>${staff.menu.keys}</button>` : nothing}
          <a class="quiet wide" href="/">${staff.menu.room}</a>
          <button class="quiet wide" type="button" lang=${otherLanguage} @click=${() => choose(otherLanguage)}>
            ${words.otherLanguage}</button>
          ${signedIn() ? html`<button class="quiet" type="button" @click=${signOut}>${staff.signOut}</button>` : nothing}
        </nav>
      </div>`;
  }
}

const page = ({ name, href }) => html`<a class=${name === 'queue' ? 'quiet wide' : 'quiet'} href=${href}>${staff.menu[name]}</a>`;
