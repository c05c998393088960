/* global workbox, SHELL */
/**
 * Offline: the page itself, and what was last seen of the room. Also shows what a push service brings.
 * shell.js is written when the site is published: every file of the page with the hash of its content.
 */
importScripts(
  // In this order: each finds those before it.
  '/lib/workbox/core.js', '/lib/workbox/routing.js', '/lib/workbox/strategies.js', '/lib/workbox/precaching.js',
  '/lib/workbox/expiration.js', '/shell.js',
);

const { precaching, routing, strategies, expiration, core } = workbox;
const MONTH = 30 * 86_400;
const OTHERS = [/^\/(staff|s|v1|media)(\/|\?|$)/, /^[^?]*\.\w+$/]; // what a visit of does not mean a view of the page
const READ = /^\/v1\/posts(\/[^/]+)?$/;
const NOT_KEPT = ['code', 'author', 'bounds']; // what others may not see; and every move of the map is another box

core.skipWaiting();
core.clientsClaim();
precaching.cleanupOutdatedCaches();
precaching.precacheAndRoute(SHELL);
const view = (page) => precaching.createHandlerBoundToURL(page);
routing.registerRoute(new routing.NavigationRoute(view('/index.html'), { denylist: OTHERS }));
// The desk shares modules with the page: both are of one version, or neither.
routing.registerRoute(new routing.NavigationRoute(view('/staff/index.html'), { allowlist: [/^\/staff\/?(\?|$)/] }));

/** What is private stays with the server. */
const publicOnly = {
  async cacheWillUpdate({ response }) {
    if (response.status !== 200) return null;
    const read = await response.clone().json();
    return read.private_to_staff ? null : response;
  },
};

/** Tells the page that asked whether it reads something old; what comes after the old one changes nothing of that. */
const honest = {
  async handlerDidRespond({ event, response, state }) {
    const page = event?.clientId && await clients.get(event.clientId);
    if (response) page?.postMessage(state.stored ? 'stored' : 'live');
  },
  async cachedResponseWillBeUsed({ cachedResponse, state }) {
    state.stored = Boolean(cachedResponse);
    return cachedResponse;
  },
};

const few = (maxEntries) => new expiration.ExpirationPlugin({ maxEntries, maxAgeSeconds: MONTH, purgeOnQuotaError: true });
const lastSeen = (cacheName, maxEntries) => new strategies.NetworkFirst({
  cacheName,
  networkTimeoutSeconds: 8,
  matchOptions: { ignoreVary: true },
  plugins: [publicOnly, honest, few(maxEntries)],
});

routing.registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname === '/v1/city', lastSeen('city', 1));
routing.registerRoute(
  ({ url, sameOrigin }) => sameOrigin && READ.test(url.pathname) && !NOT_KEPT.some((name) => url.searchParams.has(name)),
  lastSeen('seen', 150),
);

// A rendition never changes under its name.
routing.registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/media/'),
  new strategies.CacheFirst({ cacheName: 'photos', plugins: [few(150)] }),
);

addEventListener('push', (event) => {
  if (!event.data) return;
  const { title, body, url, tag } = event.data.json();
  event.waitUntil(registration.showNotification(title, {
    body, tag, lang: 'ko', icon: '/icons/icon-192.png', badge: '/icons/badge-96.png', data: { url }, renotify: Boolean(tag),
  }));
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { href, origin } = new URL(event.notification.data.url, location.origin);
  if (origin === location.origin) event.waitUntil(show(href));
});

/** In a window of its own, unless one shows it already: another may hold what somebody is writing. */
async function show(address) {
  const open = await clients.matchAll({ type: 'window' });
  const there = open.find(({ url }) => url === address);
  return there ? there.focus() : clients.openWindow(address);
}
