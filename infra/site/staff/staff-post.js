/**
 * One post at the desk: who has it, what state it is in, and the answer.
 *   <staff-post .place=${{id}}></staff-post>
 */
import { html, nothing } from '/lib/lit-html.js';
import { icon } from '../core/icons.js';
import { View } from '../core/part.js';
import { api, postPage } from '../core/paths.js';
import { since, status, tag } from '../core/templates.js';
import { headed } from '../core/text.js';
import { words } from '../core/words.js';
import { desk } from './session.js';

export class StaffPost extends View {
  async read() { return { post: await desk.get(api.deskPost(this.place.id)) }; }

  /** What is new, without taking away what somebody is writing. */
  async #refresh() { this.update(await this.read().catch(() => ({}))); }

  get #text() { return headed(this.state.post.text, this.state.post.title); }

  heading() { return this.state.post ? this.#text.heading : words.post.title; }
  lead() { return html`<p class="eyebrow"><a class="back" href="/staff/">${icon('back')}${words.staff.title}</a></p>`; }

  tail() {
    const { post } = this.state;
    if (!post) return null;
    return html`<p class="facts">${status(post.status)} ${tag(post.tag)}
      <span>${post.author?.nickname ?? words.gone}</span>${since(post.created_at)}
      ${post.location?.address ? html`<span class="place">${icon('pin')}${post.location.address}</span>` : nothing}
      <a href=${postPage(post.id)}>${words.staff.public}</a></p>`;
  }

  ready() {
    const { post } = this.state;
    const changed = ({ detail }) => this.update({ post: { ...post, ...detail } });
    return html`
      <div class="with-aside post">
        <div class="post-body">
          <section class="panel progress" aria-label=${words.post.progress}>
            <post-progress .post=${post}></post-progress></section>
          <p class="text">${this.#text.rest}</p>
          <post-photos .photos=${post.photos}></post-photos>
          <h2>${words.comments}</h2>
          <ol class="thread">${post.thread.map((comment) => html`
            <li><post-comment .comment=${comment}></post-comment></li>`)}</ol>
          <staff-answer class="panel" .post=${post} @answered=${() => this.#refresh()}></staff-answer>
        </div>
        <aside>
          <staff-change class="panel" .post=${post} @changed=${changed} @stale=${() => this.#refresh()}></staff-change>
          <section class="panel" aria-labelledby="history-title"><h2 id="history-title">${words.post.history}</h2>
            <post-timeline .entries=${post.timeline}></post-timeline></section>
        </aside>
      </div>`;
  }
}
