/**
 * Who answers for the room and how to reach them by telephone.
 *   <room-footer></room-footer>
 */
import { html, nothing } from '/lib/lit-html.js';
import { city, cityKnown, cityName, roomName } from '../core/city.js';
import { Part } from '../core/part.js';
import { telephone } from '../core/templates.js';
import { inLanguage, words } from '../core/words.js';

export class RoomFooter extends Part {
  connectedCallback() {
    super.connectedCallback();
    cityKnown().then(() => this.update(), () => {});
  }

  template() {
    if (!city()) return nothing;
    return html`
      <div class="foot">
        <p><strong>${cityName()} ${roomName()}</strong><br>${inLanguage(city().about)}</p>
        <p>${words.foot.telephone} ${telephone(city().switchboard)}<br>
          <a href="/about">${words.about.link}</a> <a href="/stats">${words.stats.title}</a> <a href="/staff/">${words.foot.staff}</a></p>
      </div>`;
  }
}
