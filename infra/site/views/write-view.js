/**
 * Writing a post: the text first, then what it is, where it is, and photos. Afterwards the receipt.
 *   <write-view></write-view>
 */
import { html, nothing } from '/lib/lit-html.js';
import { announce } from '../core/announce.js';
import { keyAfter, keyed } from '../core/api.js';
import { city, tagOf } from '../core/city.js';
import { asRequest, draft, dropDraft, keepDraft } from '../core/draft.js';
import { join, member, room } from '../core/member.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { describedBy, field, problem } from '../core/templates.js';
import { words } from '../core/words.js';
import { nicknameField } from '../components/nickname-field.js';

/** Fields in the order of the page, to lead the writer to the first that needs attention. */
const FIELDS = {
  text: '#text', tag: 'tag-field input', location: '#address', photos: '.adder input', nickname: '#nickname',
};

/** What was said of a field holds no longer when the field changes. */
const settledBy = (changed) => Object.fromEntries(Object.keys(changed).map((key) => [PART_OF[key] ?? key, null]));
const PART_OF = { address: 'location', position: 'location' };

export class WriteView extends View {
  async read() { return { draft: draft(), problems: {}, nickname: '' }; }

  heading() { return this.state.receipt ? words.receipt.title : words.write.title; }
  tail() { return this.state.receipt ? null : html`<p class="intro">${words.write.intro}</p>`; }

  ready() {
    const { receipt, draft: sent } = this.state;
    if (!receipt) return this.#form();
    const complaint = tagOf(sent.tag)?.complaint;
    return html`<receipt-note .receipt=${receipt} .complaint=${complaint} .secret=${sent.private}></receipt-note>`;
  }

  #form() {
    const { draft: { text, tag, address, position, photos }, problems } = this.state;
    return html`
      <form class="write" novalidate @submit=${(event) => this.#submit(event)}>
        ${this.#text(text, problems.text)}
        <tag-field .value=${tag} .problem=${problems.tag}
          @chosen=${({ detail }) => this.#set({ tag: detail })}></tag-field>
        <place-field .place=${{ address, position }} .problem=${problems.location}
          @placed=${({ detail }) => this.#set(detail)}></place-field>
        <photo-picker .ids=${photos} .problem=${problems.photos}
          @picked=${({ detail }) => this.#set({ photos: detail })}></photo-picker>
        ${this.#private()}
        ${member() ? nothing : this.#nickname()}
        ${problem(problems.other)}
        ${this.#sender()}
      </form>`;
  }

  #private() {
    return html`<label class="tick">
      <input type="checkbox" .checked=${this.state.draft.private}
        @change=${({ target }) => this.#set({ private: target.checked })}>
      <span><strong>${words.write.private}</strong><br>
        <span class="hint">${words.write.privateHint}</span></span></label>`;
  }

  #nickname() {
    const { nickname, problems } = this.state;
    return nicknameField({
      id: 'nickname', value: nickname, error: problems.nickname,
      onInput: (typed) => this.update({ nickname: typed, problems: { ...problems, nickname: null } }),
    });
  }

  #sender() {
    const { busy, draft: { private: secret } } = this.state;
    return html`<div class="send"><p class="hint">${secret ? words.write.privateHint : words.write.open}</p>
      <button class="button main wide" aria-disabled=${Boolean(busy)}>${busy ?? words.write.send}</button></div>`;
  }

  #text(text, error) {
    const { text_least, text_most } = city().limits;
    const hint = words.write.textHint;
    const length = [...text.trim()].length;
    const control = html`<textarea id="text" name="text" rows="6" .value=${text}
        aria-describedby=${describedBy('text', hint, error)} aria-invalid=${Boolean(error)}
        @input=${({ target }) => this.#set({ text: target.value })}></textarea>
      <p class="tally" data-over=${length > text_most}>${words.write.tally(length, text_least, text_most)}</p>`;
    return field({ id: 'text', label: words.write.text, hint, error, control });
  }

  #set(changed) {
    const kept = { ...this.state.draft, ...changed };
    keepDraft(kept);
    this.update({ draft: kept, problems: { ...this.state.problems, ...settledBy(changed) } });
  }

  async #submit(event) {
    event.preventDefault();
    if (this.state.busy) return;
    const problems = this.#missing();
    if (Object.keys(problems).length) return this.#complain(problems);
    await this.#send().catch((error) => this.#refused(error));
  }

  /** What the room would refuse anyway, told without asking it. */
  #missing() {
    const { draft: { text, tag }, nickname } = this.state;
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
    this.update({ busy: words.write.sendingPhotos, problems: {} });
    if (!member()) await join(this.state.nickname.trim());
    if (!(await this.querySelector('photo-picker').sent())) return this.#complain({ photos: words.write.photosOpen });
    this.update({ busy: words.write.sending });
    const { draft: kept } = this.state;
    const receipt = await room.post(api.posts, asRequest(kept), keyed(kept.key));
    dropDraft();
    this.update({ receipt, busy: null });
    this.querySelector('h1').focus();
    scrollTo(0, 0);
  }

  #refused(error) {
    this.#set({ key: keyAfter(error, this.state.draft.key) });
    const place = error.field?.split(/[.[]/, 1)[0];
    this.#complain({ [place in FIELDS ? place : 'other']: error.message });
  }

  #complain(problems) {
    this.update({ problems, busy: null });
    announce(Object.values(problems).join(' '));
    const first = Object.keys(FIELDS).find((name) => name in problems);
    if (first) this.querySelector(FIELDS[first])?.focus();
  }
}
