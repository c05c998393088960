/**
 * One photo of the room: a place holder while it is prepared, the reason when it was refused.
 *   <post-photo .photo=${photo} .words=${alternative text} .size=${320 | 1280}></post-photo>
 */
import { html } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { photoFile } from '../core/paths.js';
import { settled } from '../core/photos.js';
import { words } from '../core/words.js';

const COLOUR = /^#[0-9a-f]{6}$/i;

export class PostPhoto extends drawnFrom('photo') {
  words = '';
  size = 320;
  #awaited = null;

  update(changes) {
    super.update(changes);
    if (this.isConnected && this.photo.state === 'pending') this.#wait(this.photo.id);
  }

  async #wait(id) {
    if (this.#awaited === id) return;
    this.#awaited = id;
    const wanted = () => this.isConnected && this.photo.id === id;
    const photo = await settled(room, id, wanted).catch(() => null);
    if (photo && wanted()) this.photo = photo;
  }

  template() {
    this.dataset.state = this.photo.state;
    if (COLOUR.test(this.photo.color ?? '')) this.style.setProperty('--photo', this.photo.color);
    return this[this.photo.state]();
  }

  pending() {
    return html`<p class="photo-note" role="status">${icon('photo')}<span>${words.photos.pending}</span></p>`;
  }

  rejected() {
    return html`<p class="photo-note">${icon('photo')}
      <span>${words.photos.rejected}<br>${this.photo.message ?? ''}</span></p>`;
  }

  held() {
    return html`<p class="photo-note">${icon('photo')}<span>${words.photos.held}</span></p>`;
  }

  ready() {
    const { id, width, height } = this.photo;
    return html`<img src=${photoFile(id, this.size)} alt=${this.words} width=${width} height=${height}
      loading=${this.size > 320 ? 'eager' : 'lazy'} decoding="async">`;
  }
}
