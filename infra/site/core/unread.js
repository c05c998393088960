/** How many followed posts have comments that the member has not seen; asked seldom, kept for this tab. */
import { forThisTab } from './keep.js';
import { member, room } from './member.js';
import { api } from './paths.js';

const FRESH_MS = 4 * 60_000;
const NAME = 'unread';

const kept = () => forThisTab.get(NAME);

function keep(posts) {
  forThisTab.set(NAME, { posts, at: Date.now(), by: member()?.id });
  document.dispatchEvent(new Event('unread-change'));
}

/** As far as this tab knows. */
export const unreadPosts = () => (member() && kept()?.by === member().id ? kept().posts.length : 0);

/** Of the newest followed posts. */
export const learn = (posts) => keep(posts.filter(({ unread }) => unread).map(({ id }) => id));

/** Nothing is said of a failure: nobody asked. */
export async function askUnread() {
  const { by, at } = kept() ?? {};
  if (!member() || (by === member().id && Date.now() - at < FRESH_MS)) return;
  await room.get(api.follows()).then(({ posts }) => learn(posts), () => {});
}

/** A post was opened: its comments are seen, here and on the member's other devices. */
export function seen({ id, comments, following, mine }) {
  if (!member() || !(following || mine)) return;
  room.post(api.seen(id), { comments }).catch(() => {});
  const posts = kept()?.posts ?? [];
  if (posts.includes(id)) keep(posts.filter((other) => other !== id));
}
