/**
 * Asks the author once whether an answered post is solved; "not yet" takes it up again. Sends "changed" with the post.
 *   <last-word .post=${post} @changed=${({detail}) => …}></last-word>
 */
import { html, nothing } from '/lib/lit-html.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { longDay } from '../core/time.js';
import { words } from '../core/words.js';
import { KeptForm } from './kept-form.js';

const isAsked = ({ mine, verdict, verdict_until: until }) => mine && !verdict && until && new Date(until) > new Date();

export class LastWord extends KeptForm {
  kept = 'verdict';

  template() {
    const { done, open } = this.state;
    if (!done && !isAsked(this.post)) return nothing;
    return html`
      <section class="panel asked" aria-labelledby="verdict-title">
        <h2 id="verdict-title" tabindex="-1">${words.lastWord.title}</h2>
        ${done ? html`<p>${done}</p>` : html`
          <p class="hint">${words.lastWord.about(longDay(this.post.verdict_until))}</p>
          ${open ? this.#form() : this.#choice()}`}
      </section>`;
  }

  #choice() {
    return html`
      <div class="actions">
        <button class="button main" type="button" aria-disabled=${Boolean(this.state.busy)}
          @click=${() => this.#say({ solved: true }, words.lastWord.solved)}>${words.lastWord.yes}</button>
        <button class="button" type="button" @click=${() => this.begin(true)}>${words.lastWord.no}</button>
      </div>
      ${problem(this.state.problem)}`;
  }

  #form() {
    return html`<form novalidate @submit=${(event) => this.#unsolved(event)}>
      ${this.textField(words.lastWord)}${this.buttons(words.lastWord.send)}</form>`;
  }

  #unsolved(event) {
    const reason = this.submitted(event, words.lastWord.empty);
    if (reason) this.#say({ solved: false, reason }, words.lastWord.unsolved);
  }

  #say(verdict, done) { return this.send(api.verdict(this.post.id), verdict, done); }
}
