/**
 * The way of a complaint in four lines, for those who are new here.
 *   <how-it-works></how-it-works>
 */
import { html } from '/lib/lit-html.js';
import { Part } from '../core/part.js';
import { words } from '../core/words.js';

export class HowItWorks extends Part {
  template() {
    return html`
      <section class="how" aria-labelledby="how-title">
        <h2 id="how-title">${words.how.title}</h2>
        <ol>${words.how.steps.map(([name, line]) => html`<li><strong>${name}</strong><span>${line}</span></li>`)}</ol>
        <p><a class="more-about" href="/about">${words.about.link}</a></p>
      </section>`;
  }
}
