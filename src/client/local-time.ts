/**
 * Instants as people sign them.
 * @module
 */

/** The instant in RFC 3339, with the offset of this machine. */
export function localTime(unixMs: number): string {
  const offsetMinutes = -new Date(unixMs).getTimezoneOffset();
  const wall = new Date(unixMs + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const distance = Math.abs(offsetMinutes);
  return `${wall}${offsetMinutes < 0 ? '-' : '+'}${two(distance / 60)}:${two(distance % 60)}`;
}
