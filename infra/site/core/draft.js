/** The unsent post: it outlives a reload, a lost connection and a closed tab. */
import { newKey } from './api.js';
import { forLong } from './keep.js';

const blank = () => ({ text: '', tag: null, address: '', position: null, photos: [], private: false, key: newKey() });

export const draft = () => ({ ...blank(), ...forLong.get('draft') });
export const keepDraft = (changed) => forLong.set('draft', changed);
export const dropDraft = () => forLong.remove('draft');

/** What the API takes: only what was filled in. */
export function asRequest({ text, tag, address, position, photos, private: secret }) {
  const location = {
    ...(address.trim() && { address: address.trim() }),
    ...(position && { lat: position.lat, lon: position.lon }),
  };
  return {
    text,
    tag,
    ...(Object.keys(location).length && { location }),
    ...(photos.length && { photos }),
    ...(secret && { private_to_staff: true }),
  };
}
