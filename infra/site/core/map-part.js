/** An element with a map in its `.map-frame`: made when the element comes into the page, given back when it leaves. */
import { makeMap } from './map.js';

/** The class says `mapOptions()`, and in `drawn()` what happens once `this.map` is there. */
export const withMap = (Base) => class extends Base {
  map = null;

  connectedCallback() {
    super.connectedCallback();
    this.begin();
  }

  /** An element that waits for something overrides this, and calls `openMap` then. */
  begin() { this.openMap(); }

  async openMap() {
    const map = await makeMap(this.querySelector('.map-frame'), this.mapOptions()).catch(() => null);
    if (!map) return this.update({ failed: true });
    if (!this.isConnected || this.map) return map.remove();
    this.map = map;
    this.update();
    return this.drawn();
  }

  drawn() {}

  disconnectedCallback() {
    this.map?.remove();
    this.map = null;
  }
};
