/**
 * What keys there are, and their switch. One in the page.
 *   <shortcut-help></shortcut-help>     open()
 */
import { html } from '/lib/lit-html.js';
import { Part } from '../core/part.js';
import { KEYS, shortcutsOn, switchShortcuts } from './shortcuts.js';
import { staff } from './words.js';

export class ShortcutHelp extends Part {
  #opener = null;

  open() {
    this.#opener = document.activeElement;
    this.update();
    this.querySelector('dialog').showModal();
  }

  template() {
    return html`<dialog class="keys" aria-labelledby="keys-title" @close=${() => this.#opener?.focus()}>
      <h2 id="keys-title">${staff.keys.title}</h2>
      ${Object.entries(KEYS).map(([kind, keys]) => html`<h3>${staff.keys[kind]}</h3><dl>${rows(kind, keys)}</dl>`)}
      <label class="tick"><input type="checkbox" .checked=${shortcutsOn()} @change=${({ target }) => switchShortcuts(target.checked)}>
        <span>${staff.keys.on}<br><span class="hint">${staff.keys.why}</span></span></label>
      <div class="actions"><button class="button main" type="button" @click=${() => this.querySelector('dialog').close()}>
        ${staff.result.close}</button></div>
    </dialog>`;
  }
}

const SHOWN = { ArrowDown: '↓', ArrowUp: '↑' };

const rows = (kind, keys) => {
  const byName = grouped(keys);
  const all = kind === 'list' ? { ...byName, open: ['Enter'] } : byName;
  return Object.entries(all).map(([name, own]) => html`<div>
    <dt>${own.map((key) => html`<kbd>${SHOWN[key] ?? key}</kbd> `)}</dt><dd>${staff.keys.names[name]}</dd></div>`);
};

const grouped = (keys) => Object.entries(keys).reduce((all, [key, name]) => ({ ...all, [name]: [...(all[name] ?? []), key] }), {});
