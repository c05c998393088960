/** The page as an app: its service worker, and the browser's offer to put it on the home screen. */
import { named } from './lazy.js';

let offer = null;

/** Asks the browser's own dialog; null where it has nothing to offer. */
export const installOffer = () => offer;

/** Once the first view stands, so that it need not share the line. */
export function keepForOffline() {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    offer = event;
    named('install-prompt', () => import('../components/install-prompt.js').then((it) => it.InstallPrompt)).catch(() => {});
  });
  document.addEventListener('member-left', forgetWhoWas);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}

/** What the one before has read, and is told, is nothing for who comes now. */
function forgetWhoWas() {
  for (const kept of ['seen', 'photos']) globalThis.caches?.delete(kept).catch(() => {});
  import('./push.js').then(({ endSubscription }) => endSubscription()).catch(() => {});
}

function register() {
  // A browser in private mode may refuse; the page works without.
  navigator.serviceWorker?.register('/sw.js', { updateViaCache: 'none' }).catch(() => {});
}

/** True once a newer page than this one has been fetched: the next view is best loaded whole. */
export const outdated = () => newer;
let newer = false;
const ours = navigator.serviceWorker?.controller;
navigator.serviceWorker?.addEventListener('controllerchange', () => { newer = Boolean(ours); });
