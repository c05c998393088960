/**
 * One press to be told of new posts of the tag or department that the list shows.
 *   <watch-filter .tag=${name} .department=${code}></watch-filter>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { departmentOf, tagOf } from '../core/city.js';
import { icon } from '../core/icons.js';
import { member } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { problem } from '../core/templates.js';
import { unwatch, watch, watches, watchName } from '../core/watches.js';
import { words } from '../core/words.js';
import { joined } from './join-dialog.js';

export class WatchFilter extends drawnFrom('tag', 'department') {
  state = { known: [] };

  connectedCallback() {
    super.connectedCallback();
    this.#learn();
  }

  /** Nothing is said of a failure: nobody asked. */
  async #learn() {
    if (member()) this.update({ known: await watches().catch(() => []) });
  }

  template() {
    const { tag, department } = this;
    return html`<div class="actions watching">
        ${tagOf(tag) ? this.#button({ kind: 'tag', value: tag }) : nothing}
        ${departmentOf(department) ? this.#button({ kind: 'department', value: department }) : nothing}
      </div>${problem(this.state.problem)}`;
  }

  #found({ kind, value }) { return this.state.known.find((one) => one.kind === kind && one.value === value); }

  #button(wanted) {
    const found = this.#found(wanted);
    return html`<button class="button" type="button" aria-pressed=${Boolean(found)}
      @click=${() => this.#toggle(wanted)}>${icon('bell')}<span>${words.watches.of(watchName(wanted))}</span></button>`;
  }

  async #toggle(wanted) {
    if (!member()) {
      if (!(await joined())) return;
      await this.#learn();
      if (this.#found(wanted)) return;
    }
    const found = this.#found(wanted);
    try {
      const known = this.state.known.filter((one) => one !== found);
      if (found) await unwatch(found.id);
      else known.push(await watch(wanted));
      this.update({ known, problem: null });
      announce(words.watches[found ? 'removed' : 'added'](watchName(wanted)));
    } catch (error) {
      this.update({ problem: error.message });
      announce(error.message);
    }
  }
}
