/**
 * Photos of an answer: sent as soon as they are chosen.
 *   <answer-photos></answer-photos>     await element.ids()     rejects while one could not be sent
 */
import { html, nothing } from '/lib/lit-html.js';
import { newKey } from '../core/api.js';
import { city } from '../core/city.js';
import { icon } from '../core/icons.js';
import { Part } from '../core/part.js';
import { accepted, typeOf, upload } from '../core/photos.js';
import { shrunk } from '../core/shrink.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { desk } from './session.js';
import { staff } from './words.js';

/** The desk announces its photos at an address of its own. */
const room = { post: (_, body) => desk.post('/v1/admin/photos', body) };

export class AnswerPhotos extends Part {
  state = { items: [], problem: null };

  async ids() { return Promise.all(this.state.items.map(({ sent }) => sent)); }

  disconnectedCallback() { this.state.items.forEach(({ preview }) => URL.revokeObjectURL(preview)); }

  template() {
    const { items, problem: message } = this.state;
    return html`<ul class="answer-photos">${items.map((item, n) => html`<li>
        <img src=${item.preview} alt=${words.photos.of(n + 1)} width="72" height="72">
        ${item.busy ? html`<span class="hint">${staff.answer.photoBusy}</span>` : nothing}
        <button class="quiet square" type="button" @click=${() => this.#drop(item)}>${icon('cross')}
          <span class="unseen">${staff.answer.photoDrop(n + 1)}</span></button></li>`)}</ul>
      <label class="button">${icon('camera')}${staff.answer.photo}
        <input class="unseen" type="file" multiple accept=${accepted} @change=${({ target }) => this.#add(target)}></label>
      ${problem(message)}`;
  }

  #add(input) {
    const free = city().limits.photos_most - this.state.items.length;
    const files = [...input.files].filter(typeOf).slice(0, free);
    input.value = '';
    const items = files.map((file) => ({ key: newKey(), preview: URL.createObjectURL(file), busy: true, file }));
    this.update({ items: [...this.state.items, ...items], problem: null });
    items.forEach((item) => { item.sent = this.#send(item); item.sent.catch(() => {}); });
  }

  async #send(item) {
    try {
      return await upload(room, await shrunk(item.file), () => {});
    } catch {
      this.update({ problem: staff.answer.photoFailed });
      this.#drop(item);
      throw new Error(staff.answer.photoFailed);
    } finally {
      item.busy = false;
      this.update();
    }
  }

  #drop(item) {
    URL.revokeObjectURL(item.preview);
    this.update({ items: this.state.items.filter((other) => other !== item) });
  }
}
