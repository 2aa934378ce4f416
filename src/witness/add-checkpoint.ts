/**
 * The request of C2SP tlog-witness, `POST add-checkpoint`:
 *
 *     request = "old " size "\n" *63( base64(hash) "\n" ) "\n" checkpoint note
 *     size    = canonical decimal, at most 2^53 - 1: what the client takes the witness to have cosigned last; 0 for nothing
 *     hash    = 32 bytes; together the consistency proof from `size` to the checkpoint's size
 *
 * Example, for a witness that knows the log at size 7 (hashes and signature shortened):
 *
 *     old 7
 *     gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
 *
 *     example.com/log
 *     8
 *     sFodV/vSp5O8n9a8…
 *
 *     — example.com/log hI2DJw…
 * @module
 */
import { decodeBase64, encodeBase64 } from '../core/bytes/base64.ts';
import { assertTreeSize, parseDecimal } from '../core/bytes/integers.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import type { AddCheckpoint } from './decide.ts';

/** Sixteen ML-DSA-44 signatures of 3,300 characters each, and room. */
export const MAX_REQUEST_BYTES: number = 128 * 1024;

const OLD = 'old ';
const HASH_BYTES = 32;
/** The depth of a tree of 2^63 leaves. */
const MAX_HASHES = 63;

/**
 * Parses a request. The note in it is attacker-controlled text: `openSubmission` parses and verifies it.
 * @throws InputError `bad-add-checkpoint`, `bad-integer`, `bad-base64`, `bad-utf8`
 */
export function parseAddCheckpoint(input: Uint8Array | string): AddCheckpoint {
  if (input.length > MAX_REQUEST_BYTES) malformed(`longer than ${MAX_REQUEST_BYTES} bytes`);
  const text = typeof input === 'string' ? input : decodeUtf8(input, 'add-checkpoint');
  const headEnd = text.indexOf('\n\n');
  if (headEnd < 0) malformed('no empty line before the checkpoint');
  const [old = '', ...hashes] = text.slice(0, headEnd).split('\n');
  if (!old.startsWith(OLD)) malformed('the first line is not "old <size>"');
  if (hashes.length > MAX_HASHES) malformed(`${hashes.length} hashes, more than ${MAX_HASHES}`);
  return {
    oldSize: parseDecimal(old.slice(OLD.length), 'old size'),
    consistency: hashes.map((line) => decodeBase64(line, HASH_BYTES, 'consistency proof')),
    note: text.slice(headEnd + 2),
  };
}

/** The inverse of {@link parseAddCheckpoint}. @throws InputError `bad-add-checkpoint`, `bad-integer` */
export function formatAddCheckpoint({ oldSize, consistency, note }: AddCheckpoint): string {
  if (consistency.length > MAX_HASHES) malformed(`${consistency.length} hashes, more than ${MAX_HASHES}`);
  if (consistency.some((hash) => hash.length !== HASH_BYTES)) malformed(`a hash is not ${HASH_BYTES} bytes long`);
  const head = [`${OLD}${assertTreeSize(oldSize, 'old size')}`, ...consistency.map((hash) => encodeBase64(hash))];
  return `${head.join('\n')}\n\n${note}`;
}

function malformed(what: string): never {
  throw new InputError('bad-add-checkpoint', `add-checkpoint: ${what}`);
}
