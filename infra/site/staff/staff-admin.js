/**
 * For administrators: whether the city's profile holds together, and what it says.
 *   <staff-admin></staff-admin>
 */
import { html, nothing } from '/lib/lit-html.js';
import { View } from '../core/part.js';
import { desk } from './session.js';
import { staff } from './words.js';

export class StaffAdmin extends View {
  async read() { return { profile: await desk.get('/v1/admin/profile') }; }

  heading() { return staff.admin.title; }

  ready() {
    const { problems, ...tables } = this.state.profile;
    return html`<div class="stack">
      <section class="panel" aria-labelledby="profile-title"><h2 id="profile-title">${staff.admin.profile}</h2>
        ${problems.length ? html`<p class="problem">${staff.admin.problems(problems.length)}</p>
          <ul class="refused">${problems.map((one) => html`<li>${sentence(one)}</li>`)}</ul>` : html`<p>${staff.admin.sound}</p>`}
        <h3>${staff.admin.tables}</h3>
        ${Object.entries(tables).map(([name, rows]) => (Array.isArray(rows) || typeof rows === 'object' ? table(name, rows) : nothing))}</section></div>`;
  }
}

const sentence = (one) => (typeof one === 'string' ? one : one.message ?? JSON.stringify(one));

/** Whatever the profile holds, as it stands there. */
const table = (name, rows) => html`<details><summary>${name}</summary><pre tabindex="0">${JSON.stringify(rows, null, 2)}</pre></details>`;
