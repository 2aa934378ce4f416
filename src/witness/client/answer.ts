/**
 * What a witness answers to `add-checkpoint` (C2SP tlog-witness v1.0.0), read as hostile input.
 *
 *     200   one or more note signature lines; only that of the witness's own key counts
 *     409   decimal "\n"                       the size that it cosigned last
 * @module
 */
import { parseDecimal } from '../../core/bytes/integers.ts';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { verifyCosignature } from '../../core/note/cosignature.ts';
import { formatSignatureLine, type NoteSignature, parseSignatureLine } from '../../core/note/note.ts';
import { COSIGNATURE_ED25519, type VerifierKey } from '../../core/note/vkey.ts';

/** Ours, and those of a witness that is in the middle of a change of keys. */
const MAX_LINES = 16;
/** A cosignature that states a time further away than this from ours bounds nothing. */
const MAX_SKEW_SECONDS = 3600;

/** Whose cosignature is asked for, and on what. */
export interface Asked {
  readonly key: VerifierKey;
  readonly text: string;
  /** POSIX seconds. */
  readonly now: number;
  readonly verify: VerifySignature;
}

/** The witness's own line of a 200. @throws InputError `bad-witness-answer` */
export function readCosignature(bytes: Uint8Array, asked: Asked): string {
  const { key } = asked;
  const lines = linesOf(bytes);
  const own = lines.find(({ name, keyId }) => name === key.name && keyId === key.keyId);
  if (own === undefined) throw refused(`no cosignature by ${key.name}+${key.keyId}`);
  assertGood(own, asked);
  return formatSignatureLine(own);
}

/** The size in a 409; undefined where there is none (transparency-dev/witness answers so to another root of the same size). */
export function readStaleSize(bytes: Uint8Array): number | undefined {
  if (bytes.length === 0 || bytes.length > 32) return undefined;
  try {
    const text = decodeUtf8(bytes, 'size');
    return text.endsWith('\n') ? parseDecimal(text.slice(0, -1), 'size') : undefined;
  } catch {
    return undefined;
  }
}

function linesOf(bytes: Uint8Array): NoteSignature[] {
  try {
    const text = decodeUtf8(bytes, 'cosignatures');
    const lines = text.split('\n');
    if (lines.pop() !== '' || lines.length > MAX_LINES) throw refused('not signature lines');
    return lines.map((line) => parseSignatureLine(`${line}\n`));
  } catch (cause) {
    throw cause instanceof InputError ? refused(cause.message) : cause;
  }
}

function assertGood({ signature }: NoteSignature, { key, text, now, verify }: Asked): void {
  if (key.type !== COSIGNATURE_ED25519) throw refused(`cosignatures of type ${key.type} cannot be checked`);
  const seconds = verifyCosignature(key.key, text, signature, verify);
  if (seconds === undefined) throw refused('its cosignature does not verify');
  if (Math.abs(seconds - now) > MAX_SKEW_SECONDS) throw refused(`it states the time ${seconds}, ours is ${now}`);
}

function refused(what: string): InputError {
  return new InputError('bad-witness-answer', `the answer is no cosignature: ${what}`);
}
