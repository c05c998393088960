/**
 * New posts of which one is told, by tag, by department, by area.
 *   <alert-watches .watches=${[watch]}></alert-watches>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city } from '../core/city.js';
import { icon } from '../core/icons.js';
import { named } from '../core/lazy.js';
import { drawnFrom } from '../core/part.js';
import { field, problem } from '../core/templates.js';
import { unwatch, watch, watchName } from '../core/watches.js';
import { inLanguage, words } from '../core/words.js';

const areaMap = () => named('area-map', () => import('./area-map.js').then((it) => it.AreaMap));

export class AlertWatches extends drawnFrom('watches') {
  template() {
    const tags = city().tags.map(({ name, label }) => [name, `#${inLanguage(label)}`]);
    const departments = city().departments.map(({ code, name }) => [code, inLanguage(name)]);
    return html`<h2 tabindex="-1">${words.watches.title}</h2><p>${words.watches.about}</p>
      ${this.watches.length ? html`<ul class="rows">${this.watches.map((one) => this.#row(one))}</ul>`
        : html`<p class="hint">${words.watches.none}</p>`}
      ${this.#choice('tag', words.watches.tag, tags)}
      ${this.#choice('department', words.watches.department, departments)}
      ${this.#place()}
      ${problem(this.state.problem)}`;
  }

  #row(one) {
    const name = watchName(one);
    return html`<li><span><strong>${name}</strong> <span class="hint">${words.watches.kinds[one.kind]}</span></span>
      <button class="quiet" type="button" @click=${() => this.#remove(one)}>${icon('cross')}
        <span>${words.remove}<span class="unseen"> ${name}</span></span></button></li>`;
  }

  /** What is watched already is not offered again. */
  #choice(kind, label, options) {
    const id = `watch-${kind}`;
    const free = options.filter(([value]) => !this.watches.some((one) => one.kind === kind && one.value === value));
    if (!free.length) return nothing;
    const control = html`<div class="joined"><select id=${id} name="value">
        ${free.map(([value, name]) => html`<option value=${value}>${name}</option>`)}</select>
      <button class="button">${words.watches.add}</button></div>`;
    return html`<form @submit=${(event) => this.#add(event, { kind, value: event.target.elements.value.value })}>
      ${field({ id, label, control })}</form>`;
  }

  #place() {
    const { area, choosing } = this.state;
    if (!choosing) {
      return html`<button class="button" type="button" @click=${() => this.#choose()}>
        ${icon('pin')}${words.watches.choose}</button>`;
    }
    return html`<form @submit=${(event) => this.#add(event, { kind: 'area', area: this.state.area })}>
      <fieldset><legend>${words.watches.place}</legend>
        <area-map .area=${area ?? null} @drawn=${({ detail }) => { this.state.area = detail; }}></area-map></fieldset>
      <div class="actions"><button class="button main">${words.watches.add}</button>
        <button class="button" type="button" @click=${() => this.update({ choosing: false })}>${words.cancel}</button></div>
    </form>`;
  }

  /** The map is loaded by those who choose on it. */
  async #choose() {
    const chosen = { choosing: true, area: null, problem: null };
    this.update(await areaMap().then(() => chosen, () => ({ problem: words.errors.offline })));
    this.querySelector('area-map')?.scrollIntoView({ block: 'nearest' });
  }

  #add(event, wanted) {
    event?.preventDefault();
    return this.#trying(async () => {
      const added = await watch(wanted);
      this.update({ watches: [...this.watches.filter(({ id }) => id !== added.id), added], choosing: false });
      return words.watches.added(watchName(added));
    });
  }

  #remove(one) {
    return this.#trying(async () => {
      await unwatch(one.id);
      this.watches = this.watches.filter(({ id }) => id !== one.id);
      this.querySelector('h2').focus(); // its button is gone
      return words.watches.removed(watchName(one));
    });
  }

  async #trying(action) {
    this.update({ problem: null });
    const sentence = await action().catch((error) => { this.update({ problem: error.message }); return error.message; });
    announce(sentence);
  }
}
