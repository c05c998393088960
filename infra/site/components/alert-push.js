/**
 * Being told on this device: asks the browser's permission only when it is switched on. Lists all devices.
 *   <alert-push .devices=${[{id, service, added_at}]}></alert-push>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { icon } from '../core/icons.js';
import { drawnFrom } from '../core/part.js';
import { Refused, hindrance, subscription, switchOff, switchOn, tell, thisDevice } from '../core/push.js';
import { problem } from '../core/templates.js';
import { longDay } from '../core/time.js';
import { words } from '../core/words.js';

export class AlertPush extends drawnFrom('devices') {
  connectedCallback() {
    super.connectedCallback();
    this.#look().catch(() => {});
  }

  /** A browser may have dropped its subscription by itself, or renewed it. */
  async #look() {
    const found = await subscription();
    this.update({ subscribed: Boolean(found) });
    if (this.#on) this.update(await this.#told(() => tell(found)));
  }

  async #told(telling) {
    const before = thisDevice();
    const device = await telling();
    const others = this.devices.filter(({ id }) => id !== before && id !== device.id);
    return { subscribed: true, devices: [...others, device] };
  }

  get #on() { return Boolean(this.state.subscribed && this.devices.some(({ id }) => id === thisDevice())); }

  template() {
    const hindered = hindrance();
    return html`<h2 tabindex="-1">${words.push.title}</h2><p>${words.push.about}</p>
      ${hindered ? html`<p class="known" role="status">${words.push.refused[hindered]}</p>` : this.#toggle()}
      ${problem(this.state.problem)}
      ${this.devices.length ? this.#list() : nothing}`;
  }

  #toggle() {
    const on = this.#on;
    return html`<button class="switch" type="button" role="switch" aria-checked=${on}
      aria-disabled=${Boolean(this.state.busy)} @click=${() => (on ? this.#off(thisDevice()) : this.#begin())}>
      <span>${words.push.here}</span><span class="switch-state">${on ? words.push.on : words.push.off}</span></button>`;
  }

  #list() {
    return html`<h3>${words.push.devices}</h3>
      <ul class="rows">${this.devices.map((device) => this.#device(device))}</ul>`;
  }

  #device({ id, service, added_at }) {
    const name = words.push.services[service] ?? service ?? words.push.gone;
    return html`<li><span><strong>${name}</strong>
        ${id === thisDevice() ? html`<span class="mark">${words.push.here}</span>` : nothing}
        <span class="hint">${words.push.since(longDay(added_at))}</span></span>
      <button class="quiet" type="button" @click=${() => this.#remove(id)}>${icon('cross')}
        <span>${words.remove}<span class="unseen"> ${name}, ${longDay(added_at)}</span></span></button></li>`;
  }

  #begin() {
    return this.#trying(() => this.#told(switchOn), words.push.onNow);
  }

  #off(id) {
    return this.#trying(async () => {
      await switchOff(id);
      return { devices: this.devices.filter((device) => device.id !== id) };
    }, words.push.offNow);
  }

  /** Its button goes with it, and the focus would too. */
  async #remove(id) {
    await this.#off(id);
    this.querySelector('h2').focus();
  }

  async #trying(action, sentence) {
    if (this.state.busy) return;
    this.update({ busy: true, problem: null });
    try {
      this.update({ ...(await action()), busy: false });
      announce(sentence);
    } catch (error) {
      const message = error instanceof Refused ? words.push.refused[error.message] : error.message;
      this.update({ busy: false, problem: hindrance() ? null : message });
      announce(message);
    }
  }
}
