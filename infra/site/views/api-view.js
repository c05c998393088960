/**
 * The API, read from the document that it gives of itself.
 *   <api-view></api-view>
 */
import { html } from '/lib/lit-html.js';
import { titleOf } from '../components/api-operation.js';
import { Api } from '../core/api.js';
import { markdown } from '../core/markdown.js';
import { byTag } from '../core/openapi.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { words } from '../core/words.js';

const anyone = new Api(() => null, () => {});

export class ApiView extends View {
  async read() { return { document: await anyone.get(api.openapi), sought: '' }; }

  heading() { return words.reference.title; }
  tail() { return html`<p class="intro">${words.reference.intro}</p>`; }

  ready() {
    const { document, sought } = this.state;
    const tags = byTag(document).map(([tag, all]) => [tag, all.filter((one) => holds(one, sought))]).filter(([, all]) => all.length);
    return html`<div class="about reference">
      <nav class="contents" aria-label=${words.about.contents}><ul>${tags.map(([tag]) => html`
        <li><a href="#${anchor(tag)}">${tag}</a></li>`)}</ul></nav>
      <div class="operations">
        <div class="prose">${markdown(document.info.description)}
          <p class="actions"><a class="button main" href=${api.openapi} download="openapi.json">${words.reference.download}</a></p></div>
        <div class="field"><label for="sought">${words.reference.search}</label>
          <input id="sought" type="search" autocomplete="off" .value=${sought}
            @input=${({ target }) => this.update({ sought: target.value })}></div>
        ${tags.map(([tag, all]) => html`<section aria-labelledby=${anchor(tag)}>
          <h2 id=${anchor(tag)} tabindex="-1">${tag}</h2>
          ${all.map((operation) => html`<api-operation .api=${document} .operation=${operation}></api-operation>`)}</section>`)}
        <section aria-labelledby="errors"><h2 id="errors" tabindex="-1">${words.reference.errors}</h2>
          <div class="prose">${markdown(document.components.schemas.Problem.description)}</div></section>
      </div></div>`;
  }
}

const anchor = (tag) => tag.replaceAll(' ', '-');
const holds = (operation, sought) =>
  `${operation.path} ${titleOf(operation)} ${operation.id}`.toLowerCase().includes(sought.trim().toLowerCase());
