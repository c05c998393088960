/**
 * What kind of post it is: one large button for each tag, with a line on what it is for. Sends "chosen".
 *   <tag-field .value=${name} .problem=${sentence} @chosen=${({detail}) => …}></tag-field>
 */
import { html, nothing } from '/lib/lit-html.js';
import { city } from '../core/city.js';
import { drawnFrom } from '../core/part.js';
import { problem } from '../core/templates.js';
import { inLanguage, words } from '../core/words.js';

export class TagField extends drawnFrom('value', 'problem') {
  template() {
    return html`
      <fieldset aria-describedby=${this.problem ? 'tag-problem' : nothing}>
        <legend>${words.write.tag}</legend>
        ${problem(this.problem, 'tag-problem')}
        <div class="tag-choices">${city().tags.map((tag) => this.#choice(tag))}</div>
      </fieldset>`;
  }

  #choice({ name, label, about }) {
    return html`
      <label class="tag-choice">
        <input type="radio" name="tag" .value=${name} .checked=${this.value === name}
          @change=${() => this.#choose(name)}>
        <span class="tag-name">#${inLanguage(label)}</span>
        <span class="tag-about">${inLanguage(about)}</span>
      </label>`;
  }

  #choose(name) {
    this.dispatchEvent(new CustomEvent('chosen', { detail: name }));
  }
}
