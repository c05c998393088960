/**
 * The bar of the staff page.
 *   <staff-header></staff-header>
 */
import { html, nothing } from '/lib/lit-html.js';
import { cityKnown, cityName, roomName } from '../core/city.js';
import { Part } from '../core/part.js';
import { choose, otherLanguage, words } from '../core/words.js';
import { signedIn, signOut, who } from './session.js';

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
          <span class="brand-words"><small>${cityName()} ${roomName()}</small>${words.staff.title}</span>
        </a>
        <nav aria-label=${words.menu}>
          ${signedIn() ? html`<span class="wide who">${who()}</span>
            <button class="quiet" type="button" @click=${signOut}>${words.staff.signOut}</button>` : nothing}
          <a class="quiet wide" href="/">${words.staff.room}</a>
          <button class="quiet" type="button" lang=${otherLanguage} @click=${() => choose(otherLanguage)}>
            ${words.otherLanguage}</button>
        </nav>
      </div>`;
  }
}
