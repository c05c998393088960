/**
 * Photos one at a time, as large as the screen: next and previous by swipe, arrow keys and buttons; a double tap
 * or the button enlarges further; Escape closes, and the focus goes back to where it was.
 *   viewer.open({photos, number, about, opener})     <photo-viewer></photo-viewer>
 */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { Part } from '../core/part.js';
import { photoFile } from '../core/paths.js';
import { words } from '../core/words.js';

const SWIPE = 40; // CSS pixels
const KEYS = { ArrowRight: 1, ArrowLeft: -1 };

export class PhotoViewer extends Part {
  state = { photos: [], number: 0, large: false };
  #from = null;
  #opener = null;

  open({ photos, number, about, opener }) {
    this.#opener = opener;
    this.update({ photos, number, about, large: false });
    this.querySelector('dialog').showModal();
  }

  template() {
    const { photos, number, about } = this.state;
    const photo = photos[number];
    return html`
      <dialog class="viewer" aria-label=${words.viewer.title} @keydown=${(event) => this.#key(event)}
        @close=${() => this.#closed()}>
        ${photo ? html`
          <p class="counter" role="status">
            <span class="unseen">${words.viewer.photo(about, number + 1)},</span> ${number + 1} / ${photos.length}</p>
          ${this.#stage(photo)}
          ${this.#bar(photos.length)}` : nothing}
      </dialog>`;
  }

  #stage({ id, width, height }) {
    const { about, number, large } = this.state;
    return html`
      <div class="stage" data-large=${large} tabindex=${large ? 0 : -1}
        @pointerdown=${(event) => this.#press(event)} @pointerup=${(event) => this.#release(event)}
        @pointercancel=${() => { this.#from = null; }} @dblclick=${(event) => this.#enlarge(event)}>
        <img src=${photoFile(id, 1280)} alt=${words.viewer.photo(about, number + 1)} width=${width} height=${height}
          draggable="false">
      </div>`;
  }

  #bar(count) {
    const { number, large } = this.state;
    const step = (way, name, label) => html`
      <button class="square" type="button" aria-disabled=${!this.#there(way)} @click=${() => this.#step(way)}>
        ${icon(name)}<span class="unseen">${label}</span></button>`;
    return html`<div class="viewer-bar">
      ${count > 1 ? step(-1, 'previous', words.viewer.previous) : nothing}
      <button class="square" type="button" aria-pressed=${large} @click=${() => this.#enlarge()}>
        ${icon('zoom')}<span class="unseen">${words.viewer.enlarge}</span></button>
      ${count > 1 ? step(1, 'next', words.viewer.next) : nothing}
      <button class="square close" type="button" @click=${() => this.querySelector('dialog').close()}>
        ${icon('cross')}<span class="unseen">${words.viewer.close}</span></button>
    </div>`;
  }

  #there(way) { return this.state.number + way in this.state.photos; }

  #step(way) {
    if (this.#there(way)) this.update({ number: this.state.number + way, large: false });
  }

  /** What is enlarged is scrolled by the arrows instead. */
  #key(event) {
    if (!(event.key in KEYS) || this.state.large) return;
    event.preventDefault();
    this.#step(KEYS[event.key]);
  }

  #press({ isPrimary, clientX, clientY }) {
    this.#from = isPrimary ? { x: clientX, y: clientY } : null;
  }

  #release({ clientX, clientY, pointerType }) {
    const [from, { large }] = [this.#from, this.state];
    this.#from = null;
    if (!from || large || pointerType === 'mouse') return;
    const [across, down] = [clientX - from.x, clientY - from.y];
    if (Math.abs(across) > SWIPE && Math.abs(across) > 1.5 * Math.abs(down)) this.#step(across < 0 ? 1 : -1);
  }

  /** The point that was tapped stays in the middle. */
  #enlarge(event) {
    const stage = this.querySelector('.stage');
    const box = stage.querySelector('img').getBoundingClientRect();
    const [x, y] = event ? [event.clientX - box.left, event.clientY - box.top] : [box.width / 2, box.height / 2];
    this.update({ large: !this.state.large });
    if (!this.state.large) return;
    stage.scrollTo((x / box.width) * stage.scrollWidth - stage.clientWidth / 2,
      (y / box.height) * stage.scrollHeight - stage.clientHeight / 2);
    stage.focus();
  }

  #closed() {
    this.update({ photos: [] });
    this.#opener?.focus();
  }
}
