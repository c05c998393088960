/**
 * What one gets for a post: the receipt number, the look-up code, and what happens next.
 *   <receipt-note .receipt=${{id, receipt_number, lookup_code}} .complaint=${true} .secret=${false}></receipt-note>
 */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { Part } from '../core/part.js';
import { postPage } from '../core/paths.js';
import { words } from '../core/words.js';

export class ReceiptNote extends Part {
  state = { copied: false };
  receipt = null;
  complaint = true;
  secret = false;

  template() {
    const { id, receipt_number, lookup_code } = this.receipt;
    const next = this.complaint ? words.receipt.nextOfComplaint : words.receipt.nextOfTalk;
    return html`
      <div class="receipt">
        <dl>
          ${receipt_number ? html`<div><dt>${words.receipt.number}</dt><dd>${receipt_number}</dd></div>` : nothing}
          <div><dt>${words.receipt.code}</dt><dd>${lookup_code}</dd></div>
        </dl>
        <p class="hint">${words.receipt.keep}</p>
        <button class="button" type="button" @click=${() => this.#copy()}>
          ${this.state.copied ? html`${icon('check')}${words.receipt.copied}` : words.receipt.copy}</button>
      </div>
      <h2>${words.receipt.next}</h2>
      <ol class="next">${next.map((line) => html`<li>${line}</li>`)}</ol>
      <div class="actions">
        <a class="button main" href=${postPage(id, this.secret ? lookup_code : null)}>${words.receipt.open}</a>
        <a class="button" href="/me">${words.receipt.notify}</a>
      </div>`;
  }

  async #copy() {
    const { receipt_number, lookup_code } = this.receipt;
    const both = [receipt_number, lookup_code].filter(Boolean).join(' / ');
    this.update({ copied: await navigator.clipboard.writeText(both).then(() => true, () => false) });
  }
}
