/**
 * Photos of a post or comment; each that is ready leads to its large rendition.
 * Sends "look" with {photos, number, about, opener}, bubbling: who shows it larger in place takes it by preventDefault().
 *   <post-photos .photos=${[photo]} .about=${what they belong to} .size=${320 | 1280}></post-photos>
 */
import { html, nothing } from '/lib/lit-html.js';
import { drawnFrom } from '../core/part.js';
import { photoFile } from '../core/paths.js';
import { words } from '../core/words.js';

export class PostPhotos extends drawnFrom('photos', 'about') {
  size = 1280;

  template() {
    if (!this.photos?.length) return nothing;
    return html`<ul class="photos" data-count=${this.photos.length}>
      ${this.photos.map((photo, n) => html`<li>${this.#item(photo, n)}</li>`)}</ul>`;
  }

  #item(photo, n) {
    const name = words.viewer.photo(this.about, n + 1);
    const picture = html`<post-photo .photo=${photo} .size=${this.size} .words=${name}></post-photo>`;
    if (photo.state !== 'ready') return picture;
    return html`<a href=${photoFile(photo.id, 1280)} @click=${(event) => this.#look(event, photo)}>${picture}</a>`;
  }

  #look(event, photo) {
    const photos = this.photos.filter(({ state }) => state === 'ready');
    const detail = { photos, number: photos.indexOf(photo), about: this.about, opener: event.currentTarget };
    const look = new CustomEvent('look', { bubbles: true, cancelable: true, detail });
    if (!this.dispatchEvent(look)) event.preventDefault();
  }
}
