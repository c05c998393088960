/**
 * Giving a post to a department, or another status with its reason.
 * Sends "changed" with the post, "stale" when somebody else was first.
 *   <staff-change .post=${post} @changed=${…} @stale=${…}></staff-change>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { categoryName, city, departmentName } from '../core/city.js';
import { drawnFrom } from '../core/part.js';
import { api } from '../core/paths.js';
import { problem } from '../core/templates.js';
import { inLanguage, words } from '../core/words.js';
import { desk } from './session.js';
import { statusOptions } from './status-options.js';

const CONFLICT = 409;

export class StaffChange extends drawnFrom('post') {
  template() {
    return html`
      <form @submit=${(event) => this.#submit(event)}>
        <h2>${words.staff.assign}</h2>
        ${this.#guesses()}
        <label>${words.department}<select name="department">
          <option value="">${words.staff.unassigned}</option>
          ${city().departments.map(({ code, name }) => html`
            <option value=${code} ?selected=${code === this.post.department}>${inLanguage(name)}</option>`)}
        </select></label>
        <label>${words.staff.status}<select name="status">${statusOptions(this.post.status)}</select></label>
        <label>${words.staff.reason}<textarea name="reason" rows="2"></textarea></label>
        ${problem(this.state.problem)}
        <button class="button main">${words.staff.apply}</button>
      </form>`;
  }

  #guesses() {
    const guesses = this.post.department ? [] : this.post.guesses ?? [];
    if (!guesses.length) return nothing;
    return html`<p class="hint">${words.staff.guesses}</p>
      <ul class="guesses">${guesses.map((guess) => this.#guess(guess))}</ul>`;
  }

  #guess({ category, department, confidence }) {
    return html`<li><button class="button" type="button" @click=${() => this.#change({ department })}>
      <span>${departmentName(department)}
        <small>${categoryName(category)} · ${words.staff.confidence(confidence)}</small></span>
      <span class="unseen">${words.staff.choose}</span></button></li>`;
  }

  #submit(event) {
    event.preventDefault();
    const { department, status, reason } = Object.fromEntries(new FormData(event.target));
    this.#change({
      ...(department && department !== this.post.department && { department }),
      ...(status && { status }),
      ...(reason.trim() && { reason: reason.trim() }),
    });
  }

  async #change(changes) {
    this.update({ problem: null });
    try {
      const post = await desk.patch(api.deskPost(this.post.id), { ...changes, version: this.post.version });
      announce(words.staff.changed);
      this.querySelector('form').reset();
      this.dispatchEvent(new CustomEvent('changed', { detail: post }));
    } catch (error) {
      this.update({ problem: error.message });
      announce(error.message);
      if (error.status === CONFLICT) this.dispatchEvent(new CustomEvent('stale'));
    }
  }
}
