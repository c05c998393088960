/** What is typed into a form of the desk, kept in this tab: it outlives signing in again, and another's change. */
import { forThisTab } from '../core/keep.js';

export const typed = (key) => forThisTab.get(`typed.${key}`) ?? {};
export const dropTyped = (key) => forThisTab.remove(`typed.${key}`);
export const keepTyped = (key, form) =>
  forThisTab.set(`typed.${key}`, Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string')));
