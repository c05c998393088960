/**
 * Up to `most` photos: a progress bar each, another try, blurring, order, removal. They leave the browser once the
 * writer has gone on to something else, or posts: till then a face or a plate can be hidden that nobody has seen.
 * Sends "picked" with [{key, name, id}], and "located" with the place of a photo if its owner wants it used.
 *   <photo-picker .photos=${photos of the draft} .placed=${true} .problem=${sentence} @picked=${…} @located=${…}>
 *   await picker.sent()     true when all are sent; rejects when the line is down
 *   await picker.files()    Map of the files by key, to be sent later; null if one cannot be used
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { ApiError, newKey } from '../core/api.js';
import { dropBytes, keepBytes, keptFile } from '../core/bytes.js';
import { city } from '../core/city.js';
import { member, room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { placeIn } from '../core/photo-place.js';
import { settled, typeOf, upload } from '../core/photos.js';
import { shrunk } from '../core/shrink.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { adders, located, pickedPhoto } from './picked-photo.js';

const SENT = ['checking', 'ready'];

export class PhotoPicker extends drawnFrom('problem', 'placed') {
  state = { items: [], tooMany: false, found: null, asked: false };
  photos = [];
  #online = () => this.#resend();
  #goneOn = ({ target }) => { if (!this.contains(target)) this.#release(); };
  #told = null;

  connectedCallback() {
    this.update({ items: this.photos.map((photo) => ({ ...photo, step: photo.id ? 'checking' : 'preparing', sent: 1 })) });
    this.state.items.forEach((item) => { item.preparing = this.#restore(item); });
    addEventListener('online', this.#online);
    document.addEventListener('focusin', this.#goneOn);
  }

  disconnectedCallback() {
    removeEventListener('online', this.#online);
    document.removeEventListener('focusin', this.#goneOn);
    this.state.items.forEach(({ preview, abort }) => {
      abort?.abort();
      if (preview) URL.revokeObjectURL(preview);
    });
  }

  async sent() {
    await this.#prepared();
    this.#release();
    await Promise.all(this.state.items.map(({ sending }) => sending));
    if (this.state.items.some(({ unreached }) => unreached)) throw new ApiError(0);
    return this.state.items.every(({ step }) => SENT.includes(step));
  }

  async files() {
    await this.#prepared();
    if (this.state.items.some(({ step }) => step === 'rejected')) return null;
    return new Map(this.state.items.map(({ key, file }) => [key, file]));
  }

  #prepared() { return Promise.all(this.state.items.map(({ preparing }) => preparing)); }

  template() {
    const { items, tooMany, found } = this.state;
    const most = city().limits.photos_most;
    const act = {
      again: (item) => this.#send(item),
      blur: (item) => this.#blur(item),
      move: (item, by) => this.#move(item, this.state.items.indexOf(item) + by),
      drop: (from, to) => this.#move(this.state.items[from], to),
      remove: (item) => this.#remove(item),
      blind: (item) => this.#change(item, { preview: null }),
    };
    return html`
      <fieldset aria-describedby="photos-hint">
        <legend>${words.photos.label}</legend>
        <p class="hint" id="photos-hint">${words.photos.hint(most, megabytes())}</p>
        <ol class="picked">${items.map((item, n) => pickedPhoto(item, n, items.length, act))}</ol>
        ${found && !this.placed ? located((used) => this.#located(used)) : nothing}
        ${items.length < most ? adders((input) => this.#add(input)) : nothing}
        ${problem(this.problem ?? (tooMany ? words.photos.tooMany(most) : null))}
      </fieldset>
      <photo-blur></photo-blur>`;
  }

  #add(input) {
    const free = city().limits.photos_most - this.state.items.length;
    const files = [...input.files];
    input.value = '';
    const items = files.slice(0, free).map((file) => ({ key: newKey(), name: file.name, id: null, step: 'preparing' }));
    this.update({ items: [...this.state.items, ...items], tooMany: files.length > free });
    items.forEach((item, n) => { item.preparing = this.#prepare(item, files[n]); });
  }

  async #prepare(item, original) {
    const known = typeOf(original);
    if (known) this.#locate(original);
    const file = known && await shrunk(original).catch(() => null);
    if (!file) return this.#change(item, { step: 'rejected', message: words.photos.unknown });
    if (file.size > city().limits.photo_bytes_most) {
      return this.#change(item, { step: 'rejected', message: words.photos.tooBig(megabytes()) });
    }
    await this.#take(item, file);
  }

  /** What was kept of an earlier visit. */
  async #restore(item) {
    const file = await keptFile(item.key);
    if (!file && !item.id) return this.#change(item, { step: 'rejected', message: words.photos.gone });
    this.#change(item, { file, preview: file && URL.createObjectURL(file) });
    if (item.id) this.#check(item);
    else this.#send(item);
  }

  /** From here on these bytes are the photo, and nothing that was there before. */
  async #take(item, file) {
    item.abort?.abort();
    if (item.preview) URL.revokeObjectURL(item.preview);
    this.#change(item, { file, id: null, abort: null, preview: URL.createObjectURL(file), step: 'preparing' });
    await keepBytes(item.key, file).catch(() => dropBytes([item.key]));
    if (this.state.items.includes(item)) this.#send(item);
    else dropBytes([item.key]);
  }

  /** Only members send photos: before one is joined they wait for the post. */
  #send(item) {
    if (member() && item.released && !item.hiding) item.sending = this.#upload(item);
    else this.#change(item, { step: 'held', message: null });
  }

  #release() {
    this.state.items.forEach((item) => { item.released = true; });
    this.#resend();
  }

  #resend() {
    this.state.items.filter(({ step, released, unreached }) => (step === 'held' && released && member()) || unreached)
      .forEach((item) => this.#send(item));
  }

  async #upload(item) {
    const abort = new AbortController();
    this.#change(item, { step: 'sending', sent: 0, message: null, unreached: false, abort });
    const current = () => item.abort === abort && this.isConnected;
    try {
      const id = await upload(room, item.file, (sent) => current() && this.#change(item, { sent }), abort.signal);
      if (!current()) return;
      this.#change(item, { id, step: 'checking' });
      this.#check(item);
    } catch ({ status, message }) {
      const unreached = status === 0;
      if (current()) this.#change(item, { step: 'failed', unreached, message: unreached ? words.photos.later : message });
    }
  }

  /** The room looks at each photo; one that it refuses is told at once, one that it has thrown away goes once more. */
  async #check(item) {
    const { id } = item;
    const wanted = () => this.isConnected && item.id === id && this.state.items.includes(item);
    const photo = await settled(room, id, wanted).catch(() => gone);
    if (!photo || !wanted()) return;
    if (photo === gone && item.file && !item.anew) this.#send(Object.assign(item, { id: null, anew: true }));
    else this.#change(item, { step: photo.state, message: photo.message });
  }

  async #locate(original) {
    if (this.placed || this.state.asked) return;
    const found = await placeIn(original, city().map.bounds).catch(() => null);
    if (!found || this.placed || this.state.asked) return;
    this.update({ found, asked: true });
    announce(words.photos.located);
  }

  #located(used) {
    const { found: detail } = this.state;
    this.update({ found: null });
    this.querySelector('.adder input')?.focus();
    if (!used) return;
    this.dispatchEvent(new CustomEvent('located', { detail }));
    announce(words.photos.used);
  }

  /** Till it is done the photo stays here, also if the writer has gone on meanwhile. */
  async #blur(item) {
    if (item.hiding) return;
    item.hiding = true;
    item.preparing = this.#blurred(item)
      .finally(() => { item.hiding = false; })
      .then((blurred) => (blurred ? this.#take(item, blurred) : this.#resend()));
    await item.preparing;
  }

  async #blurred({ file }) {
    const { PhotoBlur } = await import('./photo-blur.js').catch(() => ({}));
    if (!PhotoBlur) return announce(words.errors.offline);
    if (!customElements.get('photo-blur')) customElements.define('photo-blur', PhotoBlur);
    return this.querySelector('photo-blur').blurred(file);
  }

  #move(item, to) {
    const items = this.state.items.filter((other) => other !== item);
    const place = Math.min(Math.max(to, 0), items.length);
    items.splice(place, 0, item);
    this.state.items = items;
    this.#tell();
    announce(words.photos.moved(place + 1));
  }

  #change(item, changed) {
    Object.assign(item, changed);
    if (changed.message) announce(changed.message);
    this.#tell();
  }

  #remove(item) {
    item.abort?.abort();
    if (item.preview) URL.revokeObjectURL(item.preview);
    dropBytes([item.key]);
    this.state.items = this.state.items.filter((other) => other !== item);
    this.state.tooMany = false;
    this.#tell();
    this.querySelector('.adder input').focus();
  }

  #tell() {
    this.update();
    if (!this.isConnected) return;
    const detail = this.state.items.filter(({ step }) => step !== 'rejected').map(({ key, name, id }) => ({ key, name, id }));
    const told = JSON.stringify(detail);
    if (told === this.#told) return;
    this.#told = told;
    this.dispatchEvent(new CustomEvent('picked', { detail }));
  }
}

const gone = { state: 'rejected', message: words.photos.gone };
const megabytes = () => Math.floor(city().limits.photo_bytes_most / 1_000_000);
