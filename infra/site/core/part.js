/** What every element of the page is: state, and one template that draws it. */
import { html, render } from '/lib/lit-html.js';
import { cityKnown, roomName } from './city.js';
import { failure, skeleton } from './templates.js';

export class Part extends HTMLElement {
  state = {};

  connectedCallback() { this.update(); }

  update(changes) {
    Object.assign(this.state, changes);
    if (this.isConnected) render(this.template(), this);
  }
}

/** A Part that is drawn anew whenever one of these properties is set; they are kept in its state. */
export function drawnFrom(...names) {
  class Drawn extends Part {
    /** Takes over what was set before the element had its class: see core/lazy.js. */
    connectedCallback() {
      for (const name of names.filter((own) => Object.hasOwn(this, own))) {
        this.state[name] = this[name];
        delete this[name];
      }
      super.connectedCallback();
    }
  }
  names.forEach((name) => Object.defineProperty(Drawn.prototype, name, {
    get() { return this.state[name]; },
    set(value) { this.update({ [name]: value }); },
  }));
  return Drawn;
}

/** A whole page: it reads (`read`), then shows (`ready`), or says why not and tries again. */
export class View extends Part {
  state = { phase: 'loading' };
  #reading = 0;
  #settle;
  /** Resolves when there is something to read, be it the reason why there is nothing. */
  shown = new Promise((resolve) => { this.#settle = resolve; });

  connectedCallback() { this.load(); }

  async load() {
    const number = ++this.#reading;
    this.update({ phase: 'loading', error: null });
    const result = await Promise.all([this.read(), cityKnown()]).then(
      ([read]) => ({ ...read, phase: 'ready' }),
      (error) => ({ error, phase: 'failed' }),
    );
    if (number === this.#reading) this.update(result);
  }

  async read() { return {}; }

  update(changes) {
    super.update(changes);
    if (!this.isConnected) return;
    document.title = [this.heading(), roomName()].filter(Boolean).join(' · ');
    if (this.state.phase !== 'loading') this.#settle();
  }

  /** The h1 stays the same element through all phases: the router gives it the focus. */
  template() {
    return html`
      <header class="page-head">${this.lead()}<h1 tabindex="-1">${this.heading()}</h1>${this.tail()}</header>
      ${this[this.state.phase]()}`;
  }

  heading() { return ''; }
  lead() { return null; }
  tail() { return null; }
  loading() { return skeleton(); }
  failed() { return failure(this.state.error, () => this.load()); }
}
