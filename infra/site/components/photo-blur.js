/**
 * Hides faces and number plates: what one rubs over becomes coarse squares, before the photo leaves the browser.
 *   <photo-blur></photo-blur>     const file = await element.blurred(file)     null if nothing was hidden
 */
import { html } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { Part } from '../core/part.js';
import { asPhoto, decoded } from '../core/shrink.js';
import { words } from '../core/words.js';

const GRAINS = 32; // squares along the long side: too few to know a face again by
const SIZES = [0.04, 0.07, 0.12, 0.2, 0.3]; // of the brush, in parts of the long side
const STEP = 0.25; // of the brush, that an arrow moves it
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class PhotoBlur extends Part {
  state = { size: 2, strokes: [], at: null, said: '' };
  #picture;
  #coarse;
  #file;
  #answer;

  async blurred(file) {
    this.#picture = await decoded(file);
    if (!this.#picture) return null;
    this.#file = file;
    const { width, height } = this.#picture;
    this.#coarse = coarse(this.#picture);
    this.update({ strokes: [], at: [width / 2, height / 2], size: 2, said: '' });
    Object.assign(this.#canvas, { width, height });
    this.#draw();
    this.#dialog.showModal();
    this.#canvas.focus();
    this.#frame();
    return new Promise((resolve) => { this.#answer = resolve; });
  }

  get #dialog() { return this.querySelector('dialog'); }
  get #canvas() { return this.querySelector('canvas'); }
  get #brush() { return SIZES[this.state.size] * Math.max(this.#canvas.width, this.#canvas.height); }

  template() {
    const { size, strokes, said } = this.state;
    return html`
      <dialog class="blur" aria-labelledby="blur-title" @close=${() => this.#closed()}>
        <h2 id="blur-title">${words.blur.title}</h2>
        <p class="hint" id="blur-about">${words.blur.about}</p>
        <div class="blur-space">
          <canvas tabindex="0" role="application" aria-label=${words.blur.canvas} aria-describedby="blur-about blur-keys"
            @keydown=${(event) => this.#key(event)} @pointerdown=${(event) => this.#press(event)}
            @pointermove=${(event) => this.#rub(event)}></canvas>
          <div class="blur-frame"></div>
        </div>
        <p class="hint" id="blur-keys">${words.blur.keys}</p>
        <p class="unseen" role="status">${said}</p>
        <div class="actions">
          <button class="button" type="button" ?disabled=${size === 0} @click=${() => this.#resize(-1)}>${words.blur.smaller}</button>
          <button class="button" type="button" ?disabled=${size === SIZES.length - 1}
            @click=${() => this.#resize(1)}>${words.blur.larger}</button>
          <button class="button" type="button" ?disabled=${!strokes.length} @click=${() => this.#undo()}>
            ${icon('back')}${words.blur.undo}</button>
        </div>
        <div class="actions ends">
          <button class="button" type="button" @click=${() => this.#dialog.close()}>${words.cancel}</button>
          <button class="button main" type="button" @click=${() => this.#done()}>${words.blur.done}</button>
        </div>
      </dialog>`;
  }

  #press(event) {
    event.target.setPointerCapture(event.pointerId);
    this.update({ strokes: [...this.state.strokes, { size: this.#brush, points: [] }] });
    this.#rub(event);
  }

  #rub(event) {
    const at = this.#place(event);
    this.update({ at });
    this.#frame();
    if (!event.buttons || !this.state.strokes.length) return;
    const stroke = this.state.strokes.at(-1);
    const from = stroke.points.at(-1) ?? at;
    between(from, at, stroke.size * STEP).forEach((point) => this.#hide(stroke, point));
  }

  #place({ offsetX, offsetY, target }) {
    const scale = target.width / target.clientWidth;
    return [offsetX * scale, offsetY * scale];
  }

  #hide(stroke, point) {
    stroke.points.push(point);
    this.#paint(stroke.size, point);
  }

  /** A whole number of pixels; the squares of the coarse picture stay where they are, however often one rubs. */
  #paint(size, [x, y]) {
    const [left, top, side] = [x - size / 2, y - size / 2, size].map(Math.round);
    this.#canvas.getContext('2d').drawImage(this.#coarse, left, top, side, side, left, top, side, side);
  }

  #draw() {
    this.#canvas.getContext('2d').drawImage(this.#picture, 0, 0);
    this.state.strokes.forEach(({ size, points }) => points.forEach((point) => this.#paint(size, point)));
  }

  /** Where the brush is, over the picture as it is shown. */
  #frame() {
    const { at: [x, y] } = this.state;
    const canvas = this.#canvas;
    const scale = canvas.clientWidth / canvas.width;
    const side = this.#brush * scale;
    Object.assign(this.querySelector('.blur-frame').style, {
      width: `${side}px`, height: `${side}px`,
      left: `${canvas.offsetLeft + x * scale - side / 2}px`, top: `${canvas.offsetTop + y * scale - side / 2}px`,
    });
  }

  #key(event) {
    const { key, ctrlKey, metaKey } = event;
    const act = {
      Enter: () => this.#stamp(), ' ': () => this.#stamp(), Backspace: () => this.#undo(),
      '+': () => this.#resize(1), '=': () => this.#resize(1), '-': () => this.#resize(-1),
      ...((ctrlKey || metaKey) && { z: () => this.#undo() }),
    }[key];
    if (!act && !MOVES[key]) return;
    event.preventDefault();
    if (act) act();
    else this.#move(MOVES[key]);
  }

  #move([right, down]) {
    const { at: [x, y] } = this.state;
    const { width, height } = this.#canvas;
    const step = this.#brush * STEP;
    const inside = (value, most) => Math.min(Math.max(value, 0), most);
    this.update({ at: [inside(x + right * step, width), inside(y + down * step, height)] });
    const [left, top] = this.state.at;
    this.update({ said: words.blur.at(Math.round((left / width) * 100), Math.round((top / height) * 100)) });
    this.#frame();
  }

  #stamp() {
    const stroke = { size: this.#brush, points: [] };
    this.#hide(stroke, this.state.at);
    const strokes = [...this.state.strokes, stroke];
    this.update({ strokes, said: words.blur.hidden(strokes.length) });
  }

  #resize(by) {
    this.update({ size: Math.min(Math.max(this.state.size + by, 0), SIZES.length - 1) });
    this.#frame();
  }

  #undo() {
    const strokes = this.state.strokes.slice(0, -1);
    this.update({ strokes, said: words.blur.undone(strokes.length) });
    this.#draw();
  }

  async #done() {
    const file = this.state.strokes.length ? await asPhoto(this.#canvas, this.#file.name) : null;
    this.#answer(file);
    this.#dialog.close();
  }

  /** An old phone has no memory to spare for pictures that nobody looks at. */
  #closed() {
    this.#answer(null);
    this.#picture.close();
    [this.#canvas, this.#coarse].forEach((canvas) => Object.assign(canvas, { width: 1, height: 1 }));
  }
}

/** The picture in GRAINS squares along its long side, each of one colour. */
function coarse(picture) {
  const grain = Math.max(picture.width, picture.height) / GRAINS;
  const few = canvasOf(picture, Math.ceil(picture.width / grain), Math.ceil(picture.height / grain));
  const canvas = canvasOf(few, picture.width, picture.height);
  few.width = few.height = 1;
  return canvas;
}

/** Shrunk it averages, enlarged it stays square. */
function canvasOf(source, width, height) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d', { alpha: false });
  pen.imageSmoothingEnabled = width < source.width;
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(source, 0, 0, width, height);
  return canvas;
}

/** The points from one to the other, the last included, no two further apart than `step`. */
function between([x, y], [toX, toY], step) {
  const count = Math.ceil(Math.hypot(toX - x, toY - y) / step) || 1;
  return Array.from({ length: count }, (_, n) => [x + ((toX - x) * (n + 1)) / count, y + ((toY - y) * (n + 1)) / count]);
}
