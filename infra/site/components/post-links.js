/**
 * The posts with which one is dealt with, or from which it was split; named once they are read.
 *   <post-links .links=${post.links}></post-links>
 */
import { html, nothing } from '/lib/lit-html.js';
import { room } from '../core/member.js';
import { drawnFrom } from '../core/part.js';
import { api, postPage } from '../core/paths.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';

const KINDS = ['merged_into', 'merged_from', 'split_from', 'split_into'];
const MOST = 30; // of a kind that the room keeps; see LINKS_MOST in domain/merging.py

export class PostLinks extends drawnFrom('links') {
  state = { links: [], names: {} };

  connectedCallback() {
    super.connectedCallback();
    this.links.forEach(({ post_id: id }) => this.#read(id));
  }

  template() { return KINDS.map((kind) => this.#those(kind)); }

  #those(kind) {
    const found = this.links.filter((link) => link.kind === kind);
    if (!found.length) return nothing;
    return html`<div class="panel linked" data-kind=${kind}><p>${words.links[kind]}${found.length < MOST ? nothing : ` ${words.links.newest}`}</p>
      <ul>${found.map(({ post_id: id }) => html`<li>${this.#link(id)}</li>`)}</ul></div>`;
  }

  #link(id) {
    const name = this.state.names[id];
    return name === null ? words.links.closed : html`<a href=${postPage(id)}>${name ?? words.links.open}</a>`;
  }

  /** Null for one that this reader may not see; what cannot be read now is led to all the same. */
  async #read(id) {
    const name = await room.get(api.post(id)).then(nameOf, ({ status }) => (status === 404 ? null : undefined));
    this.update({ names: { ...this.state.names, [id]: name } });
  }
}

const nameOf = ({ receipt_number: number, text, title, status }) =>
  [number, headed(text, title, status).heading].filter(Boolean).join(' · ');
