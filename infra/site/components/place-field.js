/**
 * Where it is: written, or where the writer stands now. Sends "placed" with {address, position}.
 *   <place-field .place=${{address, position}} .problem=${sentence} @placed=${({detail}) => …}></place-field>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city, cityName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { drawnFrom } from '../core/part.js';
import { whereAmI } from '../core/place.js';
import { describedBy, field, problem } from '../core/templates.js';
import { words } from '../core/words.js';

export class PlaceField extends drawnFrom('place', 'problem') {
  state = { busy: false, refused: null };
  template() {
    return html`
      ${field({
        id: 'address', label: words.place.label, hint: words.place.hint, error: this.problem, control: this.#address(),
      })}
      ${this.place.position ? this.#found() : this.#finder()}`;
  }

  #address() {
    return html`<input id="address" name="address" autocomplete="off" maxlength=${city().limits.place_most}
      .value=${this.place.address}
      aria-describedby=${describedBy('address', words.place.hint, this.problem)} aria-invalid=${Boolean(this.problem)}
      @input=${({ target }) => this.#set({ address: target.value })}>`;
  }

  #finder() {
    const { busy, refused } = this.state;
    return html`<button class="button" type="button" aria-disabled=${busy} @click=${() => this.#locate()}>
      ${icon('aim')}<span>${busy ? words.place.asking : words.place.here}</span></button>
      ${refused ? problem(words.place.refused[refused](cityName()), 'position-problem') : nothing}`;
  }

  #found() {
    const { lat, lon, accuracy } = this.place.position;
    return html`<p class="found">${icon('pin')}
      <span>${words.place.found(lat.toFixed(5), lon.toFixed(5), accuracy)}</span>
      <button class="quiet" type="button" @click=${() => this.#set({ position: null })}>${words.remove}</button></p>`;
  }

  async #locate() {
    if (this.state.busy) return;
    this.update({ busy: true, refused: null });
    try {
      this.#set({ position: await whereAmI(city().map.bounds) });
    } catch ({ message: refused }) {
      this.update({ refused });
      announce(words.place.refused[refused](cityName()));
    }
    this.update({ busy: false });
  }

  #set(changed) {
    this.place = { ...this.place, ...changed };
    this.dispatchEvent(new CustomEvent('placed', { detail: this.place }));
  }
}
