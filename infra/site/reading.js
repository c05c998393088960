/** Names the elements of one post; loaded when one is opened. */
import { BeforeAfter } from './components/before-after.js';
import { CommentHidden } from './components/comment-hidden.js';
import { PhotoViewer } from './components/photo-viewer.js';
import { PostActions } from './components/post-actions.js';
import { PostComment } from './components/post-comment.js';
import { PostPhotos } from './components/post-photos.js';
import { PostProgress } from './components/post-progress.js';
import { PostThread } from './components/post-thread.js';
import { PostTimeline } from './components/post-timeline.js';
import { ReportButton } from './components/report-button.js';
import { SharePost } from './components/share-post.js';
import { PostView } from './views/post-view.js';

const elements = {
  'post-photos': PostPhotos,
  'post-progress': PostProgress,
  'post-timeline': PostTimeline,
  'post-actions': PostActions,
  'post-comment': PostComment,
  'comment-hidden': CommentHidden,
  'post-thread': PostThread,
  'before-after': BeforeAfter,
  'share-post': SharePost,
  'report-button': ReportButton,
  'photo-viewer': PhotoViewer,
  'post-view': PostView,
};

Object.entries(elements).forEach(([name, element]) => customElements.define(name, element));
