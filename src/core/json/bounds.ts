/**
 * Bounds of JSON text before it is parsed. What `JSON.parse` makes of hostile text costs far more than the text: a bracket
 * takes up to 60 bytes of memory (measured on Node 20: 12 MiB of `[` take 700 MB), and nesting beyond some thousand levels
 * overflows the stack of whoever walks through the value.
 * @module
 */
import { InputError } from '../error.ts';
import { MAX_DEPTH } from './jcs.ts';

/** Containers that may stand inside each other: what `canonicalize` lets through, the outermost being level 0. */
const MAX_OPEN = MAX_DEPTH + 1;

/** Openings, commas and colons together; the largest account statement has a fifth of them. */
export const MAX_JSON_TOKENS = 1_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/**
 * Requires that parsing `text` stays cheap; whether it is JSON, the parser says. One pass, no allocation.
 * @param title names the document in messages
 * @throws InputError `json-not-canonical` for deeper nesting, as `canonicalize`; `too-large` for more values than any document has
 */
export function assertJsonBounds(text: string, title: string): void {
  let open = 0;
  let tokens = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(text, at);
        break;
      case OPENING_BRACKET:
      case OPENING_BRACE:
        if (++open > MAX_OPEN) throw tooDeep(title);
        tokens++;
        break;
      case CLOSING_BRACKET:
      case CLOSING_BRACE:
        open--;
        break;
      case COMMA:
      case COLON:
        tokens++;
        break;
    }
    if (tokens > MAX_JSON_TOKENS)
      throw new InputError('too-large', `${title} holds more than ${MAX_JSON_TOKENS} values`);
  }
}

/** How many members the objects of a JSON text have, those with one name counted each: its colons outside of strings. */
export function countMembers(text: string): number {
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === COLON) members++;
  }
  return members;
}

/** Where the string that opens at `start` closes; the end of the text if nowhere. */
function endOfString(text: string, start: number): number {
  for (let end = start + 1; ; end++) {
    end = text.indexOf('"', end);
    if (end < 0) return text.length;
    if (!isEscaped(text, end)) return end;
  }
}

/** True when an odd number of backslashes stands before the character at `at`. */
function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === BACKSLASH) start--;
  return (at - start) % 2 === 1;
}

function tooDeep(title: string): InputError {
  return new InputError('json-not-canonical', `${title} nests deeper than ${MAX_DEPTH} levels`);
}
