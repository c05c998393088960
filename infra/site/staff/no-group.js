/**
 * For an account of the pool that belongs to no department.
 *   <no-group></no-group>
 */
import { html } from '/lib/lit-html.js';
import { View } from '../core/part.js';
import { signOut } from './session.js';
import { staff } from './words.js';

export class NoGroup extends View {
  heading() { return staff.noGroup.title; }

  ready() {
    return html`<div class="stack"><p>${staff.noGroup.why}</p>
      <p><button class="button main" type="button" @click=${signOut}>${staff.signOut}</button></p></div>`;
  }
}
