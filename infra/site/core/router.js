/** Real links, no page loads: each path has one view, found in the table of routes. */

let routes = [];
let outlet = null;
let shown = null;

/**
 * `table`: `[{path: RegExp, parameter?: name, view: element name, indexed: bool, load?: () => import(…)}]`.
 * The last is for what no other fits. The id of a place is the parameter, or the first group of the path.
 */
export function startRouter(element, table) {
  [routes, outlet] = [table, element];
  history.scrollRestoration = 'manual';
  document.addEventListener('click', follow);
  addEventListener('popstate', () => arrive({ returning: true }));
  arrive({ first: true });
}

export function go(address) {
  history.replaceState({ y: scrollY }, '');
  history.pushState(null, '', address);
  arrive({});
}

function follow(event) {
  const link = event.target.closest?.('a[href]');
  if (!link || event.defaultPrevented || changed(event) || link.target || link.hash) return;
  const address = link.pathname + link.search;
  if (link.origin !== location.origin || address === shown.address || !routeOf(link)) return;
  event.preventDefault();
  go(address);
}

const changed = ({ button, metaKey, ctrlKey, shiftKey, altKey }) => button || metaKey || ctrlKey || shiftKey || altKey;

const parameter = ({ search }, name) => new URLSearchParams(search).get(name);

const routeOf = (address) => routes.find((route) =>
  route.path.test(address.pathname) && (!route.parameter || parameter(address, route.parameter)));

/** A new query of the same view is that view's own affair: the focus stays where it is. */
function arrive(how) {
  const address = location.pathname + location.search;
  if (shown?.address === address) return;
  const route = routeOf(location) ?? routes.at(-1);
  const place = { id: idIn(route), query: new URLSearchParams(location.search), ...how };
  const view = shown?.route === route ? outlet.firstElementChild : null;
  shown = { route, address };
  setIndexed(route.indexed);
  if (view?.revisit) view.revisit(place);
  else enter(route, place);
}

function idIn(route) {
  if (route.parameter) return parameter(location, route.parameter);
  try { return decodeURIComponent(route.path.exec(location.pathname)?.[1] ?? ''); } catch { return ''; }
}

async function enter(route, place) {
  const here = shown;
  const name = await Promise.resolve(route.load?.()).then(() => route.view, () => 'unreachable-view');
  if (shown !== here) return;
  const view = document.createElement(name);
  view.place = place;
  outlet.replaceChildren(view);
  if (place.first) return;
  scrollTo(0, place.returning ? history.state?.y ?? 0 : 0);
  outlet.querySelector('h1')?.focus({ preventScroll: true });
}

function setIndexed(indexed) {
  document.querySelector('meta[name=robots]').content = indexed ? 'index, follow' : 'noindex';
}
