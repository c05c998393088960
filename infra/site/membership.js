/** Names the elements of one's own page; loaded when one goes there. */
import { AlertPush } from './components/alert-push.js';
import { AlertWatches } from './components/alert-watches.js';
import { MemberAddress } from './components/member-address.js';
import { MemberJoin } from './components/member-join.js';
import { MemberLeave } from './components/member-leave.js';
import { MemberNickname } from './components/member-nickname.js';
import { MemberRecovery } from './components/member-recovery.js';
import { AlertsView } from './views/alerts-view.js';
import { FollowsView } from './views/follows-view.js';
import { MeView } from './views/me-view.js';
import { UnsubscribeView } from './views/unsubscribe-view.js';

const elements = {
  'member-join': MemberJoin,
  'member-nickname': MemberNickname,
  'member-address': MemberAddress,
  'member-recovery': MemberRecovery,
  'member-leave': MemberLeave,
  'alert-push': AlertPush,
  'alert-watches': AlertWatches,
  'me-view': MeView,
  'follows-view': FollowsView,
  'alerts-view': AlertsView,
  'unsubscribe-view': UnsubscribeView,
};

Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
