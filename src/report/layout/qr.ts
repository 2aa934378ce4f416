/**
 * A QR code as SVG: its modules as one path, so that it is sharp at any size.
 * @module
 */
import { create } from 'qrcode';
import { type Html, html } from './markup.ts';

/** Modules of white around the code (ISO/IEC 18004). */
const QUIET = 4;

/** @param label what a reader who does not see it hears */
export function renderQr(content: string, label: string): Html {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  const side = size + 2 * QUIET;
  const path: string[] = [];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (modules.get(y, x)) path.push(`M${x + QUIET} ${y + QUIET}h1v1h-1z`);
  return html`<svg class="qr" viewBox="0 0 ${side} ${side}" role="img" aria-label="${label}"><path fill="#fff" d="M0 0h${side}v${side}h-${side}z"/><path fill="#000" shape-rendering="crispEdges" d="${path.join('')}"/></svg>`;
}
