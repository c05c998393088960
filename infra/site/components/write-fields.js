/** The plain parts of the form of writing: the text, who may read it, and the end. */
import { html } from '/lib/lit-html.js';
import { city } from '../core/city.js';
import { describedBy, field } from '../core/templates.js';
import { words } from '../core/words.js';
import { personalHint } from './personal-hint.js';

export function textField(text, error, onInput) {
  const { text_least, text_most } = city().limits;
  const hint = words.write.textHint;
  const length = [...text.trim()].length;
  const control = html`<textarea id="text" name="text" rows="6" .value=${text}
      aria-describedby=${describedBy('text', hint, error)} aria-invalid=${Boolean(error)}
      @input=${({ target }) => onInput(target.value)}></textarea>
    <p class="tally" data-over=${length > text_most}>${words.write.tally(length, text_least, text_most)}</p>
    ${personalHint(text)}`;
  return field({ id: 'text', label: words.write.text, hint, error, control });
}

export const privacyField = (secret, onChange) => html`
  <label class="tick">
    <input type="checkbox" .checked=${secret} @change=${({ target }) => onChange(target.checked)}>
    <span><strong>${words.write.private}</strong><br>
      <span class="hint">${words.write.privateHint}</span></span></label>`;

export const sender = (secret, busy) => html`
  <div class="send"><p class="hint">${secret ? words.write.privateHint : words.write.open}</p>
    <button class="button main wide" aria-disabled=${Boolean(busy)}>${busy ?? words.write.send}</button></div>`;
