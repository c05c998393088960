/** One line of the queue: what, where, with whom, until when. `behind` another of the same text. */
import { html, nothing } from '/lib/lit-html.js';
import { departmentName } from '../core/city.js';
import { icon } from '../core/icons.js';
import { staffPostPage } from '../core/paths.js';
import { since, status } from '../core/templates.js';
import { headed } from '../core/text.js';
import { badges } from './badges.js';
import { due } from './due.js';
import { staff } from './words.js';

const TEAM = 'minwon';

export function queueRow(post, picked, pick, behind = false) {
  const { heading } = headed(post.excerpt, post.title);
  return html`<li data-id=${post.id} data-picked=${picked} data-behind=${behind}>
    <label class="pick"><input type="checkbox" .checked=${picked} @change=${pick} aria-label=${staff.queue.pick(heading)}></label>
    <div class="row-words">
      <h2><a href=${staffPostPage(post.id)}>${heading}</a></h2>
      <p class="facts"><span class="number">${post.receipt_number}</span>
        ${post.location?.address ? html`<span class="place">${icon('pin')}${post.location.address}</span>` : nothing}
        ${since(post.created_at)}${badges(post)}</p>
    </div>
    <p class="row-office">${office(post)}</p>
    <p class="row-state">${status(post.status)}</p>
    <p class="row-due">${due(post)}</p>
  </li>`;
}

/** Where none is in charge yet, the likeliest one. */
function office({ department, guesses }) {
  const [best] = guesses ?? [];
  if (best && (!department || department === TEAM)) {
    return html`<span class="guess">${staff.queue.guess(departmentName(best.department), best.confidence)}</span>`;
  }
  return department ? departmentName(department) : staff.unassigned;
}
