/** What an entry of the history says: in the desk's words if no citizen sees it, else in the public's. */
import { entryWords as publicWords } from '../components/post-timeline.js';
import { staff } from './words.js';

/** Kinds that no citizen sees are those for which only the desk has words. */
export const isInternal = ({ kind }) => Object.hasOwn(staff.timeline, kind);
export const entryWords = (entry) => staff.timeline[entry.kind] ?? publicWords(entry);
