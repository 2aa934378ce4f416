/**
 * Numbers as words of the command line: one spelling, in range, or a mistake in usage.
 * @module
 */
import { InputError } from '../core/error.ts';

/** A port, 0 for any free one. @throws InputError `usage` */
export function parsePort(text: string): number {
  return parseInRange(text, 0, 65_535, 'a port');
}

/** A tree size. @throws InputError `usage` */
export function parseSize(text: string): number {
  return parseInRange(text, 0, Number.MAX_SAFE_INTEGER, 'a size');
}

/** Index of a record. @throws InputError `usage` */
export function parseIndex(text: string, flag: string): number {
  return parseInRange(text, 0, Number.MAX_SAFE_INTEGER, `the index of a record for ${flag}`);
}

/** A number of things, at least one. @throws InputError `usage` */
export function parseCount(text: string, flag: string): number {
  return parseInRange(text, 1, Number.MAX_SAFE_INTEGER, `a positive integer for ${flag}`);
}

/** A decimal number, such as a threshold. @throws InputError `usage` */
export function parseDecimalNumber(text: string, flag: string): number {
  if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
  throw new InputError('usage', `${text} is not a number for ${flag}`);
}

function parseInRange(text: string, min: number, max: number, what: string): number {
  const number = Number(text);
  if (/^(0|[1-9]\d{0,15})$/.test(text) && number >= min && number <= max) return number;
  throw new InputError('usage', `${text} is not ${what}`);
}
