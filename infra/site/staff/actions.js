/**
 * All that can be done at the desk: one row an action, and nothing else to write for a new one but its words.
 *
 * code: its words are staff.actions[code]     right: of GET /v1/admin/me     place: which card shows its button
 * when(post, part): whether it makes sense now     path({post, comment}): where it is sent (POST unless `method`)
 * fixed: what is sent besides the fields     versioned: refused if another was faster     grave: looks like it
 * fields: see field.js; none at all means one press, an empty list one more to confirm     result: the answer is shown, not only carried out
 * warns(context): what it will bring that one may not expect
 * lazy: an element of its own instead of the dialog
 */
import { city, statusName, tagLabel } from '../core/city.js';
import { api } from '../core/paths.js';
import { inLanguage } from '../core/words.js';
import { choices, decidesInstead, may, mayRoute } from './clerk.js';
import { staff } from './words.js';

const TEAM = 'minwon';
const BY_HAND = ['in_progress', 'resolved', 'declined'];

const at = (path) => ({ post }) => `${api.deskPost(post.id)}${path && `/${path}`}`;
const ofComment = (path) => ({ post, comment }) => `${api.deskPost(post.id)}/comments/${encodeURIComponent(comment.id)}/${path}`;

const versioned = true;
const grave = true;
const coded = (list) => list.map(({ code, name }) => [code, inLanguage(name)]);
const selected = () => getSelection().toString().trim();
const open = ({ status }) => city().statuses.find(({ code }) => code === status)?.open;
const complaint = ({ receipt_number }) => Boolean(receipt_number);

const reason = { name: 'reason', kind: 'textarea', needed: true };
const told = { ...reason, hint: 'public' };
const logged = { ...reason, hint: 'logged' };
const arbiter = ({ post, posts }) => {
  const decides = (posts ?? [post]).map(decidesInstead).find(Boolean);
  return decides && staff.warns[posts ? 'someToArbiter' : 'toArbiter'](decides);
};
const department = {
  name: 'department', kind: 'select', needed: true,
  options: ({ post }) => coded(city().departments)
    .filter(([code]) => code !== post?.department && (code === TEAM || mayRoute(post))),
};
const status = {
  name: 'status', kind: 'select', needed: true,
  options: ({ post }) => BY_HAND.filter((code) => code !== post?.status).map((code) => [code, statusName(code)]),
};
const whole = { name: 'text', kind: 'textarea', needed: true, rows: 8, value: ({ comment, post }) => (comment ?? post).text };

