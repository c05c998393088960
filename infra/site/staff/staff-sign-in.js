/**
 * The way in: the hosted page of the user pool asks for name and password, this page never sees them.
 *   <staff-sign-in></staff-sign-in>
 */
import { html } from '/lib/lit-html.js';
import { View } from '../core/part.js';
import { problem } from '../core/templates.js';
import { refusal, signIn } from './session.js';
import { staff } from './words.js';

export class StaffSignIn extends View {
  async read() { return { refusal: refusal() }; }

  heading() { return staff.title; }

  ready() {
    return html`<div class="stack"><p>${staff.signInWhy}</p>
      <div role="alert">${problem(this.state.refusal)}</div>
      <p><button class="button main" type="button" @click=${() => this.#signIn()}>
        ${staff.signIn}</button></p></div>`;
  }

  #signIn() {
    signIn().catch((error) => this.update({ refusal: error.message }));
  }
}
