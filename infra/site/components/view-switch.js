/**
 * How the room is shown: as a list or on the map, everywhere or around the reader. All of it stands in the address.
 *   <view-switch .query=${{tag, status, …, view, near}}></view-switch>
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { withQuery } from '../core/api.js';
import { asText } from '../core/area.js';
import { city, cityName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { drawnFrom } from '../core/part.js';
import { whereAmI } from '../core/place.js';
import { go } from '../core/router.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';

export class ViewSwitch extends drawnFrom('query') {
  template() {
    const { busy, refused } = this.state;
    return html`
      <nav class="views" aria-label=${words.map.views}>${this.#link(null, words.map.list)}
        ${this.#link('map', words.map.map)}</nav>
      ${this.query.near
        ? html`<a class="chip near" aria-current="true" href=${this.#address({ near: null })}>
            ${icon('aim')}${words.map.near}${icon('cross')}<span class="unseen">${words.map.everywhere}</span></a>`
        : html`<button class="chip near" type="button" aria-disabled=${Boolean(busy)} @click=${() => this.#locate()}>
            ${icon('aim')}${busy ? words.place.asking : words.map.near}</button>`}
      ${problem(refused)}`;
  }

  #link(view, label) {
    const current = (this.query.view ?? null) === view;
    return html`<a class="chip" href=${this.#address({ view })} aria-current=${current}>${label}</a>`;
  }

  #address(changed) { return withQuery('/', { ...this.query, ...changed }); }

  async #locate() {
    if (this.state.busy) return;
    this.update({ busy: true, refused: null });
    const changed = await whereAmI(city().map.bounds).then(
      (place) => ({ near: asText(place) }),
      ({ message: reason }) => ({ refused: words.map.refused[reason](cityName()) }),
    );
    this.update({ busy: false, refused: changed.refused });
    if (changed.refused) announce(changed.refused);
    else if (this.isConnected) go(this.#address(changed));
  }
}
