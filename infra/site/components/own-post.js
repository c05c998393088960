/**
 * What its author may do with a post: mend text and place for a while, take it back with a reason.
 * Sends "changed" with the post.
 *   <own-post .post=${post} @changed=${({detail}) => …}></own-post>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { city, statusOf } from '../core/city.js';
import { locationOf } from '../core/draft.js';
import { icon } from '../core/icons.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { api } from '../core/paths.js';
import { describedBy, field, problem } from '../core/templates.js';
import { timeOfDay } from '../core/time.js';
import { words } from '../core/words.js';

const placeOf = ({ location }) => ({
  address: location?.address ?? '',
  position: location?.lat != null ? { lat: location.lat, lon: location.lon } : null,
});

export class OwnPost extends drawnFrom('post') {
  template() {
    const { doing } = this.state;
    if (!this.#editable && !this.#withdrawable) return nothing;
    return html`
      <section class="panel own" aria-labelledby="own-title">
        <h2 id="own-title" tabindex="-1">${words.own.title}</h2>
        ${doing ? this[doing]() : this.choose()}
      </section>`;
  }

  get #withdrawable() { return this.post.status === 'posted' || Boolean(statusOf(this.post.status)?.open); }
  get #editable() { return this.post.status !== 'withdrawn' && new Date(this.post.editable_until) > new Date(); }

  choose() {
    return html`<div class="actions">
      ${this.#editable ? html`<button class="button" type="button" @click=${() => this.#edit()}>
        ${icon('edit')}${words.own.edit}</button>` : nothing}
      ${this.#withdrawable ? html`
        <button class="button" type="button" @click=${() => this.#begin('withdraw', { reason: '' })}>
          ${words.own.withdraw}</button>` : nothing}</div>
      ${this.#editable ? html`<p class="hint">${words.own.until(timeOfDay(this.post.editable_until))}</p>` : nothing}
      ${problem(this.state.problem)}`;
  }

  /** The field for the place is the one of writing, and loaded with it. */
  async #edit() {
    try {
      await import('../writing.js');
      this.#begin('edit', { text: this.post.text, place: placeOf(this.post) });
    } catch {
      this.update({ problem: words.errors.offline });
    }
  }

  #begin(doing, filled) {
    this.update({ doing, problem: null, misplaced: null, ...filled });
    this.querySelector('h2').focus();
  }

  edit() {
    const { text, place, problem: message, misplaced } = this.state;
    const control = html`<textarea id="own-text" rows="6" .value=${text} aria-invalid=${Boolean(message)}
      aria-describedby=${describedBy('own-text', null, message)} maxlength=${city().limits.text_most}
      @input=${({ target }) => this.update({ text: target.value })}></textarea>`;
    return html`<form novalidate @submit=${(event) => this.#save(event)}>
      ${field({ id: 'own-text', label: words.own.text, error: message, control })}
      <place-field .place=${place} .problem=${misplaced}
        @placed=${({ detail }) => this.update({ place: detail })}></place-field>
      ${this.#buttons(words.save, 'button main')}</form>`;
  }

  withdraw() {
    const { reason, problem: message } = this.state;
    const control = html`<textarea id="own-reason" rows="2" .value=${reason} aria-invalid=${Boolean(message)}
      aria-describedby=${describedBy('own-reason', words.own.sure, message)}
      @input=${({ target }) => this.update({ reason: target.value })}></textarea>`;
    return html`<form novalidate @submit=${(event) => this.#withdraw(event)}>
      ${field({ id: 'own-reason', label: words.own.reason, hint: words.own.sure, error: message, control })}
      ${this.#buttons(words.own.withdraw, 'button grave')}</form>`;
  }

  #buttons(label, look) {
    return html`<div class="actions">
      <button class=${look} aria-disabled=${Boolean(this.state.busy)}>${label}</button>
      <button class="button" type="button" @click=${() => this.#begin(null)}>${words.cancel}</button></div>`;
  }

  #save(event) {
    const { text, place } = this.state;
    const edit = { text, location: locationOf(place) ?? {} }; // an empty one takes it away
    this.#send(event, () => room.patch(api.post(this.post.id), edit), words.saved);
  }

  #withdraw(event) {
    const reason = this.state.reason.trim() || null;
    this.#send(event, () => room.post(api.withdrawal(this.post.id), { reason }), words.own.withdrawn);
  }

  async #send(event, action, sentence) {
    event.preventDefault();
    if (this.state.busy) return;
    this.update({ busy: true, problem: null, misplaced: null });
    try {
      const detail = await action();
      this.update({ busy: false, doing: null });
      this.dispatchEvent(new CustomEvent('changed', { detail }));
      announce(sentence);
    } catch (error) {
      const field = error.field?.startsWith('location') ? 'misplaced' : 'problem';
      this.update({ busy: false, [field]: error.message });
      announce(error.message);
    }
  }
}
