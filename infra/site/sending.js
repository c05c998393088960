/** Sends what waits for a connection, on any page; loaded only if something waits. */
import { OutboxBar } from './components/outbox-bar.js';
import { start } from './core/outbox.js';
import { styled } from './core/stylesheet.js';

styled('/styles/outbox.css').then(() => {
  customElements.define('outbox-bar', OutboxBar);
  document.getElementById('main').before(document.createElement('outbox-bar'));
  start();
});
