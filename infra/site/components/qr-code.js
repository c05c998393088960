/**
 * A link for the camera of a telephone: dark on light in every colour scheme, with its quiet zone.
 *   <qr-code .link=${address}></qr-code>
 */
import { html, svg } from '/lib/lit-html.js';
import { encode } from '/lib/uqr.js';
import { drawnFrom } from '../core/part.js';
import { words } from '../core/words.js';

const QUIET = 4; // modules, as the standard asks

export class QrCode extends drawnFrom('link') {
  template() {
    const { data, size } = encode(this.link, { ecc: 'M', border: QUIET });
    const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? `M${x} ${y}h1v1h-1z` : [])));
    return html`<svg viewBox="0 0 ${size} ${size}" role="img" aria-label=${words.share.code} shape-rendering="crispEdges">
      ${svg`<path class="quiet-zone" d="M0 0h${size}v${size}h-${size}z"/><path class="modules" d=${dark.join('')}/>`}</svg>`;
  }
}
