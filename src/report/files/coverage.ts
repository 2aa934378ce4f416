/**
 * Which characters a font has: its `cmap` table (OpenType), formats 4 and 12. A character that a font lacks would be drawn as a
 * box, and spoil the width of its line.
 * @module
 */
import { InvariantError } from '../../core/error.ts';

/** Ranges `[first, last]` of code points, in ascending order. */
export type Coverage = readonly (readonly [first: number, last: number])[];

export function covers(coverage: Coverage, codePoint: number): boolean {
  let [low, high] = [0, coverage.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const [first, last] = coverage[middle] ?? [0, 0];
    if (codePoint < first) high = middle - 1;
    else if (codePoint > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** Requires a font of ours: OpenType with a Unicode `cmap`. */
export function readCoverage(font: Uint8Array): Coverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const cmap = tableOf(view, 'cmap');
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, i) => {
    const at = cmap + 4 + i * 8;
    return { platform: view.getUint16(at), encoding: view.getUint16(at + 2), offset: cmap + view.getUint32(at + 4) };
  });
  const of = (format: number) =>
    subtables.find(({ platform, offset }) => (platform === 3 || platform === 0) && view.getUint16(offset) === format);
  const [full, basic] = [of(12), of(4)];
  if (full !== undefined) return readGroups(view, full.offset);
  if (basic !== undefined) return readSegments(view, basic.offset);
  throw new InvariantError('a font of reports has no Unicode cmap');
}

function tableOf(view: DataView, tag: string): number {
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + i * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((j) => view.getUint8(at + j)));
    if (name === tag) return view.getUint32(at + 8);
  }
  throw new InvariantError(`a font of reports has no ${tag}`);
}

/** Format 12: groups of code points. */
function readGroups(view: DataView, at: number): Coverage {
  return Array.from({ length: view.getUint32(at + 12) }, (_, i) => {
    const group = at + 16 + i * 12;
    return [view.getUint32(group), view.getUint32(group + 4)] as const;
  });
}

/** Format 4: segments of the basic plane; a segment may have holes, glyphs of the index 0. */
function readSegments(view: DataView, at: number): Coverage {
  const count = view.getUint16(at + 6) / 2;
  const [ends, starts, deltas, offsets] = [14, 16 + count * 2, 16 + count * 4, 16 + count * 6];
  const ranges: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    const [start, end] = [view.getUint16(at + starts + i * 2), view.getUint16(at + ends + i * 2)];
    const delta = view.getUint16(at + deltas + i * 2);
    const place = at + offsets + i * 2;
    const offset = view.getUint16(place);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const raw = offset === 0 ? code : view.getUint16(place + offset + (code - start) * 2);
      if (raw === 0 && offset !== 0) continue;
      if ((raw + delta) % 0x10000 === 0) continue;
      const open = ranges.at(-1);
      if (open !== undefined && open[1] === code - 1) open[1] = code;
      else ranges.push([code, code]);
    }
  }
  return ranges;
}
