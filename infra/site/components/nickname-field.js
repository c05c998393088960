/** The field for a nickname, as joining, writing and one's own page show it. */
import { html } from '/lib/lit-html.js';
import { city } from '../core/city.js';
import { describedBy, field } from '../core/templates.js';
import { words } from '../core/words.js';

export function nicknameField({ id, value, error, onInput }) {
  const limits = city()?.limits;
  const hint = limits && words.join.hint(limits.nickname_least, limits.nickname_most);
  return field({
    id, label: words.nickname, hint, error,
    control: html`<input id=${id} name="nickname" autocomplete="nickname" .value=${value ?? ''}
      aria-describedby=${describedBy(id, hint, error)} aria-invalid=${Boolean(error)}
      @input=${({ target }) => onInput(target.value)}>`,
  });
}
