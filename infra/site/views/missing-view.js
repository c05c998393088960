/**
 * An address that leads nowhere.
 *   <missing-view></missing-view>
 */
import { html } from '/lib/lit-html.js';
import { View } from '../core/part.js';
import { words } from '../core/words.js';

export class MissingView extends View {
  heading() { return words.missing.title; }

  ready() {
    return html`<div class="stack"><p>${words.missing.about}</p>
      <p><a class="button" href="/">${words.list.showAll}</a></p></div>`;
  }
}
