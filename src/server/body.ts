/**
 * Reading a request's body: raw, counted while it arrives, never decompressed.
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { InputError } from '../core/error.ts';

/** How many bytes the body may have, given the first piece that arrived. */
export type LimitOf = (start: Uint8Array) => number;

/**
 * The whole body.
 * @param maxBytes what no body may exceed; one that declares more is refused unread
 * @param limitOf a narrower bound that depends on how the body starts
 * @throws InputError `media-type` for a coded body, `too-large`, `bad-request` when it breaks off
 */
export async function readBody(request: IncomingMessage, maxBytes: number, limitOf: LimitOf): Promise<Buffer> {
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity')
    throw new InputError('media-type', `the body is coded as ${JSON.stringify(coding)}`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    let limit = maxBytes;
    const take = (piece: Buffer): void => {
      if (pieces.length === 0) limit = Math.min(maxBytes, limitOf(piece));
      pieces.push(piece);
      sizeBytes += piece.length;
      if (sizeBytes > limit) settle(() => reject(tooLarge(limit)));
    };
    const end = (): void => settle(() => resolve(Buffer.concat(pieces, sizeBytes)));
    const breakOff = (): void => settle(() => reject(new InputError('bad-request', 'the body breaks off')));
    const settle = (how: () => void): void => {
      request.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff);
      request.on('error', ignore);
      how();
    };
    request.on('data', take).on('end', end).on('error', breakOff).on('close', breakOff);
  });
}

/**
 * Lets the rest of a refused body pass unread, so that the sender comes to read why; one that goes on past `maxBytes` is
 * cut off.
 */
export function drain(request: IncomingMessage, maxBytes: number): void {
  if (request.complete || request.destroyed) return;
  let passedBytes = 0;
  request.on('error', ignore).on('data', (piece: Buffer) => {
    passedBytes += piece.length;
    if (passedBytes > maxBytes) request.destroy();
  });
}

/** A connection that ends after the answer is nobody's concern any more. */
function ignore(): void {}

function tooLarge(maxBytes: number): InputError {
  return new InputError('too-large', `the body has more than ${maxBytes} bytes`);
}
