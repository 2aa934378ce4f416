/**
 * What a POST of statements carries: one DSSE envelope, or a batch of them. Any spelling of JSON is taken; only the payload
 * inside an envelope must be canonical.
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { type Json, parseJson } from '../core/json/json.ts';
import { type BodyRoom, readBody } from './body.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS, MAX_SINGLE_BYTES } from './limits.ts';
import { decodeBatch } from './msgpack.ts';

/** Envelopes as they came; their shape is not checked yet. */
export type SubmissionBody = { readonly single: Json } | { readonly batch: readonly Json[] };

const OPENING_BRACKET = 0x5b;
const BLANKS: readonly number[] = [0x20, 0x09, 0x0a, 0x0d];

/** Reads the body. @throws InputError `media-type`, `too-large`, `busy`, `bad-utf8`, `bad-json`, `bad-msgpack`, `batch-size`, `bad-request` */
export async function readSubmission(request: IncomingMessage, room: BodyRoom): Promise<SubmissionBody> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/msgpack') {
    return { batch: decodeBatch(await readBody(request, MAX_BATCH_BYTES, () => MAX_BATCH_BYTES, room)) };
  }
  if (type !== 'application/json') throw new InputError('media-type', `the body is of type ${type ?? '(none)'}`);
  const limitOf = (start: Uint8Array): number => (isArray(start) ? MAX_BATCH_BYTES : MAX_SINGLE_BYTES);
  const bytes = await readBody(request, MAX_BATCH_BYTES, limitOf, room);
  const value = parseJson(decodeUtf8(bytes, 'the body'), 'the body');
  if (!Array.isArray(value)) return { single: value };
  if (value.length >= 1 && value.length <= MAX_BATCH_ITEMS) return { batch: value };
  throw new InputError('batch-size', `the batch holds ${value.length} items`);
}

/** True when the first character is `[`. A body that begins with more blanks than one piece holds counts as a single one. */
function isArray(start: Uint8Array): boolean {
  return start.find((byte) => !BLANKS.includes(byte)) === OPENING_BRACKET;
}
