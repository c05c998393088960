/** The city's profile: read once, then looked up by code. */
import { Api } from './api.js';
import { inLanguage } from './words.js';

const api = new Api(() => null, () => {});
let profile = null;
let reading = null;

export const city = () => profile;

/** Resolves when `city()` can be used; a failed reading is tried again by the next caller. */
export function cityKnown() {
  reading ??= api.get('/v1/city').then(
    (read) => { profile = read; },
    (error) => { reading = null; throw error; },
  );
  return reading;
}

const find = (list, key, value) => profile?.[list]?.find((item) => item[key] === value);

export const tagOf = (name) => find('tags', 'name', name);
export const tagLabel = (name) => inLanguage(tagOf(name)?.label) || name;
export const statusOf = (code) => find('statuses', 'code', code);
export const statusName = (code) => inLanguage(statusOf(code)?.name) || code;
export const departmentOf = (code) => find('departments', 'code', code);
export const departmentName = (code) => inLanguage(departmentOf(code)?.name) || code;
export const categoryName = (code) => inLanguage(find('categories', 'code', code)?.name) || code;
/** Of what stops or extends a deadline, or of its own; null for any other code. */
export const choiceName = (code) =>
  inLanguage(['pauses', 'extensions', 'deadlines'].map((list) => find(list, 'code', code)).find(Boolean)?.name) || null;
export const roomName = () => inLanguage(profile?.room);
export const cityName = () => inLanguage(profile?.name);
