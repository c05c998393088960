/**
 * Where it is: written, where the writer stands now, or chosen on the map. Sends "placed" with {address, position}.
 *   <place-field .place=${{address, position}} .problem=${sentence} @placed=${({detail}) => …}></place-field>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city, cityName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { named } from '../core/lazy.js';
import { drawnFrom } from '../core/part.js';
import { whereAmI } from '../core/place.js';
import { describedBy, field, problem } from '../core/templates.js';
import { words } from '../core/words.js';

export class PlaceField extends drawnFrom('place', 'problem') {
  state = { busy: false, refused: null, picking: false };

  template() {
    const { position } = this.place;
    return html`
      ${field({
        id: 'address', label: words.place.label, hint: words.place.hint, error: this.problem, control: this.#address(),
      })}
      ${position ? this.#found() : nothing}
      <div class="actions">${position ? nothing : this.#finder()}${this.#picker()}</div>
      ${this.#refusal()}
      ${this.state.picking ? html`<place-picker .position=${position}
        @picked=${({ detail }) => this.#picked(detail)} @left=${() => this.#stopPicking()}></place-picker>` : nothing}`;
  }

  #address() {
    return html`<input id="address" name="address" autocomplete="off" maxlength=${city().limits.place_most}
      .value=${this.place.address}
      aria-describedby=${describedBy('address', words.place.hint, this.problem)} aria-invalid=${Boolean(this.problem)}
      @input=${({ target }) => this.#set({ address: target.value })}>`;
  }

  #finder() {
    const { busy } = this.state;
    return html`<button class="button" type="button" aria-disabled=${busy} @click=${() => this.#locate()}>
      ${icon('aim')}<span>${busy ? words.place.asking : words.place.here}</span></button>`;
  }

  #picker() {
    const { picking } = this.state;
    return html`<button class="button pick" type="button" aria-expanded=${picking}
      @click=${() => (picking ? this.#stopPicking() : this.#pick())}>
      ${icon('map')}<span>${this.place.position ? words.map.correct : words.map.pick}</span></button>`;
  }

  #refusal() {
    const { refused } = this.state;
    return refused ? problem(words.place.refused[refused]?.(cityName()) ?? words.map.unavailable, 'position-problem')
      : nothing;
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
    const { position, refused = null } = await whereAmI(city().map.bounds)
      .then((found) => ({ position: found }), ({ message }) => ({ refused: message }));
    if (!this.isConnected) return; // the post went without waiting for it
    this.update({ busy: false, refused });
    if (position) this.#set({ position });
    else announce(words.place.refused[refused](cityName()));
  }

  async #pick() {
    try {
      await named('place-picker', () => import('./place-picker.js').then((it) => it.PlacePicker));
      this.update({ picking: true, refused: null });
    } catch {
      this.update({ refused: 'map' });
    }
  }

  #picked({ lat, lon }) {
    this.#set({ position: { lat, lon } });
    this.#stopPicking();
    announce(words.map.taken);
  }

  #stopPicking() {
    this.update({ picking: false });
    this.querySelector('.pick').focus();
  }

  #set(changed) {
    this.place = { ...this.place, ...changed };
    this.dispatchEvent(new CustomEvent('placed', { detail: this.place }));
  }
}
