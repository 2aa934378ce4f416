/**
 * The order of strings by their UTF-8 bytes, which is the order of their code points. JavaScript compares UTF-16 units,
 * and puts U+10000 and above (surrogates, from D800) before U+E000 to U+FFFF.
 * @module
 */

/** Negative, zero or positive, as `Array.prototype.sort` wants it. Requires well-formed strings. */
export function compareUtf8(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = rank(a.charCodeAt(i)) - rank(b.charCodeAt(i));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Moves the surrogates above all other units. */
function rank(unit: number): number {
  return 0xd800 <= unit && unit <= 0xdfff ? unit + 0x10000 : unit;
}
