/** What photo-picker shows: one photo with all that can be done to it, and the ways to get more. */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { photoFile } from '../core/paths.js';
import { accepted } from '../core/photos.js';
import { words } from '../core/words.js';

const BLURRED = ['held', 'sending', 'checking', 'ready', 'failed'];

/** `act`: {again, blur, move, drop, remove, blind}, each of an item. Dragging is for a mouse; the buttons do the same. */
export function pickedPhoto(item, n, count, act) {
  const name = words.photos.of(n + 1);
  return html`
    <li class="item" data-step=${item.step} draggable=${count > 1 ? 'true' : 'false'}
      @dragstart=${({ dataTransfer }) => dataTransfer.setData('application/x-photo', n)}
      @dragover=${(event) => event.dataTransfer.types.includes('application/x-photo') && event.preventDefault()}
      @drop=${(event) => dropped(event, n, act)}>
      ${image(item, act)}
      <div class="item-words"><span class="item-name">${name}</span>${state(item, name)}</div>
      <div class="item-acts">
        ${item.step === 'failed' ? button(words.retry, null, name, () => act.again(item)) : nothing}
        ${item.file && item.preview && BLURRED.includes(item.step)
          ? button(words.blur.open, null, name, () => act.blur(item)) : nothing}
        ${n > 0 ? button(words.photos.forward, 'previous', name, (event) => moved(event, item, n, -1, act)) : nothing}
        ${n < count - 1 ? button(words.photos.backward, 'next', name, (event) => moved(event, item, n, 1, act)) : nothing}
        <button class="quiet square" type="button" @click=${() => act.remove(item)}>${icon('cross')}
          <span class="unseen">${words.photos.remove(name)}</span></button>
      </div>
    </li>`;
}

const button = (label, drawing, name, act) => html`
  <button class="quiet" type="button" @click=${act}>${drawing ? icon(drawing) : nothing}<span>${label}</span>
    <span class="unseen">${name}</span></button>`;

const state = ({ step, sent, message }, name) => (step === 'sending'
  ? html`<progress max="1" .value=${sent ?? 0} aria-label=${words.photos.progress(name)}></progress>`
  : html`<span class="item-step">${message ?? words.photos.steps[step]}</span>`);

/** Not every browser can show every photo that the room takes. */
function image(item, act) {
  const { preview, id, step } = item;
  const source = preview ?? (step === 'ready' ? photoFile(id, 320) : null);
  return source ? html`<img src=${source} alt="" width="64" height="64" draggable="false"
    @error=${() => act.blind(item)}>` : html`<span class="blank">${icon('photo')}</span>`;
}

function dropped(event, to, act) {
  const from = event.dataTransfer.getData('application/x-photo');
  if (!from) return;
  event.preventDefault();
  act.drop(Number(from), to);
}

/** The focus goes with the photo; at the end of the row there is only the way back. */
function moved({ currentTarget }, item, n, by, act) {
  const list = currentTarget.closest('ol');
  const label = currentTarget.querySelector('span').textContent;
  act.move(item, by);
  const buttons = [...list.children[n + by].querySelectorAll('.item-acts .quiet:not(.square)')];
  (buttons.find((one) => one.textContent.includes(label)) ?? buttons.at(-1)).focus();
}

/** Whether the photo's own place may be used: asked, never taken. */
export const located = (answer) => html`
  <div class="ask" role="group" aria-labelledby="located">
    <p id="located"><strong>${words.photos.located}</strong><br><span class="hint">${words.photos.locatedWhy}</span></p>
    <div class="actions">
      <button class="button main" type="button" @click=${() => answer(true)}>${words.photos.use}</button>
      <button class="button" type="button" @click=${() => answer(false)}>${words.photos.useNot}</button>
    </div>
  </div>`;

/** The gallery for all, the camera where there is one in the hand. */
export const adders = (add) => html`
  <div class="adders">
    <label class="adder">${icon('photo')}<span>${words.photos.add}</span>
      <input type="file" class="unseen" accept=${accepted} multiple @change=${({ target }) => add(target)}></label>
    <label class="adder camera">${icon('camera')}<span>${words.photos.take}</span>
      <input type="file" class="unseen" accept="image/*" capture="environment" @change=${({ target }) => add(target)}></label>
  </div>`;
