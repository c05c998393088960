/** Carries out an action of the table. */
import { keyed, newKey } from '../core/api.js';
import { desk } from './session.js';

/** `context`: {post, posts, comment, photo}; `values` are those of its fields. Sent again with the same key it does nothing twice. */
export function send(action, context, values = {}, key = newKey()) {
  const { post, posts } = context;
  const body = {
    ...action.fixed,
    ...values,
    ...(posts && {
      posts: posts.map(({ id }) => id), versions: Object.fromEntries(posts.map(({ id, version }) => [id, version])),
    }),
    ...(action.versioned && { version: post.version }),
  };
  return desk[action.method ?? 'post'](action.path(context), body, keyed(key));
}

/** Another was faster. */
export const isStale = ({ code }) => code === 'changed_meanwhile';

/** An answer may be the post itself, or hold it. */
export const postIn = (answer) => [answer, answer?.post].find((one) => one?.history) ?? null;
