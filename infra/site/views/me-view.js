/**
 * One's own page: what one follows, how one is told, the nickname, leaving; joining or coming back for those who
 * are not known here.
 *   <me-view></me-view>
 */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { member, renew, room } from '../core/member.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { askUnread, unreadPosts } from '../core/unread.js';
import { words } from '../core/words.js';

export class MeView extends View {
  async read() {
    if (!member()) return { me: null };
    const me = await room.get(api.me).catch(ifUnknown);
    if (me) renew(me);
    askUnread().then(() => this.update());
    return { me };
  }

  heading() { return this.state.me?.nickname ?? words.me.title; }
  lead() { return this.state.me ? html`<p class="eyebrow">${words.me.title}</p>` : nothing; }

  ready() { return this.state.me ? this.#known(this.state.me) : this.#unknown(); }

  #unknown() {
    return html`<div class="stack">
      <member-join class="panel" @joined=${() => this.load()}></member-join>
      <member-recovery class="panel" @joined=${() => this.load()}></member-recovery>
    </div>`;
  }

  #known(me) {
    const renewed = ({ detail }) => { renew(detail); this.update({ me: detail }); };
    const count = unreadPosts();
    const mail = me.address ? words.me.mailOn(me.address) : words.me.mailOff;
    return html`<div class="stack">
      <nav aria-label=${words.me.title}><ul class="ways">
        ${way('/me/posts', 'comment', words.follows.title, count ? words.follows.news(count) : words.follows.about, count)}
        ${way('/me/alerts', 'bell', words.alerts.title, mail)}
      </ul></nav>
      <member-nickname class="panel" .me=${me} @renewed=${renewed}></member-nickname>
      <member-leave class="panel" @left=${() => this.load()}></member-leave>
    </div>`;
  }
}

const way = (address, drawing, name, about, count = 0) => html`
  <li><a class="panel way" href=${address}>${icon(drawing)}
    <span><strong>${name}</strong><span class=${count ? 'unread' : 'hint'}>${about}</span></span>${icon('next')}</a></li>`;

/** Whom the room does not know any more is a guest. */
export function ifUnknown(error) {
  if (error.status === 401) return null;
  throw error;
}
