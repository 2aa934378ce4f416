/**
 * Words of the command line out of a closed list, and digests.
 * @module
 */
import { Option } from 'commander';
import { InputError } from '../core/error.ts';

/** An option that takes one of the words; the list stands on the help page. */
export function choiceOption(flags: string, description: string, words: readonly string[]): Option {
  return new Option(flags, description).choices([...words]);
}

/** The word, if it is one of these. @throws InputError `usage` */
export function oneOf<T extends string>(text: string, words: readonly T[], flag: string): T {
  const word = words.find((each) => each === text);
  if (word === undefined) throw new InputError('usage', `${flag} is one of ${words.join(', ')}, not ${text}`);
  return word;
}

/** A statement digest. @throws InputError `usage` */
export function parseDigest(text: string, what: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text;
  throw new InputError('usage', `${what} is a digest of 64 hexadecimal digits, not ${text}`);
}

/** An amount in micro-credits, at least 1. @throws InputError `usage` */
export function parseAmount(text: string): string {
  if (/^[1-9]\d{0,37}$/.test(text)) return text;
  throw new InputError('usage', `--amount takes micro-credits, a positive integer, not ${text}`);
}
