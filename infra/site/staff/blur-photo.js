/**
 * Boxes over what nobody should recognise in a photo of a post; the room then makes its public photo anew.
 *   element.open(action, {post, photo})     sends "acted", "stale", "closed"
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { Part } from '../core/part.js';
import { photoFile } from '../core/paths.js';
import { decoded } from '../core/shrink.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { actionField, valuesOf } from './field.js';
import { isStale, send } from './send.js';
import { staff } from './words.js';

const FIELDS = [{ name: 'reason', kind: 'textarea', needed: true, rows: 2, hint: 'public' }];
const LARGE = 1280;
const STEP = 0.02; // of the picture, that a key moves or resizes the frame
const LEAST = 0.02;
const LINE = 4; // CSS pixels
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const inside = (value, most = 1) => Math.min(Math.max(value, 0), most);

export class BlurPhoto extends Part {
  /** All in parts of the picture: `frame` is the box that is being drawn, or moved by keys. */
  state = { regions: [], frame: { x: 0.4, y: 0.4, width: 0.2, height: 0.2 }, from: null, problems: {}, problem: null, busy: false };
  #picture;
  #action;
  #context;

  async open(action, context) {
    [this.#action, this.#context] = [action, context];
    const blob = await fetch(photoFile(context.photo.id, LARGE)).then((response) => response.blob()).catch(() => null);
    this.#picture = blob && await decoded(blob);
    this.querySelector('dialog').showModal();
    if (!this.#picture) return this.update({ problem: staff.blur.unreadable });
    const { width, height } = this.#picture;
    Object.assign(this.#canvas, { width, height });
    this.#draw();
    this.#canvas.focus();
  }

  get #canvas() { return this.querySelector('canvas'); }

  template() {
    const { regions, problems, problem: message, busy, said } = this.state;
    return html`<dialog class="blur" aria-labelledby="region-title" @close=${() => this.#closed()}>
      <h2 id="region-title">${staff.blur.title}</h2><p class="hint" id="region-about">${staff.blur.about}</p>
      <div class="blur-space"><canvas tabindex="0" role="application" aria-label=${staff.blur.canvas} aria-describedby="region-about"
        @pointerdown=${(event) => this.#press(event)} @pointermove=${(event) => this.#drag(event)} @pointerup=${() => this.#release()}
        @keydown=${(event) => this.#key(event)}></canvas></div>
      <p class="unseen" role="status">${said}</p>
      <form novalidate @submit=${(event) => this.#submit(event)}>
        <div class="actions"><span class="badge">${staff.blur.hidden(regions.length)}</span>
          <button class="button" type="button" ?disabled=${!regions.length} @click=${() => this.#undo()}>${staff.blur.undo}</button></div>
        ${FIELDS.map((field) => actionField(field, this.#context, {}, problems))}
        <div role="alert">${problem(message)}</div>
        <div class="actions ends"><button class="button" type="button" @click=${() => this.#close()}>${words.cancel}</button>
          <button class="button main" aria-disabled=${busy}>${staff.blur.send}</button></div>
      </form></dialog>`;
  }

  #at({ offsetX, offsetY, target }) {
    return { x: inside(offsetX / target.clientWidth), y: inside(offsetY / target.clientHeight) };
  }

  #press(event) {
    event.target.setPointerCapture(event.pointerId);
    this.state.from = this.#at(event);
  }

  #drag(event) {
    const { from } = this.state;
    if (!from) return;
    const to = this.#at(event);
    this.state.frame = {
      x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(from.x - to.x), height: Math.abs(from.y - to.y),
    };
    this.state.drawn = true;
    this.#draw();
  }

  /** A tap without a drag draws nothing. */
  #release() {
    const { frame: { width, height }, drawn } = this.state;
    Object.assign(this.state, { from: null, drawn: false });
    if (drawn && width >= LEAST && height >= LEAST) this.#stamp();
  }

  #key(event) {
    const act = {
      Enter: () => this.#stamp(), ' ': () => this.#stamp(), Backspace: () => this.#undo(),
      '+': () => this.#resize(STEP), '=': () => this.#resize(STEP), '-': () => this.#resize(-STEP),
    }[event.key] ?? (MOVES[event.key] && (() => this.#move(MOVES[event.key])));
    if (!act) return;
    event.preventDefault();
    act();
  }

  #move([right, down]) {
    const { frame } = this.state;
    const x = inside(frame.x + right * STEP, 1 - frame.width);
    const y = inside(frame.y + down * STEP, 1 - frame.height);
    this.update({ frame: { ...frame, x, y }, said: staff.blur.frame(Math.round(x * 100), Math.round(y * 100)) });
    this.#draw();
  }

  #resize(by) {
    const { frame } = this.state;
    const size = (side, start) => inside(Math.max(side + by, LEAST), 1 - start);
    this.update({ frame: { ...frame, width: size(frame.width, frame.x), height: size(frame.height, frame.y) } });
    this.#draw();
  }

  #stamp() {
    const regions = [...this.state.regions, { ...this.state.frame }];
    this.update({ regions, problem: null, said: staff.blur.hidden(regions.length) });
    this.#draw();
  }

  #undo() {
    const regions = this.state.regions.slice(0, -1);
    this.update({ regions, said: staff.blur.hidden(regions.length) });
    this.#draw();
  }

  #draw() {
    const { width, height } = this.#canvas;
    const pen = this.#canvas.getContext('2d');
    const box = ({ x, y, width: wide, height: tall }) => [x * width, y * height, wide * width, tall * height];
    pen.drawImage(this.#picture, 0, 0, width, height);
    const style = getComputedStyle(this);
    pen.fillStyle = style.getPropertyValue('--ink-soft');
    this.state.regions.forEach((region) => pen.fillRect(...box(region)));
    Object.assign(pen, { strokeStyle: style.getPropertyValue('--accent'), lineWidth: (LINE * width) / this.#canvas.clientWidth });
    pen.strokeRect(...box(this.state.frame));
  }

  async #submit(event) {
    event.preventDefault();
    if (this.state.busy) return;
    const { regions } = this.state;
    const { values, problems } = valuesOf(FIELDS, event.target);
    this.update({ problems, problem: regions.length ? null : staff.blur.none });
    if (!regions.length || Object.keys(problems).length) return;
    this.update({ busy: true });
    try {
      const answer = await send(this.#action, this.#context, { regions: regions.map(rounded), ...values });
      announce(staff.actions.blur.done);
      this.dispatchEvent(new CustomEvent('acted', { detail: { action: this.#action, answer } }));
      this.#close();
    } catch (error) {
      this.update({ busy: false, problem: error.message });
      announce(error.message);
      if (isStale(error)) this.dispatchEvent(new Event('stale'));
    }
  }

  #close() { this.querySelector('dialog').close(); }

  #closed() {
    this.#picture?.close();
    this.dispatchEvent(new Event('closed'));
  }
}

const rounded = (region) => Object.fromEntries(Object.entries(region).map(([name, part]) => [name, Number(part.toFixed(4))]));
