/** Names the elements of the staff page and starts it; a table of contents. */
import { PostComment } from '../components/post-comment.js';
import { PostPhoto } from '../components/post-photo.js';
import { PostPhotos } from '../components/post-photos.js';
import { named } from '../core/lazy.js';
import { startRouter } from '../core/router.js';
import { styled } from '../core/stylesheet.js';
import { UnreachableView } from '../views/unreachable-view.js';
import { ActionDialog } from './action-dialog.js';
import { clerkKnown } from './clerk.js';
import { DeskActions } from './desk-actions.js';
import { DeskHistory } from './desk-history.js';
import { NoGroup } from './no-group.js';
import { PostRouting } from './post-routing.js';
import { PostState } from './post-state.js';
import { SessionEnd } from './session-end.js';
import { completeSignIn, signedIn } from './session.js';
import { ShortcutHelp } from './shortcut-help.js';
import { StaffAnswer } from './staff-answer.js';
import { StaffHeader } from './staff-header.js';
import { StaffPost } from './staff-post.js';
import { StaffQueue } from './staff-queue.js';
import { StaffSignIn } from './staff-sign-in.js';

const elements = {
  'post-photo': PostPhoto,
  'post-photos': PostPhotos,
  'post-comment': PostComment,
  'action-dialog': ActionDialog,
  'desk-actions': DeskActions,
  'desk-history': DeskHistory,
  'no-group': NoGroup,
  'post-routing': PostRouting,
  'post-state': PostState,
  'session-end': SessionEnd,
  'shortcut-help': ShortcutHelp,
  'staff-answer': StaffAnswer,
  'staff-header': StaffHeader,
  'staff-post': StaffPost,
  'staff-queue': StaffQueue,
  'staff-sign-in': StaffSignIn,
  'unreachable-view': UnreachableView,
};

const PATH = /^\/staff\/(?:index\.html)?$/;
const one = (view, more) => ({ path: PATH, view, indexed: false, ...more });
const map = () => named('place-map', () => import('../components/place-map.js').then(({ PlaceMap }) => PlaceMap));
const download = () => named('month-export', () => import('./month-export.js').then(({ MonthExport }) => MonthExport));
const admin = () => named('staff-admin', () => import('./staff-admin.js').then(({ StaffAdmin }) => StaffAdmin));
const figures = () => Promise.all([
  download(),
  styled('/styles/figures.css'),
  named('figure-charts', () => import('../components/figure-charts.js').then(({ FigureCharts }) => FigureCharts)),
  named('staff-figures', () => import('./staff-figures.js').then(({ StaffFigures }) => StaffFigures)),
]);

const router = () => Promise.all([
  styled('/styles/figures.css'),
  named('staff-router', () => import('./staff-router.js').then(({ StaffRouter }) => StaffRouter)),
]);

const outside = [one('staff-sign-in')];
const failing = [one('unreachable-view')];
/** Accounts for which there is no desk, by the API's word for it. */
const WITHOUT = { no_group: [one('no-group')] };
const inside = [
  one('staff-post', { parameter: 'post' }),
  one('staff-figures', { parameter: 'page', value: 'figures', load: figures }),
  one('staff-router', { parameter: 'page', value: 'router', load: router }),
  one('staff-admin', { parameter: 'page', value: 'admin', load: admin }),
  one('staff-queue'),
];

/** What one may see: the way in, the desk, or why there is nothing. */
const routes = () => (signedIn()
  ? clerkKnown().then(() => inside, ({ code }) => WITHOUT[code] ?? (signedIn() ? failing : outside))
  : outside);

await completeSignIn();
const found = await routes();
Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
startRouter(document.getElementById('main'), found);
if (found === inside) map().catch(() => {});
