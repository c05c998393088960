/** The progress line of a complaint, read off its timeline. */

const WAY = ['received', 'transferred', 'in_progress'];
const ENDS = ['resolved', 'declined', 'withdrawn', 'merged'];
const STEP_OF = { transferred: 'transferred', started: 'in_progress', reopened: 'in_progress' };

/** `[{status, at, reached, current}]`: four steps, the last being the end that the post came to. */
export function progressOf({ status, created_at, timeline = [] }) {
  const end = ENDS.includes(status) ? status : 'resolved';
  const way = [...WAY, end];
  const place = way.indexOf(status);
  const times = timesOf(timeline, created_at);
  // A post that was declined or withdrawn at once never was in progress; one that is resolved was.
  const passed = (step) => end === 'resolved' || Boolean(times[step]);
  return way.map((step, number) => ({
    status: step,
    at: number <= place ? times[step] ?? null : null,
    reached: number === place || (number < place && passed(step)),
    current: number === place,
  }));
}

/** The latest time of each step. */
function timesOf(timeline, created) {
  const times = { received: created };
  for (const { kind, at } of timeline) if (kind !== 'received') times[STEP_OF[kind] ?? kind] = at;
  return times;
}
