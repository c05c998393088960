/**
 * Up to `most` photos, sent while one writes: a progress bar each, another try, removal. Sends "picked" with the ids.
 *   <photo-picker .ids=${[id]} .problem=${sentence} @picked=${({detail}) => …}></photo-picker>
 *   await picker.sent()   true when nothing is under way and nothing failed
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city } from '../core/city.js';
import { icon } from '../core/icons.js';
import { member, room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { photoFile } from '../core/paths.js';
import { accepted, settled, typeOf, upload } from '../core/photos.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';

export class PhotoPicker extends drawnFrom('problem') {
  state = { items: [], tooMany: false };
  ids = [];
  connectedCallback() {
    this.update({ items: this.ids.map((id) => ({ id, step: 'checking', sent: 1 })) });
    this.state.items.forEach((item) => this.#check(item));
  }

  disconnectedCallback() {
    this.state.items.forEach(({ preview }) => preview && URL.revokeObjectURL(preview));
  }

  async sent() {
    this.state.items.filter(({ step }) => step === 'held').forEach((item) => this.#send(item));
    await Promise.all(this.state.items.map(({ sending }) => sending));
    return this.state.items.every(({ step }) => step === 'checking' || step === 'ready');
  }

  template() {
    const { items, tooMany } = this.state;
    const most = city().limits.photos_most;
    return html`
      <fieldset aria-describedby="photos-hint">
        <legend>${words.photos.label}</legend>
        <p class="hint" id="photos-hint">${words.photos.hint(most, megabytes())}</p>
        <ul class="picked">${items.map((item, n) => this.#item(item, n))}
          ${items.length < most ? html`<li>${this.#adder()}</li>` : nothing}</ul>
        ${problem(this.problem ?? (tooMany ? words.photos.tooMany(most) : null))}
      </fieldset>`;
  }

  #adder() {
    return html`<label class="adder">${icon('camera')}<span>${words.photos.add}</span>
      <input type="file" class="unseen" accept=${accepted} multiple
        @change=${({ target }) => this.#add(target)}></label>`;
  }

  #item(item, n) {
    const name = item.file?.name ?? words.photos.of(n + 1);
    return html`
      <li class="item" data-step=${item.step}>
        ${this.#image(item)}
        <div class="item-words"><span class="item-name">${name}</span>
          ${item.step === 'sending'
            ? html`<progress max="1" .value=${item.sent} aria-label=${words.photos.progress(name)}></progress>`
            : html`<span class="item-step">${item.message ?? words.photos.steps[item.step]}</span>`}
        </div>
        ${item.step === 'failed' ? html`<button class="quiet" type="button" @click=${() => this.#send(item)}>
          ${words.retry}<span class="unseen">${name}</span></button>` : nothing}
        <button class="quiet square" type="button" @click=${() => this.#remove(item)}>${icon('cross')}
          <span class="unseen">${words.photos.remove(name)}</span></button>
      </li>`;
  }

  /** Not every browser can show every photo that the room takes. */
  #image(item) {
    const { preview, id, step } = item;
    const source = preview ?? (step === 'ready' ? photoFile(id, 320) : null);
    return source ? html`<img src=${source} alt="" width="64" height="64"
      @error=${() => this.#change(item, { preview: null })}>` : html`<span class="blank">${icon('photo')}</span>`;
  }

  #add(input) {
    const free = city().limits.photos_most - this.state.items.length;
    const files = [...input.files];
    input.value = '';
    const items = files.slice(0, free).map(asItem);
    this.update({ items: [...this.state.items, ...items], tooMany: files.length > free });
    items.filter(({ step }) => step === 'sending').forEach((item) => this.#send(item));
  }

  /** Only members send photos: before one is joined they wait for the post. */
  #send(item) {
    if (member()) item.sending = this.#upload(item);
    else this.#change(item, { step: 'held', message: null });
  }

  async #upload(item) {
    this.#change(item, { step: 'sending', sent: 0, message: null });
    try {
      const id = await upload(room, item.file, (sent) => this.#change(item, { sent }));
      this.#change(item, { id, step: 'checking' });
      this.#check(item);
    } catch (error) {
      this.#change(item, { step: 'failed', message: error.message });
    }
  }

  /** The room looks at each photo; one that it refuses is told at once, not after sending. */
  async #check(item) {
    const wanted = () => this.isConnected && this.state.items.includes(item);
    const photo = await settled(room, item.id, wanted).catch(() => gone);
    if (photo) this.#change(item, { step: photo.state, message: photo.message });
  }

  #change(item, changed) {
    Object.assign(item, changed);
    if (item.message) announce(item.message);
    this.#tell();
  }

  #remove(item) {
    if (item.preview) URL.revokeObjectURL(item.preview);
    this.state.items = this.state.items.filter((other) => other !== item);
    this.state.tooMany = false;
    this.#tell();
    this.querySelector('.adder input').focus();
  }

  #tell() {
    this.update();
    const detail = this.state.items.filter(({ id, step }) => id && step !== 'rejected').map(({ id }) => id);
    this.dispatchEvent(new CustomEvent('picked', { detail }));
  }
}

const gone = { state: 'rejected', message: words.photos.gone };
const megabytes = () => Math.floor(city().limits.photo_bytes_most / 1_000_000);

function asItem(file) {
  const message = refusal(file);
  if (message) return { file, step: 'rejected', message };
  return { file, step: 'sending', sent: 0, preview: URL.createObjectURL(file) };
}

/** What can be refused without asking the room. */
function refusal(file) {
  if (!typeOf(file)) return words.photos.unknown;
  return file.size > city().limits.photo_bytes_most ? words.photos.tooBig(megabytes()) : null;
}
