/**
 * Strings from UTF-16 code units, quickly: appending one character at a time costs a rope node each.
 * @module
 */

/** Arguments a call; engines bound them by the stack (about 65,000 in the tightest one in use). */
const UNITS_PER_CALL = 4096;

/** The string with exactly these code units. */
export function stringFromCodeUnits(units: Uint8Array | Uint16Array): string {
  let text = '';
  for (let start = 0; start < units.length; start += UNITS_PER_CALL) {
    const chunk: string = Reflect.apply(String.fromCharCode, undefined, units.subarray(start, start + UNITS_PER_CALL));
    text += chunk;
  }
  return text;
}
