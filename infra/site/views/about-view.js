/**
 * What the room is for and by which rules it works; all of it said by the city's profile.
 *   <about-view></about-view>
 */
import { html, nothing } from '/lib/lit-html.js';
import { withQuery } from '../core/api.js';
import { city, cityName, roomName } from '../core/city.js';
import { View } from '../core/part.js';
import { api } from '../core/paths.js';
import { tag, telephone } from '../core/templates.js';
import { inLanguage, words } from '../core/words.js';

/** Sections in their order; one without content is left out, from the table of contents too. */
const SECTIONS = {
  steps: () => html`<ol class="numbered">${words.how.steps.map(([name, line]) => html`
    <li><strong>${name}</strong> ${line}</li>`)}</ol><p>${words.about.open}</p>`,
  tags: () => html`
    <dl class="kinds">${city().tags.map(kind)}</dl>${others()}<p class="hint">${words.about.working}</p>`,
  hours: () => city().hours && html`<p>${words.about.open_hours(...times(city().hours))}</p>`,
  rules: () => lines(city().rules),
  privacy: () => lines(city().privacy),
  data,
  contact: () => html`<p>${words.about.answers(cityName())}</p>
    <p>${words.foot.telephone} ${telephone(city().switchboard)}${website(city().website)}</p>`,
};

export class AboutView extends View {
  heading() { return words.about.title(roomName()); }
  tail() { return html`<p class="intro">${inLanguage(city()?.about)}</p>`; }

  ready() {
    const sections = Object.entries(SECTIONS).map(([id, body]) => [id, body()]).filter(([, body]) => body);
    return html`<div class="about">
      <nav class="contents" aria-label=${words.about.contents}><ul>${sections.map(([id]) => html`
        <li><a href="#${id}">${words.about.headings[id]}</a></li>`)}</ul></nav>
      <div class="prose">
        <p>${words.about.purpose}</p>
        ${sections.map(([id, body]) => html`<section aria-labelledby=${id}>
          <h2 id=${id} tabindex="-1">${words.about.headings[id]}</h2>${body}</section>`)}
        <p class="actions"><a class="button main" href="/write">${words.write.title}</a>
          <a class="button" href="/">${words.list.showAll}</a>
          <a class="button" href="/stats">${words.stats.title}</a></p>
      </div></div>`;
  }
}

const deadlineOf = (name) => city().deadlines?.find(({ tags }) => tags?.includes(name));

function kind({ name, about, complaint }) {
  const deadline = deadlineOf(name);
  return html`<div><dt>${tag(name)}</dt><dd>${inLanguage(about)}
    ${deadline ? limit(deadline) : html`<span class="hint">${complaint ? nothing : words.about.talk}</span>`}</dd></div>`;
}

const limit = ({ days, hours, source }) => html`
  <span class="limit"><strong>${words.about.within(days, hours)}</strong> <span class="hint">${source}</span></span>`;

function others() {
  const found = city().deadlines?.filter(({ tags }) => !tags?.length) ?? [];
  if (!found.length) return nothing;
  return html`<h3>${words.about.others}</h3><dl class="kinds">${found.map((one) => html`
    <div><dt>${inLanguage(one.name)}</dt><dd>${limit(one)}</dd></div>`)}</dl>`;
}

function data() {
  const month = new Date().toLocaleDateString('sv').slice(0, 7);
  const forms = { feed: api.feed, layer: api.layer, table: withQuery(api.table, { month }), list: withQuery(api.list, { month }) };
  return html`<p>${words.about.data}</p>
    <ul class="dotted">${Object.entries(forms).map(([form, address]) => html`
      <li><a href=${address}>${words.about.forms[form]}</a></li>`)}</ul>
    <p>${words.about.feeds}</p>
    <ul class="feeds">${city().tags.map(({ name }) => html`<li><a href=${withQuery(api.feed, { tag: name })}>${tag(name)}</a></li>`)}
      ${city().departments.map(({ code, name }) => html`<li><a href=${withQuery(api.feed, { department: code })}>${inLanguage(name)}</a></li>`)}</ul>
    <p><a href="/api">${words.reference.link}</a></p>`;
}

const lines = (list) => list?.length && html`
  <ul class="dotted">${list.map((line) => html`<li>${inLanguage(line)}</li>`)}</ul>`;

const times = ({ opens, closes, lunch_starts, lunch_ends }) =>
  [opens, closes, lunch_starts, lunch_ends].map((time) => time?.slice(0, 5));

/** An address of the profile, not of anybody's typing. */
const website = (address) => (/^https:\/\//.test(address ?? '')
  ? html`<br><a href=${address} rel="external">${words.about.website}</a>` : nothing);
