/** Who writes from this browser: a nickname and its secret token, kept here alone. */
import { Api } from './api.js';
import { forLong } from './keep.js';

export const member = () => forLong.get('member')?.member ?? null;

export const remember = (joined) => change(() => forLong.set('member', joined));
export const forget = () => change(() => forLong.remove('member'));

/** "member-left" is for what another member must not find. */
function change(action) {
  const before = member()?.id;
  action();
  document.dispatchEvent(new Event('member-change'));
  if (before && before !== member()?.id) document.dispatchEvent(new Event('member-left'));
}

export const room = new Api(() => forLong.get('member')?.token ?? null, forget);
/** For what all read alike: asked for without a token, so that the CDN may answer. */
export const everyone = new Api(() => null, () => {});

let joining = null;

/** Asked twice at once, it is one member. */
export function join(nickname) {
  joining ??= room.post('/v1/members', { nickname }).then(remember).finally(() => { joining = null; });
  return joining;
}

/** Keeps the token, replaces what is known of its holder. */
export const renew = (known) => remember({ ...forLong.get('member'), member: known });
