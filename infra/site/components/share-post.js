/**
 * Passing a post on: by the telephone's own means, by its link, by a code to scan, on paper.
 *   <share-post .post=${post} .heading=${its first words}></share-post>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { icon } from '../core/icons.js';
import { named } from '../core/lazy.js';
import { drawnFrom } from '../core/part.js';
import { shareLink } from '../core/paths.js';
import { words } from '../core/words.js';

const copy = (text) => (navigator.clipboard?.writeText(text) ?? Promise.reject()).then(() => true, () => false);
const code = () => named('qr-code', () => import('./qr-code.js').then(({ QrCode }) => QrCode));

export class SharePost extends drawnFrom('post', 'heading') {
  #onPrint = () => this.update({ code: Boolean(customElements.get('qr-code')) });

  /** Printing waits for nothing, so the code is there before one can ask for it. */
  connectedCallback() {
    super.connectedCallback();
    addEventListener('beforeprint', this.#onPrint);
    (window.requestIdleCallback ?? setTimeout)(() => code().then(this.#onPrint, () => {}));
  }

  disconnectedCallback() { removeEventListener('beforeprint', this.#onPrint); }

  get #link() { return shareLink(this.post.id); }

  template() {
    const { open, copied } = this.state;
    return html`
      <div class="actions">
        <button class="button" type="button" @click=${() => this.#share()}>
          ${icon(copied ? 'check' : 'share')}<span>${copied ? words.share.copied : words.share.action}</span></button>
        <button class="quiet" type="button" aria-expanded=${Boolean(open)} aria-controls="share-more"
          @click=${() => this.update({ open: !open })}>${icon('code')}<span>${words.share.more}</span></button>
      </div>
      <div class="share panel" id="share-more" ?hidden=${!open}>${this.#more()}</div>`;
  }

  #more() {
    return html`
      ${this.state.code ? html`<qr-code .link=${this.#link}></qr-code>` : nothing}
      <div class="share-words">
        <label for="share-link">${words.share.link}</label>
        <input id="share-link" readonly .value=${this.#link} @focus=${({ target }) => target.select()}>
        <p class="hint">${words.share.hint}</p>
        <div class="actions">
          <button class="button" type="button" @click=${() => this.#copy()}>${words.share.copy}</button>
          <button class="button" type="button" @click=${() => print()}>${icon('print')}${words.share.print}</button>
        </div>
      </div>`;
  }

  async #share() {
    if (!navigator.share) return this.#copy();
    const shared = { title: this.heading, url: this.#link };
    return navigator.share(shared).catch(({ name }) => (name === 'AbortError' ? null : this.#copy()));
  }

  /** Where the clipboard is closed, the link itself is shown to be copied by hand. */
  async #copy() {
    const copied = await copy(this.#link);
    this.update({ copied, open: this.state.open || !copied });
    if (copied) announce(words.share.copied);
    else this.querySelector('#share-link').focus();
  }
}
