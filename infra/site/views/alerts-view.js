/**
 * How one is told, and of what: mail, this device, new posts of a tag, a department or an area.
 *   <alerts-view></alerts-view>
 */
import { html } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { member, renew, room } from '../core/member.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { words } from '../core/words.js';
import { ifUnknown } from './me-view.js';

export class AlertsView extends View {
  async read() {
    if (!member()) return { me: null };
    const [me, watches, devices] = await Promise.all([api.me, api.watches, api.devices].map((path) => room.get(path)))
      .catch((error) => [ifUnknown(error)]);
    if (me) renew(me);
    return { me, watches: watches?.watches, devices: devices?.devices };
  }

  heading() { return words.alerts.title; }
  lead() { return html`<p class="eyebrow"><a class="back" href="/me">${icon('back')}${words.me.title}</a></p>`; }
  tail() { return html`<p class="intro">${words.alerts.intro}</p>`; }

  ready() {
    const { me, watches, devices } = this.state;
    if (!me) return html`<div class="stack"><member-join class="panel" @joined=${() => this.load()}></member-join></div>`;
    const renewed = ({ detail }) => { renew(detail); this.update({ me: detail }); };
    return html`<div class="stack">
      <alert-push class="panel" .devices=${devices}></alert-push>
      <member-address class="panel" .me=${me} @renewed=${renewed}></member-address>
      <alert-watches class="panel" .watches=${watches}></alert-watches>
    </div>`;
  }
}
