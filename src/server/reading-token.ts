/**
 * The reading token: who may read a ledger that is not public. Statements authenticate themselves, so submitting needs none.
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { InputError } from '../core/error.ts';

/** Demands `Authorization: Bearer <token>` for everything but submissions and `/livez`. */
export function requireReadingToken(token: string): RequestHandler {
  const expected = sha256(token);
  return (request, _response, next) => {
    if (request.method === 'POST' || request.path === '/livez') return next();
    const [, given] = /^Bearer +([!-~]+) *$/i.exec(request.get('Authorization') ?? '') ?? [];
    // Digests have one length, and comparing them takes the same time wherever they differ.
    if (given !== undefined && timingSafeEqual(sha256(given), expected)) return next();
    throw new InputError('reading-token', given === undefined ? 'no bearer token was given' : 'the token is another');
  };
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
