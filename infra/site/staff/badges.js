/** What else one should know of a post at a glance: a table of marks. */
import { html } from '/lib/lit-html.js';
import { staff } from './words.js';

const MANY_TRANSFERS = 2;
const grave = true;

const BADGES = [
  { when: ({ hiding }) => hiding?.appealed, says: () => staff.badges.appeal, grave },
  { when: ({ hiding }) => hiding, says: ({ hiding }) => staff.badges[HIDINGS[hiding.kind]], grave },
  { when: ({ reports }) => reports, says: ({ reports }) => staff.badges.reports(reports), grave },
  { when: ({ verdict }) => verdict === 'unsolved', says: ({ status }) => staff.badges[status === 'resolved' ? 'unsolved' : 'reopened'], grave },
  { when: ({ transfers }) => transfers >= MANY_TRANSFERS, says: ({ transfers }) => staff.badges.transfers(transfers), grave },
  { when: ({ acknowledged }) => acknowledged === false, says: () => staff.badges.unacknowledged },
  { when: ({ extensions }) => extensions, says: ({ extensions }) => staff.badges.extensions(extensions) },
  { when: ({ private_to_staff }) => private_to_staff, says: () => staff.badges.private },
];
const HIDINGS = { review: 'review', rule: 'hidden', rights: 'rights' };

export const badges = (post) => BADGES.filter(({ when }) => when(post)).map((badge) => html`
  <span class=${badge.grave ? 'badge grave' : 'badge'}>${badge.says(post)}</span>`);
