/** What the forms of one's own page share: send, tell what came of it, or show the reason beside the field. */
import { announce } from '../core/announce.js';
import { drawnFrom } from '../core/part.js';

export class MemberForm extends drawnFrom('me') {
  /** Runs `action`; its result is the detail of the event `done`. */
  async send(event, action, done, sentence) {
    event.preventDefault();
    if (this.state.busy) return false;
    this.update({ busy: true, problem: null });
    try {
      const detail = await action();
      if (sentence) announce(sentence);
      this.dispatchEvent(new CustomEvent(done, { detail }));
      return true;
    } catch (error) {
      this.update({ problem: error.message });
      announce(error.message);
      return false;
    } finally {
      this.update({ busy: false });
    }
  }
}
