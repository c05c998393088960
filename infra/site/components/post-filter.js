/**
 * What the list shows: tags as links, status and department as selects; all of it stands in the address.
 *   <post-filter .chosen=${{tag, status, department, author}}></post-filter>
 */
import { html } from '/lib/lit-html.js';
import { city } from '../core/city.js';
import { drawnFrom } from '../core/part.js';
import { go } from '../core/router.js';
import { withQuery } from '../core/api.js';
import { inLanguage, words } from '../core/words.js';

export class PostFilter extends drawnFrom('chosen') {
  template() {
    return html`
      <nav class="tags" aria-label=${words.filter.tags}>${this.#link(null, words.filter.all)}
        ${city().tags.map(({ name, label }) => this.#link(name, `#${inLanguage(label)}`))}</nav>
      <form class="selects" @submit=${(event) => event.preventDefault()}>
        ${this.#select('status', words.filter.status, city().statuses)}
        ${this.#select('department', words.filter.department, city().departments)}
      </form>`;
  }

  #link(name, label) {
    const current = (this.chosen.tag ?? null) === name;
    return html`<a class="chip" href=${this.#address({ tag: name })} aria-current=${current}>${label}</a>`;
  }

  #select(key, label, options) {
    const change = ({ target }) => go(this.#address({ [key]: target.value }));
    return html`<label><span class="unseen">${label}</span>
      <select @change=${change}>
        <option value="" .selected=${!this.chosen[key]}>${label}: ${words.filter.all}</option>
        ${options.map(({ code, name }) => html`
          <option value=${code} .selected=${this.chosen[key] === code}>${inLanguage(name)}</option>`)}
      </select></label>`;
  }

  #address(changed) {
    return withQuery('/', { ...this.chosen, ...changed });
  }
}
