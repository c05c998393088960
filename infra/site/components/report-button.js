/**
 * Telling the complaint team of a post or a comment that breaks the rules. What it opens is loaded when it is pressed.
 *   <report-button .post=${post} .comment=${comment, or null for the post itself}></report-button>
 */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { named } from '../core/lazy.js';
import { drawnFrom } from '../core/part.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { joined } from './join-dialog.js';

const dialog = () => named('report-dialog', () => import('./report-dialog.js').then((it) => it.ReportDialog));

export class ReportButton extends drawnFrom('post', 'comment') {
  template() {
    const { comment, state } = this;
    const label = comment ? words.report.ofComment(comment.author?.nickname ?? words.gone) : words.report.ofPost;
    return html`
      <button class="quiet" type="button" aria-label=${label} @click=${() => this.#open()}>
        ${icon('flag')}<span>${words.report.action}</span></button>
      ${problem(state.problem)}
      ${state.opened ? html`<report-dialog .post=${this.post} .comment=${comment}></report-dialog>` : nothing}`;
  }

  async #open() {
    if (!(await joined())) return;
    const opened = await dialog().then(() => true, () => false);
    this.update({ opened, problem: opened ? null : words.errors.offline });
    this.querySelector('report-dialog')?.open();
  }
}
