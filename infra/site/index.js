/** Names the elements of reading and starts the router; what only some need is loaded when they do. */
import { ConnectionBar } from './components/connection-bar.js';
import { HowItWorks } from './components/how-it-works.js';
import { JoinDialog } from './components/join-dialog.js';
import { ListMore } from './components/list-more.js';
import { PostCard } from './components/post-card.js';
import { PostFilter } from './components/post-filter.js';
import { PostPhoto } from './components/post-photo.js';
import { RoomFooter } from './components/room-footer.js';
import { RoomHeader } from './components/room-header.js';
import { ViewSwitch } from './components/view-switch.js';
import { SearchBox } from './components/search-box.js';
import { WatchFilter } from './components/watch-filter.js';
import { keepForOffline } from './core/installed.js';
import { forLong } from './core/keep.js';
import { named } from './core/lazy.js';
import { startRouter } from './core/router.js';
import { styled } from './core/stylesheet.js';
import { ListView } from './views/list-view.js';
import { MissingView } from './views/missing-view.js';
import { UnreachableView } from './views/unreachable-view.js';

const elements = {
  'post-photo': PostPhoto,
  'post-card': PostCard,
  'post-filter': PostFilter,
  'search-box': SearchBox,
  'watch-filter': WatchFilter,
  'list-more': ListMore,
  'how-it-works': HowItWorks,
  'room-header': RoomHeader,
  'room-footer': RoomFooter,
  'view-switch': ViewSwitch,
  'connection-bar': ConnectionBar,
  'join-dialog': JoinDialog,
  'list-view': ListView,
  'missing-view': MissingView,
  'unreachable-view': UnreachableView,
};

/** Modules and the stylesheet that goes with them. */
const together = (sheet, modules) => Promise.all([modules, styled(`/styles/${sheet}.css`)]);
const reading = () => together('reading', import('./reading.js'));
const writing = () => import('./writing.js');
const membership = () => together('membership', import('./membership.js'));
const search = () => named('search-view', () => import('./views/search-view.js').then((it) => it.SearchView));
const stats = () => together('figures', import('./stats.js'));
const reference = () => Promise.all([styled('/styles/about.css'), together('reference', import('./reference.js'))]);
const about = () => together('about', named('about-view', () => import('./views/about-view.js').then((it) => it.AboutView)));

const routes = [
  { path: /^\/$/, view: 'list-view', indexed: true },
  { path: /^\/posts\/([^/]+)\/?$/, view: 'post-view', indexed: true, load: reading },
  { path: /^\/write\/?$/, view: 'write-view', indexed: true, load: writing },
  { path: /^\/me\/?$/, view: 'me-view', indexed: false, load: membership },
  { path: /^\/me\/posts\/?$/, view: 'follows-view', indexed: false, load: membership },
  { path: /^\/me\/alerts\/?$/, view: 'alerts-view', indexed: false, load: membership },
  { path: /^\/search\/?$/, view: 'search-view', indexed: false, load: search },
  { path: /^\/about\/?$/, view: 'about-view', indexed: true, load: about },
  { path: /^\/api\/?$/, view: 'api-view', indexed: true, load: reference },
  { path: /^\/stats\/?$/, view: 'stats-view', indexed: true, load: stats },
  { path: /^\/unsubscribe\/?$/, view: 'unsubscribe-view', indexed: false, load: membership },
  { path: /^$/, view: 'missing-view', indexed: false },
];

Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
startRouter(document.getElementById('main'), routes);
keepForOffline();
if (forLong.get('waiting')) import('./sending.js').catch(() => {});
