/**
 * A view that could not be loaded, most often for want of reception.
 *   <unreachable-view></unreachable-view>
 */
import { ApiError } from '../core/api.js';
import { View } from '../core/part.js';
import { words } from '../core/words.js';

export class UnreachableView extends View {
  state = { phase: 'failed', error: new ApiError(0) };

  connectedCallback() { this.update(); }
  load() { location.reload(); }
  heading() { return words.errors.title; }
}
