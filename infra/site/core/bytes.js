/** The bytes of photos that are not posted yet, so that they outlive a reload and a lost connection. */
import { createStore, del, delMany, get, keys, set } from '/lib/idb-keyval.js';

const store = createStore('room-photos', 'bytes');

/** Rejects where the browser keeps nothing. Bytes, not a Blob: WebKit loses Blobs that a tab left behind. */
export async function keepBytes(key, file) {
  await set(key, { name: file.name, type: file.type, bytes: await file.arrayBuffer() }, store);
}

/** A File; null if nothing was kept. */
export async function keptFile(key) {
  const kept = await get(key, store).catch(() => null);
  return kept ? new File([kept.bytes], kept.name, { type: kept.type }) : null;
}

export const dropBytes = (names) => delMany(names, store).catch(() => {});

/** Drops what no post names any more: a tab was closed at the wrong moment. */
export async function sweepBytes(named) {
  const kept = await keys(store).catch(() => []);
  await Promise.all(kept.filter((key) => !named.includes(key)).map((key) => del(key, store)));
}
