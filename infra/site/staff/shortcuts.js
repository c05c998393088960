/** Keys of the desk, by table; they rest while one types or a dialog is open, and can be switched off (WCAG 2.1.4). */
import { forLong } from '../core/keep.js';

/** The arrows only while the focus is in the list: elsewhere they scroll. */
export const KEYS = {
  list: { j: 'next', k: 'previous', ArrowDown: 'next', ArrowUp: 'previous', x: 'pick', a: 'assign', r: 'answer', '?': 'help' },
  post: { j: 'next', k: 'previous', a: 'assign', r: 'answer', n: 'note', u: 'back', '?': 'help' },
};

const TYPING = 'input:not([type="checkbox"]), textarea, select, [contenteditable]';

export const shortcutsOn = () => forLong.get('shortcuts') !== false;
export const switchShortcuts = (on) => forLong.set('shortcuts', on);

/** `act[name](event)` for each key of the table; gives the function that ends it. */
export function listen(kind, act, inList = () => false) {
  const hear = (event) => {
    const { key, target, ctrlKey, metaKey, altKey, isComposing } = event;
    const name = Object.hasOwn(KEYS[kind], key) ? KEYS[kind][key] : null;
    if (!name || !act[name] || !shortcutsOn() || ctrlKey || metaKey || altKey || isComposing) return;
    if (target.closest?.(TYPING) || document.querySelector('dialog[open]')) return;
    if (key.startsWith('Arrow') && !inList()) return;
    event.preventDefault();
    act[name](event);
  };
  document.addEventListener('keydown', hear);
  return () => document.removeEventListener('keydown', hear);
}

export const showHelp = () => document.querySelector('shortcut-help').open();
