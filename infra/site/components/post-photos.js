/**
 * The photos of a post; each that is ready leads to its large rendition.
 *   <post-photos .photos=${[photo]}></post-photos>
 */
import { html, nothing } from '/lib/lit-html.js';
import { drawnFrom } from '../core/part.js';
import { photoFile } from '../core/paths.js';
import { words } from '../core/words.js';

export class PostPhotos extends drawnFrom('photos') {
  template() {
    if (!this.photos.length) return nothing;
    return html`<ul class="photos" data-count=${this.photos.length}>${this.photos.map(item)}</ul>`;
  }
}

function item(photo, n) {
  const picture = html`<post-photo .photo=${photo} .size=${1280} .words=${words.photos.of(n + 1)}></post-photo>`;
  if (photo.state !== 'ready') return html`<li>${picture}</li>`;
  return html`<li><a href=${photoFile(photo.id, 1280)}>${picture}</a></li>`;
}
