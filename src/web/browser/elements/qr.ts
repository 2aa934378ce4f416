/**
 * QR codes as SVG, without a style or a picture from anywhere.
 * @module
 */
const SVG = 'http://www.w3.org/2000/svg';
/** Modules of white around the code (ISO/IEC 18004). */
const QUIET = 4;

/** The code of a text. Its library is loaded when somebody first asks. */
export async function renderQr(text: string, name: string): Promise<SVGSVGElement> {
  const { create } = await import('qrcode');
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const { size, data } = modules;
  const squares = [...data].map((isDark, i) =>
    isDark === 0 ? '' : `M${(i % size) + QUIET} ${Math.floor(i / size) + QUIET}h1v1h-1z`,
  );
  const svg = document.createElementNS(SVG, 'svg');
  const side = size + 2 * QUIET;
  for (const [attribute, value] of Object.entries({
    viewBox: `0 0 ${side} ${side}`,
    role: 'img',
    'shape-rendering': 'crispEdges',
    'aria-label': `QR: ${name}`,
  }))
    svg.setAttribute(attribute, value);
  svg.append(shape('white', `M0 0h${side}v${side}H0z`), shape('black', squares.join('')));
  return svg;
}

function shape(fill: string, path: string): SVGPathElement {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('fill', fill);
  element.setAttribute('d', path);
  return element;
}
