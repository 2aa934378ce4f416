/**
 * What is published of the log, one thing at a time: records, proof bundles, proofs, later evidence. Parameters stand in
 * the path, because most of these answers never change.
 * @module
 */
import type { Request, Response } from 'express';
import { encodeBase64 } from '../../core/bytes/base64.ts';
import { parseDecimal } from '../../core/bytes/integers.ts';
import { InputError } from '../../core/error.ts';
import type { Ledger } from '../../log/ledger.ts';
import { holderOf } from '../address.ts';
import { encodeJson, JSON_TYPE, sendImmutable, sendRevalidated } from '../answer.ts';
import { bundleKey, type Load } from '../load.ts';
import { digestParam, param, sizeParam } from '../params.ts';
import { nothing, type Route } from '../route.ts';

/** As long as a statement digest; no index has so many digits. */
const DIGEST_CHARACTERS = 64;

export function recordRoutes(ledger: Ledger, load: Load): Route[] {
  return [
    { method: 'get', path: '/api/v1/records/:index', handle: (q, s) => sendRecord(ledger, q, s) },
    { method: 'get', path: '/api/v1/bundles/:id', handle: (q, s) => sendBundle(ledger, load, q, s) },
    { method: 'get', path: '/api/v1/proofs/inclusion/:index/:size', handle: (q, s) => sendInclusion(ledger, q, s) },
    { method: 'get', path: '/api/v1/proofs/consistency/:from/:to', handle: (q, s) => sendConsistency(ledger, q, s) },
    { method: 'get', path: '/api/v1/later/:size', handle: (q, s) => sendLater(ledger, q, s) },
  ];
}

async function sendRecord(ledger: Ledger, request: Request, response: Response): Promise<void> {
  const index = sizeParam(request, 'index');
  assertPublished(ledger, index + 1);
  const bytes = await ledger.record(index);
  if (bytes === undefined) throw nothing(`record ${index}`);
  sendImmutable(response, bytes, JSON_TYPE);
}

async function sendBundle(ledger: Ledger, load: Load, request: Request, response: Response): Promise<void> {
  const index = await indexOf(ledger, request);
  assertPublished(ledger, index + 1);
  const bundle = await load.answer(bundleKey(index), holderOf(request), () => ledger.bundle(index));
  if (bundle === undefined) throw nothing(`proof bundle of record ${index}`);
  sendImmutable(response, bundle, JSON_TYPE);
}

/** The index that `:id` names, itself or by the digest of its statement. */
async function indexOf(ledger: Ledger, request: Request): Promise<number> {
  const id = param(request, 'id');
  if (id.length !== DIGEST_CHARACTERS) return parseDecimal(id, 'id');
  const found = await ledger.find(digestParam(request, 'id'));
  if (found === undefined) throw nothing(`statement ${id}`);
  return found.index;
}

async function sendInclusion(ledger: Ledger, request: Request, response: Response): Promise<void> {
  const [index, size] = [sizeParam(request, 'index'), sizeParam(request, 'size')];
  assertPublished(ledger, size);
  const hashes = await ledger.reader.inclusion(index, size);
  sendImmutable(response, encodeJson({ index, size, hashes: hashes.map(encodeBase64) }), JSON_TYPE);
}

async function sendConsistency(ledger: Ledger, request: Request, response: Response): Promise<void> {
  const [from, to] = [sizeParam(request, 'from'), sizeParam(request, 'to')];
  assertPublished(ledger, to);
  const hashes = await ledger.reader.consistency(from, to);
  sendImmutable(response, encodeJson({ from, to, hashes: hashes.map(encodeBase64) }), JSON_TYPE);
}

async function sendLater(ledger: Ledger, request: Request, response: Response): Promise<void> {
  const size = sizeParam(request, 'size');
  if (size === 0) throw new InputError('bad-tree-range', 'of the empty tree nothing can be proven');
  assertPublished(ledger, size);
  const evidence = await ledger.later(size);
  if (evidence === undefined) throw nothing(`evidence later than size ${size}`);
  sendRevalidated(response, evidence, JSON_TYPE);
}

/** @throws InputError `not-published` */
function assertPublished(ledger: Ledger, size: number): void {
  const { published } = ledger.sizes;
  if (size <= published) return;
  throw new InputError('not-published', `the newest published checkpoint has size ${published}`);
}
