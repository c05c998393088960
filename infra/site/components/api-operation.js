/**
 * What one request takes and answers; drawn when it is opened.
 *   <api-operation .api=${document} .operation=${operation}></api-operation>
 */
import { html, nothing } from '/lib/lit-html.js';
import { markdown } from '../core/markdown.js';
import { command, example, fields, found, typeOf } from '../core/openapi.js';
import { drawnFrom } from '../core/part.js';
import { language, words } from '../core/words.js';

/** A title is Korean · English. */
export const titleOf = ({ summary }) => summary.split(' · ')[language === 'ko' ? 0 : 1] ?? summary;

export class ApiOperation extends drawnFrom('api', 'operation') {
  connectedCallback() {
    this.state.opened = location.hash.slice(1);
    super.connectedCallback();
  }

  template() {
    const { operation, opened } = this.state;
    const open = opened === operation.id; // by its name: the list may put another operation into this element
    return html`<details id=${operation.id} ?open=${open} @toggle=${({ target }) => this.update({ opened: target.open ? target.id : '' })}>
      <summary><span class="method method-${operation.method.toLowerCase()}">${operation.method}</span>
        <span class="operation-title">${titleOf(operation)}</span> <code>${operation.path}</code></summary>
      ${open ? html`<div class="operation">${this.#body()}</div>` : nothing}
    </details>`;
  }

  #body() {
    const { api, operation } = this.state;
    const parameters = operation.parameters.map((one) => found(api, one));
    const body = operation.requestBody?.content['application/json'];
    const [status, answer] = Object.entries(operation.responses)[0];
    const told = example(api, answer.content);
    return html`
      ${operation.description ? markdown(operation.description) : nothing}
      <p class="hint">${words.reference.who(operation.security)}</p>
      ${parameters.length ? rows(words.reference.parameters, parameters.map((one) => ({
        name: one.name, type: `${one.in}: ${typeOf(api, one.schema)}`, needed: one.required, about: one.description,
      }))) : nothing}
      ${body?.schema?.$ref ? rows(words.reference.body, fields(api, body.schema)) : nothing}
      ${code(words.reference.command, command(api, operation))}
      <h3>${words.reference.answers}</h3>
      <ul class="statuses">${Object.entries(operation.responses).map(([number, one]) => html`
        <li><strong>${number}</strong> ${found(api, one).description}</li>`)}</ul>
      ${told === undefined ? nothing : code(`${status} ${Object.keys(answer.content)[0]}`, JSON.stringify(told, null, 2))}`;
  }
}

const rows = (title, all) => html`<h3>${title}</h3><dl class="fields">${all.map(({ name, type, needed, about }) => html`
  <div><dt><code>${name}</code>${needed ? html` <span class="needed">${words.reference.needed}</span>` : nothing}</dt>
    <dd>${type}${about ? html`<br>${about}` : nothing}</dd></div>`)}</dl>`;

const code = (title, text) => html`<h3>${title}</h3><pre tabindex="0"><code>${text}</code></pre>`;
