/**
 * Stands where the public does not read a text: why, and for how long. Its author may appeal once.
 * Sends "changed" with the post.
 *   <post-hidden .post=${post} @changed=${({detail}) => …}></post-hidden>
 */
import { html, nothing } from '/lib/lit-html.js';
import { words } from '../core/words.js';
import { AppealForm } from './appeal-form.js';
import { whyHidden } from './why-hidden.js';

export class PostHidden extends AppealForm {
  kept = 'appeal';

  template() {
    const { hiding, mine } = this.post;
    if (!hiding) return nothing;
    return html`
      <section class="panel hidden-why" aria-labelledby="hidden-title">
        <h2 id="hidden-title" tabindex="-1">${words.hidden.title}</h2>
        ${whyHidden(hiding, mine)}
        ${mine ? html`<p class="hint">${words.hidden.mine}</p>${this.appeal(hiding)}` : nothing}
      </section>`;
  }
}
