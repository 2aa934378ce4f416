/**
 * Parts of a query as the pages about the log take them: attacker-controlled, in their one spelling or refused.
 * @module
 */
import { parseDecimal } from '../../core/bytes/integers.ts';
import { InputError } from '../../core/error.ts';
import { nameIn as requiredName } from '../reading/keyset.ts';

const DAY_MS = 86_400_000;
const SEOUL_MS = 9 * 3_600_000;

/** A member that is not empty. */
export function given(query: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = query[name]?.trim();
  return value === undefined || value === '' ? undefined : value;
}

/** A name of an institution, a kind. @throws InputError `bad-request` */
export function nameIn(query: Readonly<Record<string, string>>, name: string): string | undefined {
  const value = given(query, name);
  return value === undefined ? undefined : requiredName({ [name]: value }, name);
}

/** A whole number, at most `most`. @throws InputError `bad-integer` */
export function numberIn(query: Readonly<Record<string, string>>, name: string, most: number): number | undefined {
  const value = given(query, name);
  return value === undefined ? undefined : Math.min(parseDecimal(value, name), most);
}

/** The day `2026-11-20` of Korean time: its beginning and its end, Unix milliseconds. @throws InputError `bad-time` */
export function dayIn(query: Readonly<Record<string, string>>, name: string): [start: number, end: number] | undefined {
  const value = given(query, name);
  return value === undefined ? undefined : parseDay(value, name);
}

/** True for what is written as a day. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text);
}

/** @throws InputError `bad-time` */
export function parseDay(text: string, name: string): [start: number, end: number] {
  const milliseconds = Date.parse(`${text}T00:00:00Z`) - SEOUL_MS;
  if (!isDay(text) || Number.isNaN(milliseconds))
    throw new InputError('bad-time', `${name}: expected a day, as 2026-11-20`);
  return [milliseconds, milliseconds + DAY_MS];
}
