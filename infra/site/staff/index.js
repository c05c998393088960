/** Names the elements of the staff page and starts it; a table of contents. */
import { PostComment } from '../components/post-comment.js';
import { PostPhoto } from '../components/post-photo.js';
import { PostPhotos } from '../components/post-photos.js';
import { PostProgress } from '../components/post-progress.js';
import { PostTimeline } from '../components/post-timeline.js';
import { startRouter } from '../core/router.js';
import { completeSignIn, signedIn } from './session.js';
import { StaffAnswer } from './staff-answer.js';
import { StaffChange } from './staff-change.js';
import { StaffHeader } from './staff-header.js';
import { StaffList } from './staff-list.js';
import { StaffPost } from './staff-post.js';
import { StaffSignIn } from './staff-sign-in.js';

const elements = {
  'post-photo': PostPhoto,
  'post-photos': PostPhotos,
  'post-comment': PostComment,
  'post-progress': PostProgress,
  'post-timeline': PostTimeline,
  'staff-change': StaffChange,
  'staff-answer': StaffAnswer,
  'staff-header': StaffHeader,
  'staff-list': StaffList,
  'staff-post': StaffPost,
  'staff-sign-in': StaffSignIn,
};

const PATH = /^\/staff\/(?:index\.html)?$/;

const outside = [{ path: PATH, view: 'staff-sign-in', indexed: false }];
const inside = [
  { path: PATH, parameter: 'post', view: 'staff-post', indexed: false },
  { path: PATH, view: 'staff-list', indexed: false },
];

await completeSignIn();
Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
startRouter(document.getElementById('main'), signedIn() ? inside : outside);
