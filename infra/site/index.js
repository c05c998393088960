/** Names the elements of reading and starts the router; what only some need is loaded when they do. */
import { HowItWorks } from './components/how-it-works.js';
import { JoinDialog } from './components/join-dialog.js';
import { PostActions } from './components/post-actions.js';
import { PostCard } from './components/post-card.js';
import { PostComment } from './components/post-comment.js';
import { PostFilter } from './components/post-filter.js';
import { PostPhoto } from './components/post-photo.js';
import { PostPhotos } from './components/post-photos.js';
import { PostProgress } from './components/post-progress.js';
import { PostThread } from './components/post-thread.js';
import { PostTimeline } from './components/post-timeline.js';
import { RoomFooter } from './components/room-footer.js';
import { RoomHeader } from './components/room-header.js';
import { startRouter } from './core/router.js';
import { ListView } from './views/list-view.js';
import { MissingView } from './views/missing-view.js';
import { PostView } from './views/post-view.js';
import { UnreachableView } from './views/unreachable-view.js';

const elements = {
  'post-photo': PostPhoto,
  'post-photos': PostPhotos,
  'post-card': PostCard,
  'post-filter': PostFilter,
  'post-progress': PostProgress,
  'post-timeline': PostTimeline,
  'post-actions': PostActions,
  'post-comment': PostComment,
  'post-thread': PostThread,
  'how-it-works': HowItWorks,
  'room-header': RoomHeader,
  'room-footer': RoomFooter,
  'join-dialog': JoinDialog,
  'list-view': ListView,
  'post-view': PostView,
  'missing-view': MissingView,
  'unreachable-view': UnreachableView,
};

const writing = () => import('./writing.js');
const membership = () => import('./membership.js');

const routes = [
  { path: /^\/$/, view: 'list-view', indexed: true },
  { path: /^\/posts\/([^/]+)\/?$/, view: 'post-view', indexed: true },
  { path: /^\/write\/?$/, view: 'write-view', indexed: true, load: writing },
  { path: /^\/me\/?$/, view: 'me-view', indexed: false, load: membership },
  { path: /^\/unsubscribe\/?$/, view: 'unsubscribe-view', indexed: false, load: membership },
  { path: /^$/, view: 'missing-view', indexed: false },
];

Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
startRouter(document.getElementById('main'), routes);
