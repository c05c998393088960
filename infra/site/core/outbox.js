/**
 * Posts that wait for a connection, whole, with their photos in core/bytes.js. Each goes under the key it was
 * given when it was written, so that whatever arrives twice is posted once.
 * A post: what core/draft.js keeps, and at: ms, tried: ms | null, receipt | null, refused: {message, field} | null.
 */
import { createStore, del, get, set, values } from '/lib/idb-keyval.js';
import { keyAfter, keyed } from './api.js';
import { dropBytes, keepBytes, keptFile, sweepBytes } from './bytes.js';
import { asRequest, draft as unsent, releaseDraft } from './draft.js';
import { forLong } from './keep.js';
import { join, member, room } from './member.js';
import { api } from './paths.js';
import { upload } from './photos.js';
import { words } from './words.js';

const WAITS = [5, 15, 60, 180, 300]; // seconds, the last again and again
const LATER = [undefined, 0, 401, 408, 425, 429]; // and all from 500: says nothing against the post
const KEY_LASTS = 20 * 3_600_000; // ms; the room remembers a key for a day
const store = createStore('room-outbox', 'posts');
const tabs = new BroadcastChannel('outbox');
let round = 0;
let timer = null;
let rested = 0; // ms; the room asked not to be written to before

tabs.onmessage = () => tell();

/** Oldest first; none where the browser keeps nothing. */
export const posts = () => read().catch(() => []);
const read = async () => (await values(store)).sort((a, b) => a.at - b.at);

/** The room asked for some patience; nothing goes before that is over. */
export const isResting = () => Date.now() < rested;

export const isWaiting = ({ receipt, refused }) => !receipt && !refused;

/** Its receipt is on screen: see views/write-view.js. */
export const isOpen = ({ key, receipt }) => receipt && key === new URLSearchParams(location.search).get('sent');

/**
 * Takes the draft over, with the files of its photos by their keys; `tried`: when it was sent without an answer.
 * Rejects where the browser keeps nothing.
 */
export async function add(draft, files, tried) {
  await Promise.all(draft.photos.map(({ key }) => files.get(key) && keepBytes(key, files.get(key))));
  const nickname = draft.nickname || (member()?.nickname ?? '');
  await keep({ ...draft, nickname, at: Date.now(), tried, receipt: null, refused: null });
  releaseDraft();
  round = 0;
  again();
}

/** Gives a post back, to be written on, and its place in the queue up. */
export async function take(key) {
  const post = await get(key, store);
  if (post) await forget(key);
  return post;
}

export async function drop(key) {
  const post = await take(key);
  if (post) dropBytes(post.photos.map((photo) => photo.key));
}

/** The receipt is kept, without photos, until its reader has left it: the look-up code is told once. */
export async function arrived(post, receipt) {
  const detail = { at: Date.now(), ...post, photos: [], receipt, refused: null };
  await keep(detail);
  document.dispatchEvent(new CustomEvent('outbox-arrived', { detail }));
}

/** Drops the bytes that nothing unsent names. Rejects, and drops nothing, when that cannot be read. */
export async function sweep() {
  const waiting = await read();
  await sweepBytes([unsent(), ...waiting].flatMap(({ photos }) => photos.map(({ key }) => key)));
}

/** Tries all that wait, now; false when a round is under way already, in whichever page of the browser. */
export async function flush() {
  clearTimeout(timer);
  if (!navigator.locks) return sendAll();
  return navigator.locks.request('outbox', { ifAvailable: true }, (free) => (free ? sendAll() : denied()));
}

function denied() {
  again();
  return false;
}

export function start() {
  addEventListener('online', () => { round = 0; flush(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });
  navigator.serviceWorker?.addEventListener('message', ({ data }) => { if (data === 'flush') flush(); });
  flush();
}

async function sendAll() {
  for (const post of (await posts()).filter(isWaiting)) {
    if (!navigator.onLine || isResting()) break;
    await send(post).catch((error) => failed(post, error));
  }
  if ((await posts()).some(isWaiting)) again();
  return true;
}

function again() {
  clearTimeout(timer);
  timer = setTimeout(flush, Math.max(rested - Date.now(), WAITS[Math.min(round, WAITS.length - 1)] * 1000));
  round += 1;
}

async function send(post) {
  if (post.tried && Date.now() - post.tried > KEY_LASTS) throw refusal(words.outbox.unsure);
  if (!member()) await join(post.nickname.trim());
  for (const photo of post.photos) await sendPhoto(post, photo);
  if (!(await still(post))) return;
  const { tried } = post;
  await keep(Object.assign(post, { tried: tried ?? Date.now() }));
  const receipt = await room.post(api.posts, asRequest(post), keyed(post.key)).catch(async (error) => {
    if (error.status === 429 && await still(post)) await keep(Object.assign(post, { tried })); // turned away at the door
    throw error;
  });
  await arrived(post, receipt);
  dropBytes(post.photos.map(({ key }) => key));
}

const refusal = (message, more) => Object.assign(new Error(message), { status: 400, ...more });

async function sendPhoto(post, photo) {
  if (photo.id) return;
  const file = await keptFile(photo.key);
  if (!file) throw refusal(words.photos.gone, { field: 'photos' });
  photo.id = await upload(room, file, () => {});
  if (await still(post)) await keep(post);
}

/** It may have been taken back while its photos were under way. */
const still = ({ key }) => get(key, store);

async function failed(post, error) {
  const { status, code, field, message, wait } = error;
  if (wait) rested = Date.now() + wait * 1000;
  if (!(await still(post))) return;
  if (code === 'photo_not_available' && !post.anew) return keep(uploadedAnew(post));
  if (LATER.includes(status) || status >= 500) return;
  await forget(post.key);
  await keep({ ...post, key: keyAfter(error, post.key), refused: { message, field } });
}

/** What was sent long ago and never posted, the room has thrown away. */
const uploadedAnew = (post) => ({ ...post, anew: true, photos: post.photos.map((photo) => ({ ...photo, id: null })) });

async function keep(post) {
  await set(post.key, post, store);
  await changed();
}

async function forget(key) {
  await del(key, store);
  await changed();
}

async function changed() {
  await tell();
  tabs.postMessage(null);
}

/** The first view looks at this mark alone: it loads the outbox only if something is in it. */
export async function tell() {
  const detail = await posts();
  if (detail.length) forLong.set('waiting', true);
  else forLong.remove('waiting');
  document.dispatchEvent(new CustomEvent('outbox-change', { detail }));
}
