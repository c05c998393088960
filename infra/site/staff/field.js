/** The fields of an action's dialog, one template a kind; and what was filled in, as the API takes it. */
import { html, nothing } from '/lib/lit-html.js';
import { describedBy, problem } from '../core/templates.js';
import { staff } from './words.js';

/** `kept`: what was typed before; `problems`: {name: sentence}. */
export function actionField(field, context, kept, problems) {
  const id = `act-${field.name}`;
  const message = problems[field.name];
  const value = kept[field.name] ?? field.value?.(context) ?? '';
  const hint = field.hint && staff.hints[field.hint];
  if (field.kind === 'check') {
    return html`<div class="field"><label class="tick"><input type="checkbox" id=${id} name=${field.name} ?checked=${value === 'on'}>
      <span>${staff.fields[field.name]}${hint ? html`<br><span class="hint">${hint}</span>` : nothing}</span></label>
      ${problem(message, `${id}-problem`)}</div>`;
  }
  return html`<div class="field"><label for=${id}>${staff.fields[field.name]}</label>
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : nothing}
    ${CONTROLS[field.kind]({ field, id, value, context, described: describedBy(id, hint, message), invalid: Boolean(message) })}
    ${problem(message, `${id}-problem`)}</div>`;
}

const CONTROLS = {
  text: ({ field, id, value, context, described, invalid }) => html`
    <input id=${id} name=${field.name} .value=${value} autocomplete="off" aria-describedby=${described} aria-invalid=${invalid}
      aria-required=${Boolean(field.needed)} list=${field.suggestions ? `${id}-list` : nothing}>
    ${field.suggestions ? html`<datalist id="${id}-list">${field.suggestions(context).map(([option, label]) => html`
      <option value=${option}>${label}</option>`)}</datalist>` : nothing}`,
  number: ({ field, id, value, described, invalid }) => html`
    <input id=${id} name=${field.name} type="number" min="1" inputmode="numeric" .value=${String(value)} aria-describedby=${described}
      aria-invalid=${invalid} aria-required=${Boolean(field.needed)}>`,
  textarea: ({ field, id, value, described, invalid }) => html`
    <textarea id=${id} name=${field.name} rows=${field.rows ?? 3} .value=${value} aria-describedby=${described} aria-invalid=${invalid}
      aria-required=${Boolean(field.needed)}></textarea>`,
  select: ({ field, id, value, context, described, invalid }) => html`
    <select id=${id} name=${field.name} aria-describedby=${described} aria-invalid=${invalid} aria-required=${Boolean(field.needed)}>
      ${value ? nothing : html`<option value="">${staff.choose}</option>`}
      ${field.options(context).map(([option, label]) => html`
        <option value=${option} ?selected=${option === value}>${label}</option>`)}</select>`,
};

const READ = {
  check: (value) => value === 'on',
  number: (value) => (value?.trim() ? Number(value) : null),
};
const asText = (value) => value?.trim() || null;

/** `{values, problems}` of a form: what is empty is left out, what is needed and missing is named. */
export function valuesOf(fields, form) {
  const filled = Object.fromEntries(new FormData(form));
  const read = fields.map((field) => [field, (READ[field.kind] ?? asText)(filled[field.name])]);
  return {
    values: Object.fromEntries(read.filter(([, value]) => value !== null).map(([{ name }, value]) => [name, value])),
    problems: Object.fromEntries(read.filter(([{ needed }, value]) => needed && value === null)
      .map(([{ name }]) => [name, staff.needed(staff.fields[name])])),
  };
}
