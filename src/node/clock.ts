/**
 * The clocks of this machine.
 * @module
 */
import type { Clock } from '../log/ports.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/** Now, as people sign it: RFC 3339 with the offset of this machine. */
export function localTime(unixMs: number): string {
  const offsetMinutes = -new Date(unixMs).getTimezoneOffset();
  const wall = new Date(unixMs + offsetMinutes * 60_000).toISOString().slice(0, 19);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const distance = Math.abs(offsetMinutes);
  return `${wall}${offsetMinutes < 0 ? '-' : '+'}${two(distance / 60)}:${two(distance % 60)}`;
}
