/**
 * Signed notes (C2SP signed-note v1.0.0): text with signature lines under it.
 *
 *     note           = text "\n" 1*signature-line
 *     text           = UTF-8 that ends with "\n"; may hold empty lines: the last one of the note ends the text
 *     signature-line = "— " name " " base64(key ID (4 bytes) ‖ signature (1 byte or more)) "\n"
 *     name           = 1* any character but Unicode white space and "+"
 *
 * No control characters below U+0020 but the newline. What is signed is the text with its final newline, without the
 * empty line. Limits of ours: 1,000,000 bytes and 100 signatures (the specification demands at least 16).
 *
 * Example (from the specification; its key stands in `vkey.ts`):
 *
 *     This is an example message.
 *
 *     — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
 * @module
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { concatBytes } from '../bytes/bytes.ts';
import { decodeHex, encodeHex } from '../bytes/hex.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';

export const MAX_NOTE_BYTES = 1_000_000;
export const MAX_NOTE_SIGNATURES = 100;

const NEWLINE = 0x0a;
const KEY_ID_BYTES = 4;
const LINE_START = '— ';
const BAD_NAME = 'a key name is empty, or has white space, "+" or a control character';
const NO_SIGNATURE = 'a signature line has nothing after the key ID';
const KEY_NAME = /^[^\p{White_Space}\p{Surrogate}+]+$/u;

/** A signature as its line states it; nothing is verified yet. */
export interface NoteSignature {
  /** The name of the key that is claimed to have signed. */
  readonly name: string;
  /** The key ID, 8 lower-case hex digits. Only name and ID together identify a key. */
  readonly keyId: string;
  /** What follows the key ID, as the key's type defines it. At least 1 byte. */
  readonly signature: Uint8Array;
}

/** A parsed note. Its text is attacker-controlled until `openNote` has accepted it. */
export interface Note {
  /** The signed text, with its final newline. */
  readonly text: string;
  /** In the order of the lines; at least 1. */
  readonly signatures: readonly NoteSignature[];
}

/** True for a string that may stand as a key name in a signature line. */
export function isKeyName(name: string): boolean {
  return KEY_NAME.test(name) && !encodeUtf8(name).some(isControl);
}

/**
 * Parses a note.
 * @throws InputError `bad-note`, `bad-base64`, `bad-utf8`
 */
export function parseNote(input: Uint8Array | string): Note {
  const bytes = typeof input === 'string' ? encodeUtf8(input) : input;
  if (bytes.length > MAX_NOTE_BYTES) malformed(`${bytes.length} bytes, more than ${MAX_NOTE_BYTES}`);
  if (bytes.some(isControl)) malformed(`control character at byte ${bytes.findIndex(isControl)}`);
  const note = typeof input === 'string' ? input : decodeUtf8(input, 'note');

  const textEnd = note.lastIndexOf('\n\n') + 1;
  if (textEnd === 0) malformed('no empty line before the signatures');
  if (!note.endsWith('\n')) malformed('the last line is cut off');
  if (textEnd + 1 === note.length) malformed('no signature line');

  const lines = note.slice(textEnd + 1, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES) malformed(`${lines.length} signatures, more than ${MAX_NOTE_SIGNATURES}`);
  return { text: note.slice(0, textEnd), signatures: lines.map((line) => parseSignatureLine(`${line}\n`)) };
}

/**
 * The inverse of {@link parseNote}.
 * @throws InputError `bad-note`, `bad-utf8` for a note that could not be parsed again
 */
export function formatNote(note: Note): string {
  const formatted = `${note.text}\n${note.signatures.map(formatSignatureLine).join('')}`;
  // A text without its final newline could lend its own last lines to the signatures.
  if (parseNote(formatted).text !== note.text) malformed('the text does not end with a newline');
  return formatted;
}

/**
 * Parses one signature line with its final newline, as a witness answers it.
 * @throws InputError `bad-note`, `bad-base64`
 */
export function parseSignatureLine(line: string): NoteSignature {
  const nameEnd = line.indexOf(' ', LINE_START.length);
  if (!line.startsWith(LINE_START) || !line.endsWith('\n') || nameEnd < 0) {
    malformed('a signature line is not "— name base64"');
  }
  const name = line.slice(LINE_START.length, nameEnd);
  if (!isKeyName(name)) malformed(BAD_NAME);
  const blob = decodeBase64(line.slice(nameEnd + 1, -1), undefined, 'note signature');
  if (blob.length <= KEY_ID_BYTES) malformed(NO_SIGNATURE);
  return { name, keyId: encodeHex(blob.subarray(0, KEY_ID_BYTES)), signature: blob.slice(KEY_ID_BYTES) };
}

/**
 * The inverse of {@link parseSignatureLine}.
 * @throws InputError `bad-note`, `bad-hex` for a key ID that is not 8 lower-case hex digits
 */
export function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name)) malformed(BAD_NAME);
  if (signature.length === 0) malformed(NO_SIGNATURE);
  const blob = concatBytes(decodeHex(keyId, KEY_ID_BYTES, 'key ID'), signature);
  return `${LINE_START}${name} ${encodeBase64(blob)}\n`;
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== NEWLINE;
}

function malformed(what: string): never {
  throw new InputError('bad-note', `note: ${what}`);
}
