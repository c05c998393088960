/**
 * One's own page: nickname, mail address, leaving; joining or coming back for those who are not known here.
 *   <me-view></me-view>
 */
import { html } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { member, renew, room } from '../core/member.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { words } from '../core/words.js';

export class MeView extends View {
  async read() {
    if (!member()) return { me: null };
    const me = await room.get(api.me).catch(ifUnknown);
    if (me) renew(me);
    return { me };
  }

  heading() { return words.me.title; }

  ready() { return this.state.me ? this.#known(this.state.me) : this.#unknown(); }

  #unknown() {
    return html`<div class="stack">
      <member-join class="panel" @joined=${() => this.load()}></member-join>
      <member-recovery class="panel" @joined=${() => this.load()}></member-recovery>
    </div>`;
  }

  #known(me) {
    const renewed = ({ detail }) => { renew(detail); this.update({ me: detail }); };
    return html`<div class="stack">
      <p><a class="button" href=${withQuery('/', { author: me.id })}>${words.list.mine}</a></p>
      <member-nickname class="panel" .me=${me} @renewed=${renewed}></member-nickname>
      <member-address class="panel" .me=${me} @renewed=${renewed}></member-address>
      <member-leave class="panel" @left=${() => this.load()}></member-leave>
    </div>`;
  }
}

function ifUnknown(error) {
  if (error.status === 401) return null;
  throw error;
}
