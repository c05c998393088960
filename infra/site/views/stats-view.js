/**
 * The room in figures, for everyone.
 *   <stats-view></stats-view>
 */
import { html } from '/lib/lit-html.js';
import { Api } from '../core/api.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { notice } from '../core/templates.js';
import { words } from '../core/words.js';

const anyone = new Api(() => null, () => {}); // without a token the answer is the same for all, and the CDN keeps it
const MONTHS = 12;

export class StatsView extends View {
  async read() { return { figures: await anyone.get(api.stats(MONTHS)) }; }

  heading() { return words.stats.title; }
  tail() { return html`<p class="intro">${words.stats.intro}</p>`; }

  ready() {
    const { figures } = this.state;
    if (!figures.total.posts) return notice(...words.stats.empty);
    return html`
      <figure-charts .figures=${figures}></figure-charts>
      <ul class="dotted hint figure-notes">${words.stats.notes.map((note) => html`<li>${note}</li>`)}</ul>`;
  }
}
