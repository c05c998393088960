/** Who writes from this browser: a nickname and its secret token, kept here alone. */
import { Api } from './api.js';
import { forLong } from './keep.js';

export const member = () => forLong.get('member')?.member ?? null;

export function remember(joined) {
  forLong.set('member', joined);
  document.dispatchEvent(new Event('member-change'));
}

export function forget() {
  forLong.remove('member');
  document.dispatchEvent(new Event('member-change'));
}

export const room = new Api(() => forLong.get('member')?.token ?? null, forget);

export async function join(nickname) {
  remember(await room.post('/v1/members', { nickname }));
}

/** Keeps the token, replaces what is known of its holder. */
export const renew = (known) => remember({ ...forLong.get('member'), member: known });
