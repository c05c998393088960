/**
 * What one gets for a post: the receipt number, the look-up code, and what happens next.
 *   <receipt-note .receipt=${{id, receipt_number, lookup_code}} .complaint=${true} .secret=${false}></receipt-note>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
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
    const nextOfTalk = this.secret ? words.receipt.nextOfSecret : words.receipt.nextOfTalk;
    const next = this.complaint ? words.receipt.nextOfComplaint : nextOfTalk;
    return html`
      <div class="receipt">
        <dl>
          ${receipt_number ? html`<div><dt>${words.receipt.number}</dt><dd>${receipt_number}</dd></div>` : nothing}
          <div><dt>${words.receipt.code}</dt><dd>${lookup_code}</dd></div>
        </dl>
        <p class="hint">${words.receipt.keep}</p>
        <div class="actions">
          <button class="button" type="button" @click=${() => this.#copy()}>
            ${this.state.copied ? html`${icon('check')}${words.receipt.copied}` : words.receipt.copy}</button>
          <button class="button" type="button" @click=${() => this.#save()}>${words.receipt.save}</button>
        </div>
      </div>
      <h2>${words.receipt.next}</h2>
      <ol class="next">${next.map((line) => html`<li>${line}</li>`)}</ol>
      <div class="actions">
        <a class="button main" href=${postPage(id)}>${words.receipt.open}</a>
        <a class="button" href="/me/alerts">${icon('bell')}${words.receipt.notify}</a>
        <a class="button" href="/me/posts">${words.receipt.mine}</a>
      </div>
      <p class="hint">${words.receipt.following}</p>`;
  }

  /** One line a thing, as it stands on the page. */
  get #lines() {
    const { id, receipt_number, lookup_code } = this.receipt;
    return [
      ...(receipt_number ? [`${words.receipt.number}: ${receipt_number}`] : []),
      `${words.receipt.code}: ${lookup_code}`,
      location.origin + postPage(id),
    ].join('\n');
  }

  async #copy() {
    const copied = await navigator.clipboard?.writeText(this.#lines).then(() => true, () => false);
    this.update({ copied });
    if (copied) announce(words.receipt.copied);
  }

  #save() {
    const href = URL.createObjectURL(new Blob([this.#lines], { type: 'text/plain' }));
    Object.assign(document.createElement('a'), { href, download: words.receipt.file }).click();
    setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }
}
