/**
 * Leads to what was found.
 *   <search-box .value=${what was asked before}></search-box>
 */
import { html } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { icon } from '../core/icons.js';
import { drawnFrom } from '../core/part.js';
import { go } from '../core/router.js';
import { words } from '../core/words.js';

const LONGEST = 100;

export class SearchBox extends drawnFrom('value') {
  template() {
    return html`
      <form class="search" role="search" action="/search" @submit=${(event) => this.#submit(event)}>
        <label class="unseen" for="search-words">${words.search.title}</label>
        <input id="search-words" type="search" name="q" enterkeyhint="search" autocomplete="off" maxlength=${LONGEST}
          placeholder=${words.search.example} .value=${this.value ?? ''}>
        <button class="button">${icon('search')}<span>${words.search.action}</span></button>
      </form>`;
  }

  #submit(event) {
    event.preventDefault();
    go(withQuery('/search', { q: event.target.elements.q.value.trim() }));
  }
}