export const ACTIONS = [
  { code: 'acknowledge', right: 'work', place: 'state', path: at('acknowledgement'), versioned, main: true,
    when: ({ acknowledged }) => acknowledged === false },
  { code: 'status', right: 'work', place: 'state', method: 'patch', path: at(''), versioned,
    when: (post) => complaint(post) && !['withdrawn', 'merged'].includes(post.status), fields: [status, { ...told, needed: false }] },
  { code: 'extend', right: 'work', place: 'state', path: at('extension'), versioned, when: (post) => post.due_at && open(post),
    fields: [
      { name: 'amount', kind: 'number', needed: true, hint: 'amount' },
      { name: 'kind', kind: 'select', needed: true, options: () => coded(choices().extensions) },
      told,
      { name: 'consent', kind: 'check', hint: 'consent', when: ({ post }) => post.extensions },
    ] },
  { code: 'pause', right: 'work', place: 'state', path: at('pause'), versioned, when: (post) => post.due_at && open(post) && !post.paused,
    fields: [{ name: 'kind', kind: 'select', needed: true, options: () => coded(choices().pauses) }, told] },
  { code: 'resume', right: 'work', place: 'state', path: at('resumption'), versioned, when: ({ paused }) => paused },

  { code: 'take', right: 'work', place: 'guess', method: 'patch', path: at(''), versioned },
  { code: 'assign', right: 'work', place: 'routing', method: 'patch', path: at(''), versioned,
    when: (post) => complaint(post) && open(post) && mayRoute(post), fields: [department, told], warns: arbiter },
  { code: 'giveBack', right: 'work', place: 'routing', method: 'patch', path: at(''), versioned, fixed: { department: TEAM },
    when: (post) => open(post) && post.department && post.department !== TEAM && !mayRoute(post), fields: [told], warns: arbiter },

  { code: 'note', right: 'work', place: 'notes', path: at('notes'), fields: [{ name: 'text', kind: 'textarea', needed: true }] },

  { code: 'photos', right: 'read_original', place: 'photos', path: at('photos'), when: ({ photos }) => photos.length,
    fields: [logged], result: true },
  { code: 'original', right: 'read_original', place: 'text', path: at('original'), when: ({ has_original }) => has_original,
    fields: [logged], result: true },

  { code: 'identity', right: 'reveal_identity', place: 'people', path: at('identity'), fields: [logged], result: true },
  { code: 'block', right: 'manage_members', place: 'people', path: at('block'), grave, when: ({ member }) => !blocked(member),
    fields: [{ name: 'days', kind: 'number', needed: true, value: () => choices().block_days }, reason] },
  { code: 'unblock', right: 'manage_members', place: 'people', path: at('unblock'), when: ({ member }) => blocked(member), fields: [reason] },

  { code: 'dismiss', right: 'moderate', place: 'reports', path: at('reports/dismissal'), when: ({ reports }) => reports, fields: [reason] },

  { code: 'show', right: 'moderate', place: 'hiding', path: at('showing'), versioned, when: ({ hiding }) => hiding, fields: [told] },
  { code: 'hide', right: 'moderate', place: 'more', path: at('hiding'), versioned, grave,
    when: ({ hiding }) => !hiding || hiding.kind === 'review',
    fields: [{ name: 'kind', kind: 'select', needed: true, options: () => Object.entries(staff.hidingKinds) }, told] },
  { code: 'mask', right: 'moderate', place: 'more', path: at('masking'), versioned,
    fields: [{ name: 'title', kind: 'text', value: ({ post }) => post.title, when: ({ post }) => post.title }, { ...whole, hint: 'mask' }, told] },
  { code: 'deadline', right: 'work', place: 'more', path: at('deadline'), versioned, when: (post) => post.due_at && open(post),
    fields: [{ name: 'deadline', kind: 'select', needed: true, options: ({ post }) => coded(choices().deadlines).filter(([code]) => code !== post.deadline) }, told] },
  { code: 'merge', right: 'merge', place: 'more', path: at('merge'), versioned, when: (post) => complaint(post) && open(post),
    fields: [{ name: 'into', kind: 'text', needed: true, hint: 'into',
      suggestions: ({ similar }) => similar.map((twin) => [twin.receipt_number ?? twin.id, twin.title ?? twin.excerpt.slice(0, 40)]) }, told] },
  { code: 'join', right: 'merge', place: 'twin', path: at('merge'), versioned, when: (post) => complaint(post) && open(post),
    fields: [], warns: ({ twin }) => staff.warns.join(twin.receipt_number), result: true },
  { code: 'split', right: 'split', place: 'more', path: at('split'), versioned, when: (post) => complaint(post) && open(post),
    fields: [
      { name: 'text', kind: 'textarea', needed: true, rows: 5, hint: 'split', value: ({ post, marked }) => (post.text.includes(marked) && marked) || '' },
      { name: 'title', kind: 'text' },
      { name: 'tag', kind: 'select', options: () => city().tags.map(({ name }) => [name, tagLabel(name)]), value: ({ post }) => post.tag },
      told,
    ] },

  { code: 'blur', right: 'moderate', place: 'photo', versioned, lazy: 'blur-photo',
    path: ({ post, photo }) => `${api.deskPost(post.id)}/photos/${encodeURIComponent(photo.id)}/blur`, when: (_, photo) => photo?.state === 'ready' },

  { code: 'hideComment', right: 'moderate', place: 'comment', path: ofComment('hiding'),
    when: (_, comment) => comment && comment.by === 'citizen' && !comment.hiding, fields: [told] },
  { code: 'showComment', right: 'moderate', place: 'comment', path: ofComment('showing'), when: (_, comment) => comment?.hiding, fields: [told] },
  { code: 'maskComment', right: 'moderate', place: 'comment', path: ofComment('masking'),
    when: (_, comment) => comment && comment.by === 'citizen', fields: [{ ...whole, hint: 'mask' }, told] },

  { code: 'assignSeveral', right: 'work', place: 'several', path: () => '/v1/admin/batch', result: true,
    fields: [department, told], warns: arbiter },
  { code: 'statusSeveral', right: 'work', place: 'several', path: () => '/v1/admin/batch', result: true,
    fields: [status, { ...told, needed: false }] },
];

function blocked(member) {
  return Boolean(member?.blocked_until) && new Date(member.blocked_until) > new Date();
}

export const actionOf = (code) => ACTIONS.find((action) => action.code === code);

/** Those that a place shows for this post, or this part of it, to this clerk. */
export const actionsAt = (place, post, part) => ACTIONS.filter((action) =>
  action.place === place && may(action.right) && (!action.when || action.when(post, part)));

/** What was marked with the mouse when the button was pressed. */
export const markedText = selected;
