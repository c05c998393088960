/** The unsent post: it outlives a reload, a lost connection and a closed tab. Its photos' bytes: core/bytes.js. */
import { newKey } from './api.js';
import { dropBytes } from './bytes.js';
import { forLong } from './keep.js';

/** `photos`: [{key, name, id}]; the id is null until the bytes have arrived. */
const blank = () => (
  { text: '', tag: null, address: '', position: null, photos: [], private: false, nickname: '', key: newKey() });

export const draft = () => ({ ...blank(), ...forLong.get('draft') });
export const keepDraft = (changed) => forLong.set('draft', changed);
/** Of a post that waited. */
export const asDraft = (post) => Object.fromEntries(Object.keys(blank()).map((name) => [name, post[name]]));
export const hasContent = ({ text, address, position, photos }) =>
  Boolean(text.trim() || address.trim() || position || photos.length);

/** Forgets the draft alone: its photos belong to a post now, sent or waiting. */
export const releaseDraft = () => forLong.remove('draft');

export function dropDraft({ photos } = draft()) {
  dropBytes(photos.map(({ key }) => key));
  releaseDraft();
}

export function locationOf({ address, position }) {
  const location = {
    ...(address.trim() && { address: address.trim() }),
    ...(position && { lat: position.lat, lon: position.lon }),
  };
  return Object.keys(location).length ? location : null;
}

/** What the API takes: only what was filled in. */
export function asRequest({ text, tag, address, position, photos, private: secret }) {
  const location = locationOf({ address, position });
  return {
    text,
    tag,
    ...(location && { location }),
    ...(photos.length && { photos: photos.map(({ id }) => id) }),
    ...(secret && { private_to_staff: true }),
  };
}
