/**
 * A month's complaints as a file.
 *   <month-export .department=${code, or none for the whole city}></month-export>
 */
import { html } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { withQuery } from '../core/api.js';
import { drawnFrom } from '../core/part.js';
import { problem } from '../core/templates.js';
import { deskFile } from './session.js';
import { staff } from './words.js';

const SHIFT = 9 * 3_600_000; // the city's clock is nine hours ahead of UTC
const thisMonth = () => new Date(Date.now() + SHIFT).toISOString().slice(0, 7);

export class MonthExport extends drawnFrom('department') {
  template() {
    const { problem: message, busy } = this.state;
    return html`<form @submit=${(event) => this.#fetch(event)}><h2>${staff.admin.export}</h2>
      <p class="hint">${staff.admin.exportWhy}</p>
      <label>${staff.admin.month}<input type="month" name="month" required .value=${thisMonth()} max=${thisMonth()}></label>
      <div role="alert">${problem(message)}</div>
      <button class="button main" aria-disabled=${Boolean(busy)}>${staff.admin.download}</button></form>`;
  }

  async #fetch(event) {
    event.preventDefault();
    if (this.state.busy) return;
    const { month } = Object.fromEntries(new FormData(event.target));
    this.update({ busy: true, problem: null });
    try {
      save(await deskFile(withQuery('/v1/admin/export.csv', { month, department: this.department })), `complaints-${month}.csv`);
      announce(staff.admin.downloaded);
      this.update({ busy: false });
    } catch ({ message }) {
      this.update({ busy: false, problem: message || staff.admin.failed });
    }
  }
}

function save(blob, name) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
