/**
 * The end of what was read of a list: asks for more before the reader comes there, and has a button for it too.
 * Sends "more".
 *   <list-more .busy=${boolean} .problem=${sentence} @more=${…}></list-more>
 */
import { html } from '/lib/lit-html.js';
import { drawnFrom } from '../core/part.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';

const AHEAD = '1000px';
/** Then the button alone: whoever wants to reach the foot of the page can. */
const MOST_BY_ITSELF = 10;

export class ListMore extends drawnFrom('busy', 'problem') {
  #left = navigator.connection?.saveData ? 0 : MOST_BY_ITSELF;
  #watcher = new IntersectionObserver((seen) => this.#came(seen), { rootMargin: `0px 0px ${AHEAD}` });

  disconnectedCallback() { this.#watcher.disconnect(); }

  /** Watched anew after every page: a short one may leave the end where it was. */
  update(changes) {
    super.update(changes);
    this.#watcher.disconnect();
    if (this.isConnected && !this.busy && !this.problem && this.#left > 0) this.#watcher.observe(this);
  }

  template() {
    return html`<div role="alert">${problem(this.problem)}</div>
      <button class="button wide" type="button" aria-disabled=${Boolean(this.busy)} @click=${() => this.#ask()}>
        ${this.#label()}</button>`;
  }

  #label() {
    if (this.busy) return words.loading;
    return this.problem ? words.retry : words.list.more;
  }

  #came(seen) {
    if (!seen.at(-1).isIntersecting || this.busy) return;
    this.#left -= 1;
    this.#ask();
  }

  #ask() { this.dispatchEvent(new CustomEvent('more')); }
}
