/**
 * Instants: `2026-11-23T08:26:00.000Z`, UTC, always milliseconds, so that text order is time order.
 * @module
 */
import { InputError } from '../error.ts';

/** The instant of a Unix time in milliseconds. Requires a year from 0000 to 9999. */
export function formatInstant(unixMs: number): string {
  return new Date(unixMs).toISOString();
}

/** Unix milliseconds of an instant. @throws InputError `bad-time` for another spelling or a day that does not exist */
export function parseInstant(text: string, title = 'instant'): number {
  const unixMs = Date.parse(text);
  if (Number.isNaN(unixMs) || text.length !== 24 || new Date(unixMs).toISOString() !== text) {
    throw new InputError('bad-time', `${title}: ${JSON.stringify(text)} is not a UTC instant with milliseconds`);
  }
  return unixMs;
}

/** The last instant that has this spelling. */
const LAST_INSTANT = '9999-12-31T23:59:59.999Z';

/** The instant `seconds` later, or the last there is. @throws InputError `bad-time` */
export function addSeconds(instant: string, seconds: number): string {
  const unixMs = parseInstant(instant) + seconds * 1000;
  return unixMs < parseInstant(LAST_INSTANT) ? formatInstant(unixMs) : LAST_INSTANT;
}

const ZONED = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,3}))?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Unix milliseconds of an RFC 3339 time with offset, as people sign it.
 * @throws InputError `bad-time` for another form, a day that does not exist, or an offset beyond 14 hours
 */
export function parseZonedInstant(text: string, title = 'time'): number {
  const [, day, time, fraction = '', zone] = ZONED.exec(text) ?? [];
  const wall = `${day}T${time}.${fraction.padEnd(3, '0')}Z`;
  const unixMs = day === undefined ? Number.NaN : Date.parse(wall);
  if (Number.isNaN(unixMs) || new Date(unixMs).toISOString() !== wall || zone === undefined) {
    throw new InputError('bad-time', `${title}: ${JSON.stringify(text)} is not an RFC 3339 time with offset`);
  }
  return unixMs - offsetMs(zone, title);
}

function offsetMs(zone: string, title: string): number {
  if (zone === 'Z') return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  const awayMinutes = hours * 60 + minutes;
  if (awayMinutes > 14 * 60 || minutes > 59 || zone === '-00:00')
    throw new InputError('bad-time', `${title}: offset ${zone} does not exist`);
  return (zone.startsWith('-') ? -1 : 1) * awayMinutes * 60_000;
}
