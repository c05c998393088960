/** A photo's way: ask for a place, send the bytes there, wait until it can be shown. */
import { ApiError } from './api.js';
import { api } from './paths.js';
import { words } from './words.js';

const TYPES = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp',
  gif: 'image/gif', heic: 'image/heic', heif: 'image/heif',
};
const KNOWN = [...new Set(Object.values(TYPES))];
const STILL_MS = 30_000;
const WAITS = [1, 1, 2, 3, 5, 8, 13, 20, 30, 30, 30];

export const accepted = [...KNOWN, '.heic', '.heif'].join(',');

/** Some browsers give HEIC no type: then the name tells. Null for what the room does not take. */
export function typeOf({ type, name }) {
  return KNOWN.includes(type) ? type : TYPES[name.split('.').pop().toLowerCase()] ?? null;
}

/** Sends one file, telling `onProgress` the part sent (0 to 1); resolves to the photo's id. */
export async function upload(room, file, onProgress, signal) {
  const { id, upload: target } = await room.post(api.photos, { type: typeOf(file) });
  await sendForm(target, file, onProgress, signal);
  return id;
}

/** Bad reception has no end of its own: a request that stands still for STILL_MS is given up. */
function sendForm({ url, fields }, file, onProgress, signal) {
  const form = new FormData();
  Object.entries(fields).forEach(([name, value]) => form.append(name, value));
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let still;
    const moving = () => {
      clearTimeout(still);
      still = setTimeout(() => request.abort(), STILL_MS);
    };
    request.upload.onprogress = ({ loaded, total }) => { moving(); onProgress(loaded / total); };
    request.onloadend = () => clearTimeout(still);
    signal?.addEventListener('abort', () => request.abort());
    request.onload = () => (request.status < 300 ? resolve() : reject(new ApiError(request.status, refused)));
    request.onerror = request.onabort = () => reject(new ApiError(0));
    request.open('POST', url);
    request.send(form);
    moving();
  });
}

const refused = { message: words.photos.refused };

/** Asks ever more seldom until the photo is ready or rejected; null when it takes too long or `wanted()` says no. */
export async function settled(room, id, wanted) {
  for (const seconds of WAITS) {
    const photo = await room.get(api.photo(id)).catch(ifGone);
    if (photo && photo.state !== 'pending') return photo;
    await new Promise((resolve) => { setTimeout(resolve, seconds * 1000); });
    if (!wanted()) return null;
  }
  return null;
}

/** Lost reception is no verdict on the photo: ask again. */
function ifGone(error) {
  if (error.status === 404) throw error;
  return null;
}
