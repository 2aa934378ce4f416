/**
 * Answers: bytes and JSON with the caching that they may have. Without any of these an answer is `no-store`.
 * @module
 */
import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { holdRoom } from './answer-room.ts';
import { hideRateLimit } from './rate-limit.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const BYTES_TYPE = 'application/octet-stream';

/** Whether the reader is known by a cookie, which a shared cache does not look at. */
const PRIVATE = 'isPrivate';

/** What this answers is for one reader: no shared cache keeps it. */
export function keepPrivate(response: Response): void {
  response.locals[PRIVATE] = true;
}

/** True where the reader is known by a cookie. */
export function isPrivate(response: Response): boolean {
  return response.locals[PRIVATE] === true;
}

function setCaching(response: Response, caching: string): void {
  response.set('Cache-Control', isPrivate(response) ? `private, ${caching}` : caching);
}

/**
 * Bytes that never change under this path. No `public`: shared caches keep it all the same, except where the request
 * carried a reading token (RFC 9111 section 3.5).
 */
export function sendImmutable(response: Response, bytes: Uint8Array, type: string): void {
  hideRateLimit(response);
  setCaching(response, 'max-age=31536000, immutable');
  response.set('ETag', etagOf(bytes));
  sendBytes(response, bytes, type);
}

/** Bytes that change: a cache asks each time whether its copy is still the answer. */
export function sendRevalidated(response: Response, bytes: Uint8Array, type: string): void {
  setCaching(response, 'no-cache');
  response.set('ETag', etagOf(bytes));
  sendBytes(response, bytes, type);
}

/** An answer that no cache keeps. @throws InputError `busy` where readers have not taken what they asked for before */
export function sendBytes(response: Response, bytes: Uint8Array, type: string): void {
  holdRoom(response, bytes.length);
  response.type(type).send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** A JSON answer that no cache keeps. */
export function sendJson(response: Response, value: object): void {
  sendBytes(response, encodeJson(value), JSON_TYPE);
}

/** JSON as it is sent. */
export function encodeJson(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

function etagOf(bytes: Uint8Array): string {
  return `"${createHash('sha256').update(bytes).digest('base64url')}"`;
}
