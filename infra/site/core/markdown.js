/** The little Markdown that the API's document is written in: paragraphs, lists, tables, code and links. */
import { html } from '/lib/lit-html.js';

const INLINE = /`([^`]+)`|\[([^\]]+)\]\((\/[^)\s]*)\)/g;

/** Blocks stand apart by an empty line; a table's second line is its rule. */
export const markdown = (text) => text.trim().split(/\n{2,}/).map((block) => {
  const lines = block.split('\n');
  if (lines[0].startsWith('- ')) return html`<ul class="dotted">${lines.map((line) => html`<li>${inline(line.slice(2))}</li>`)}</ul>`;
  if (lines[0].startsWith('|')) return table(lines.map(cells));
  return html`<p>${inline(block)}</p>`;
});

function inline(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, name, address] = found;
    parts.push(text.slice(end, found.index), code ? html`<code>${code}</code>` : html`<a href=${address}>${name}</a>`);
    end = found.index + whole.length;
  }
  return [...parts, text.slice(end)];
}

const cells = (line) => line.slice(1, -1).split('|').map((cell) => cell.trim());

const table = ([head, , ...rows]) => html`<table class="plain">
  <thead><tr>${head.map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
  <tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`)}</tbody></table>`;
