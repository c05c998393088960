/**
 * Stands where the public does not read a comment: why. Its author (`mine`) may appeal once.
 *   <comment-hidden .post=${post} .comment=${comment} .mine=${bool}></comment-hidden>
 */
import { html, nothing } from '/lib/lit-html.js';
import { words } from '../core/words.js';
import { AppealForm } from './appeal-form.js';
import { whyHidden } from './why-hidden.js';

export class CommentHidden extends AppealForm {
  comment = null;
  mine = false;

  get kept() { return `appeal-${this.comment.id}`; }

  template() {
    const { id, hiding } = this.comment;
    return html`<div class="hidden-why"><p tabindex="-1"><strong>${words.hidden.comment}</strong></p>
      ${whyHidden(hiding, this.mine)}
      ${this.mine ? this.appeal(hiding, { comment_id: id }) : nothing}</div>`;
  }
}
