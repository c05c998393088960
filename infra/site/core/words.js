/** The words of the reader's language; Korean unless English was chosen. */
import { forLong } from './keep.js';

const languages = ['ko', 'en'];
const chosen = forLong.get('language');

export const language = languages.includes(chosen) ? chosen : 'ko';
export const otherLanguage = language === 'ko' ? 'en' : 'ko';
export const { words } = await import(`../words/${language}.js`);

document.documentElement.lang = language;

export function choose(next) {
  forLong.set('language', next);
  location.reload();
}

/** Of `{ko, en}` the one to show. */
export const inLanguage = (pair) => pair?.[language] ?? pair?.ko ?? '';
