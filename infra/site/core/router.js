/** Real links, no page loads: each path has one view, found in the table of routes. */
import { render } from '/lib/lit-html.js';
import { announce } from './announce.js';
import { outdated } from './installed.js';
import { skeleton } from './templates.js';
import { words } from './words.js';

const STILL_MS = 150;
const SLOW_MS = 300;
const LOST_MS = 20_000;

let routes = [];
let outlet = null;
let shown = null;
/** While a view comes up, its page is not yet as long as it was when the reader left it. */
let arriving = false;
let scrolled = 0;

/**
 * `table`: `[{path: RegExp, parameter?: name, value?: of it, view: element name, indexed: bool, load?: () => import(…)}]`.
 * The last is for what no other fits. The id of a place is the parameter, or the first group of the path.
 */
export function startRouter(element, table) {
  [routes, outlet] = [table, element];
  history.scrollRestoration = 'manual';
  document.addEventListener('click', follow);
  addEventListener('popstate', () => arrive({ returning: true }));
  addEventListener('scroll', keepPlaceSoon, { passive: true });
  addEventListener('pagehide', keepPlace);
  arrive({ first: true, returning: cameBack() });
}

export function go(address) {
  keepPlace();
  if (outdated()) return location.assign(address);
  history.pushState(null, '', address);
  arrive({});
}

/** The page of `view` under another address; false if the reader is already on the way elsewhere. */
export function readdress(view, address) {
  if (shown.route.view !== view.localName) return false;
  history.replaceState(history.state, '', address);
  shown.address = address;
  return true;
}

function keepPlaceSoon() {
  clearTimeout(scrolled);
  scrolled = setTimeout(keepPlace, STILL_MS);
}

/** Each entry of the history remembers how far down its page was read. */
function keepPlace() {
  clearTimeout(scrolled);
  if (!arriving) history.replaceState({ ...history.state, y: scrollY }, '');
}

/** By the browser's back button, from a page that is none of ours. */
const cameBack = () => performance.getEntriesByType('navigation')[0]?.type === 'back_forward';

function follow(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || changed(event) || link.target) return;
  const address = link.pathname + link.search;
  if (link.origin !== location.origin || address === shown.address || !routeOf(link)) return;
  event.preventDefault();
  go(address + link.hash);
}

const changed = ({ button, metaKey, ctrlKey, shiftKey, altKey }) => button || metaKey || ctrlKey || shiftKey || altKey;

const parameter = ({ search }, name) => new URLSearchParams(search).get(name);

const routeOf = (address) => routes.find((route) =>
  route.path.test(address.pathname) && (!route.parameter || suits(parameter(address, route.parameter), route.value)));
const suits = (given, value) => (value ? given === value : given);

/** A new query of the same view is that view's own affair: the focus stays where it is. */
function arrive(how) {
  clearTimeout(scrolled);
  const address = location.pathname + location.search;
  if (shown?.address === address) return scrollTo(0, history.state?.y ?? scrollY);
  const route = routeOf(location) ?? routes.at(-1);
  const place = { id: idIn(route), query: new URLSearchParams(location.search), ...how };
  const view = shown?.route === route ? outlet.firstElementChild : null;
  const from = shown?.address;
  shown = { route, address };
  arriving = true;
  setIndexed(route.indexed);
  const here = shown;
  const y = how.returning ? history.state?.y ?? 0 : 0;
  const stays = Boolean(view?.revisit);
  Promise.resolve(stays ? view.revisit(place) : enter(route, place)).then(() => {
    if (shown === here) settle(place, y, stays ? null : from);
  });
}

function idIn(route) {
  if (route.parameter) return parameter(location, route.parameter);
  try { return decodeURIComponent(route.path.exec(location.pathname)?.[1] ?? ''); } catch { return ''; }
}

async function enter(route, place) {
  const here = shown;
  const slow = setTimeout(() => shown === here && wait(), SLOW_MS);
  const name = await Promise.race([route.load?.(), tooLate()]).then(() => route.view, () => 'unreachable-view');
  clearTimeout(slow);
  if (shown !== here) return;
  outlet.ariaBusy = null;
  const view = document.createElement(name);
  view.place = place;
  outlet.replaceChildren(view);
  if (!place.first) {
    scrollTo(0, 0);
    view.querySelector('h1')?.focus({ preventScroll: true });
  }
  const heading = outlet.querySelector('h1')?.textContent;
  await view.shown;
  const settled = outlet.querySelector('h1')?.textContent;
  if (shown === here && settled !== heading) announce(settled);
}

const tooLate = () => new Promise((_, reject) => { setTimeout(reject, LOST_MS); });

/** A tap is answered even while its view is still on the line. */
function wait() {
  const holder = document.createElement('div');
  render(skeleton(), holder);
  outlet.replaceChildren(holder);
  outlet.ariaBusy = 'true';
  scrollTo(0, 0);
  announce(words.loading);
}

/** One who returns finds the page as it was left, and the focus on the link that led away. */
function settle(place, y, from) {
  arriving = false;
  if (!place.returning) return document.getElementById(location.hash.slice(1))?.scrollIntoView();
  scrollTo(0, y);
  if (from) outlet.querySelector(`a[href="${CSS.escape(from)}"]`)?.focus({ preventScroll: true });
}

function setIndexed(indexed) {
  document.querySelector('meta[name=robots]').content = indexed ? 'index, follow' : 'noindex';
}
