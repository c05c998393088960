/**
 * Says that what is shown may be old: no reception, or an answer from this device's memory.
 *   <connection-bar></connection-bar>
 */
import { html, nothing } from '/lib/lit-html.js';
import { Part } from '../core/part.js';
import { words } from '../core/words.js';

export class ConnectionBar extends Part {
  state = { lost: !navigator.onLine };

  connectedCallback() {
    super.connectedCallback();
    const know = (lost) => () => { if (lost !== this.state.lost) this.update({ lost }); };
    addEventListener('offline', know(true));
    addEventListener('online', know(false));
    const heard = { stored: know(true), live: know(false) };
    navigator.serviceWorker?.addEventListener('message', ({ data }) => heard[data]?.());
  }

  template() {
    return html`<p class="connection" role="status">${this.state.lost ? words.connection.lost : nothing}</p>`;
  }
}
