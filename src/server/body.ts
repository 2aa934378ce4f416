/**
 * Reading a request's body: raw, counted while it arrives, never decompressed.
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { InputError } from '../core/error.ts';

/** How many bytes the body may have, given the first piece that arrived. */
export type LimitOf = (start: Uint8Array) => number;

/** Room for bodies: what arrives is held until the request is over. */
export interface BodyRoom {
  /** Bytes that could be held now. */
  readonly left: number;
  /** @throws InputError `busy` where there is no such room; then nothing more is held */
  hold(bytes: number): void;
}

/**
 * The whole body.
 * @param maxBytes what no body may exceed; one that declares more is refused unread
 * @param limitOf a narrower bound that depends on how the body starts
 * @throws InputError `media-type` for a coded body, `too-large`, `busy`, `bad-request` when it breaks off
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  limitOf: LimitOf,
  room: BodyRoom,
): Promise<Buffer> {
  const coding = request.headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity')
    throw new InputError('media-type', `the body is coded as ${JSON.stringify(coding)}`);
  const declaredBytes = Number(request.headers['content-length'] ?? 0);
  if (declaredBytes > maxBytes) throw tooLarge(maxBytes);
  // Only what arrives is held, else a few who promise much and send nothing would keep everybody out.
  if (declaredBytes > room.left) room.hold(declaredBytes);
  if (request.destroyed) throw brokenOff();
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let sizeBytes = 0;
    let limit = maxBytes;
    const take = (piece: Buffer): void => {
      if (pieces.length === 0) limit = Math.min(maxBytes, limitOf(piece));
      sizeBytes += piece.length;
      try {
        if (sizeBytes > limit) throw tooLarge(limit);
        room.hold(piece.length);
        pieces.push(piece);
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const end = (): void => settle(() => resolve(Buffer.concat(pieces, sizeBytes)));
    const breakOff = (): void => settle(() => reject(brokenOff()));
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

function brokenOff(): InputError {
  return new InputError('bad-request', 'the body breaks off');
}

function tooLarge(maxBytes: number): InputError {
  return new InputError('too-large', `the body has more than ${maxBytes} bytes`);
}
