/**
 * A QR code as SVG: one path, so that no renderer shows seams between its modules.
 * @module
 */
import { create } from 'qrcode';

/** White modules around the code, as ISO/IEC 18004 asks. */
const QUIET = 4;

/** @param width of the picture with its margin, in points */
export function qrSvg(content: string, width: number): string {
  const { modules } = create(content, { errorCorrectionLevel: 'M' });
  const side = modules.size + 2 * QUIET;
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column) === 0) continue;
      let length = 1;
      while (column + length < modules.size && modules.get(row, column + length) !== 0) length++;
      path += `M${column + QUIET} ${row + QUIET}h${length}v1h-${length}z`;
      column += length;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${width}" viewBox="0 0 ${side} ${side}"><path fill="#000000" d="${path}"/></svg>`;
}
