/** A post often has no title: its first line, or its first sentence, speaks for it. */

import { words } from './words.js';

const LONGEST = 60;
const SENTENCE = /^.{8,}?[.?!](?=\s|$)/u;

/**
 * `{heading, rest}` of a text; nothing is lost, an overlong beginning is cut and kept whole in `rest`.
 * Where there is no text to read, the post's `status` tells why.
 */
export function headed(text, title, status = 'withdrawn') {
  const whole = (text ?? '').trim();
  if (title) return { heading: title, rest: whole };
  const line = whole.split('\n', 1)[0].trim();
  if (!line) return { heading: status === 'withdrawn' ? words.withdrawn : words.hidden.heading, rest: '' };
  const first = line.match(SENTENCE)?.[0] ?? line;
  if (first.length <= LONGEST) return { heading: first, rest: whole.slice(first.length).trim() };
  return { heading: `${[...first].slice(0, LONGEST - 1).join('').trim()}…`, rest: whole };
}
