/**
 * Writing a post: the text first, then what it is, where it is, and photos. Afterwards the receipt;
 * without a connection the outbox.
 *   <write-view .place=${…}></write-view>     ?sent=KEY shows a receipt until its reader leaves it
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { ApiError, keyAfter, keyed } from '../core/api.js';
import { dropBytes } from '../core/bytes.js';
import { city, tagOf } from '../core/city.js';
import { asDraft, asRequest, draft, dropDraft, hasContent, keepDraft, releaseDraft } from '../core/draft.js';
import { join, member, room } from '../core/member.js';
import * as outbox from '../core/outbox.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { readdress } from '../core/router.js';
import { problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { nicknameField } from '../components/nickname-field.js';
import { privacyField, sender, textField } from '../components/write-fields.js';

/** Fields in the order of the page, to lead the writer to the first that needs attention. */
const FIELDS = {
  text: '#text', tag: 'tag-field input', location: '#address', photos: '.adder input', nickname: '#nickname',
};

/** What was said of a field holds no longer when the field changes. */
const settledBy = (changed) => Object.fromEntries(Object.keys(changed).map((key) => [PART_OF[key] ?? key, null]));
const PART_OF = { address: 'location', position: 'location' };

/** The problem of a refusal, at its field or at the end. */
function problemOf({ field: name, message }) {
  const place = name?.split(/[.[]/, 1)[0];
  return { [place in FIELDS ? place : 'other']: message };
}

export class WriteView extends View {
  #changed = ({ detail }) => this.#outboxChanged(detail);

  connectedCallback() {
    document.addEventListener('outbox-change', this.#changed);
    super.connectedCallback();
  }

  disconnectedCallback() {
    document.removeEventListener('outbox-change', this.#changed);
    if (this.state.receipt) outbox.take(this.state.draft.key).catch(() => {});
  }

  async read() {
    const posts = await outbox.posts();
    const fresh = { posts, problems: {}, receipt: null, queued: null, busy: null };
    const sent = posts.find(outbox.isOpen);
    if (sent) {
      outbox.tell(); // no other place need show it any longer
      return { ...fresh, receipt: sent.receipt, draft: sent };
    }
    const back = hasContent(draft()) ? null : posts.find(({ refused }) => refused);
    if (back) await this.#takeBack(back.key);
    const kept = draft();
    outbox.sweep().catch(() => {});
    return { ...fresh, draft: kept, problems: back ? problemOf(back.refused) : {}, restored: hasContent(kept) };
  }

  async #takeBack(key) {
    const post = await outbox.take(key);
    if (post) keepDraft(asDraft(post));
    return post;
  }

  #outboxChanged(posts) {
    const sent = posts.find(({ key, receipt }) => receipt && key === this.state.queued);
    this.update({ posts });
    if (sent) this.#receive(sent);
  }

  /** In the address as well, for a phone that throws the tab away. One who has left finds it in the bar. */
  #receive(post) {
    if (!this.isConnected || !readdress(this, `/write?sent=${post.key}`)) return;
    this.#arrive({ receipt: post.receipt, draft: post, queued: null });
    outbox.tell();
  }

  heading() {
    if (this.state.queued) return words.outbox.title;
    return this.state.receipt ? words.receipt.title : words.write.title;
  }

  tail() { return this.state.receipt || this.state.queued ? null : html`<p class="intro">${words.write.intro}</p>`; }

  ready() {
    const { receipt, queued, draft: sent } = this.state;
    if (queued) return this.#waiting();
    if (!receipt) return this.#form();
    const complaint = tagOf(sent.tag)?.complaint;
    return html`<receipt-note .receipt=${receipt} .complaint=${complaint} .secret=${sent.private}></receipt-note>`;
  }

  #waiting() {
    return html`<div class="stack">${this.#outbox(true)}
      <button class="button" type="button" @click=${() => this.load()}>${words.outbox.another}</button></div>`;
  }

  #outbox(free) {
    return html`<outbox-list .posts=${this.state.posts} .free=${free} @edit=${({ detail }) => this.#edit(detail)}>
      </outbox-list>`;
  }

  async #edit(key) {
    const { refused } = await this.#takeBack(key) ?? {};
    await this.load();
    this.querySelector('#text')?.focus();
    if (refused) this.#complain(problemOf(refused));
  }

  #form() {
    const { draft: kept, problems, restored, busy } = this.state;
    const { text, tag, address, position, photos, private: secret, nickname } = kept;
    const set = (name) => (value) => this.#set({ [name]: value });
    return html`
      ${this.#outbox(!hasContent(kept))}
      ${restored ? html`<draft-note @anew=${() => this.#anew()}></draft-note>` : nothing}
      <form class="write" novalidate @submit=${(event) => this.#submit(event)}>
        <div class="first">${textField(text, problems.text, set('text'))}
          <twin-posts .draft=${kept} @dropped=${() => this.#anew()}></twin-posts></div>
        <tag-field .value=${tag} .problem=${problems.tag}
          @chosen=${({ detail }) => set('tag')(detail)}></tag-field>
        <place-field .place=${{ address, position }} .problem=${problems.location}
          @placed=${({ detail }) => this.#set(detail)}></place-field>
        <photo-picker .photos=${photos} .placed=${Boolean(position)} .problem=${problems.photos}
          @located=${({ detail }) => set('position')(detail)}
          @picked=${({ detail }) => set('photos')(detail)}></photo-picker>
        ${privacyField(secret, set('private'))}
        ${member() ? nothing : nicknameField({
          id: 'nickname', value: nickname, error: problems.nickname, onInput: set('nickname'),
        })}
        ${problem(problems.other)}
        ${sender(secret, busy)}
      </form>`;
  }

  #set(changed) {
    if (this.state.receipt || this.state.queued) return;
    const kept = { ...this.state.draft, ...changed };
    keepDraft(kept);
    this.update({ draft: kept, problems: { ...this.state.problems, ...settledBy(changed) } });
  }

  async #anew() {
    dropDraft();
    await this.load();
    announce(words.write.dropped);
    this.querySelector('#text')?.focus();
  }

  async #submit(event) {
    event.preventDefault();
    if (this.state.busy) return;
    const problems = this.#missing();
    if (Object.keys(problems).length) return this.#complain(problems);
    this.update({ busy: words.write.sendingPhotos, problems: {} });
    await this.#send().catch((error) => (error.status === 0 ? this.#queue(error) : this.#refused(error)));
  }

  /** What the room would refuse anyway, told without asking it. */
  #missing() {
    const { draft: { text, tag, nickname } } = this.state;
    const { text_least, text_most } = city().limits;
    const length = [...text.trim()].length;
    return {
      ...(length < text_least && { text: words.write.tooShort(text_least) }),
      ...(length > text_most && { text: words.write.tooLong(text_most) }),
      ...(!tag && { tag: words.write.noTag }),
      ...(!member() && !nickname.trim() && { nickname: words.join.empty }),
    };
  }

  async #send() {
    if (!navigator.onLine) throw new ApiError(0);
    if (!member()) await join(this.state.draft.nickname.trim());
    if (!(await this.querySelector('photo-picker').sent())) return this.#complain({ photos: words.write.photosOpen });
    this.update({ busy: words.write.sending });
    const { draft: kept } = this.state;
    const receipt = await room.post(api.posts, asRequest(kept), keyed(kept.key))
      .catch((error) => { throw Object.assign(error, { tried: Date.now() }); });
    this.#receive({ ...kept, receipt });
    await outbox.arrived(kept, receipt).catch(() => {});
    dropBytes(kept.photos.map(({ key }) => key));
    releaseDraft();
  }

  /** It did not arrive: kept whole, to be sent by itself. Where the browser keeps nothing, the draft stays. */
  async #queue(error) {
    const files = await this.querySelector('photo-picker').files();
    if (!files) return this.#complain({ photos: words.write.photosOpen });
    const { draft: kept } = this.state;
    const added = await outbox.add(kept, files, error.tried ?? null).then(() => true, () => false);
    if (!added) return this.#complain({ other: error.message });
    this.#arrive({ queued: kept.key });
    announce(words.outbox.automatic);
  }

  #arrive(how) {
    this.update({ ...how, busy: null });
    if (!this.isConnected) return;
    this.querySelector('h1').focus();
    scrollTo(0, 0);
  }

  #refused(error) {
    this.#set({ key: keyAfter(error, this.state.draft.key) });
    this.#complain(problemOf(error));
  }

  #complain(problems) {
    this.update({ problems, busy: null });
    announce(Object.values(problems).join(' '));
    const first = Object.keys(FIELDS).find((name) => name in problems);
    if (first) this.querySelector(FIELDS[first])?.focus();
  }
}
