/**
 * The reading token: who may read a ledger that is not public. Statements authenticate themselves, so submitting needs none.
 * @module
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { InputError } from '../core/error.ts';
import { keepPrivate } from './answer.ts';

/** How people read with a browser, which cannot send the token by itself. */
export interface PageSession {
  /** True for what everybody may load: the program, never the ledger. */
  isOpen(request: Request): boolean;
  isSignedIn(request: Request): boolean;
  /** True for what a person looks at. */
  isPage(request: Request): boolean;
  /** Answers with a form that asks for the token. */
  ask(request: Request, response: Response): void;
}

/** Demands `Authorization: Bearer <token>`, or a session of the pages, for everything but submissions and `/livez`. */
export function requireReadingToken(token: string, session?: PageSession): RequestHandler {
  return (request, response, next) => {
    if (request.method === 'POST' || request.path === '/livez' || session?.isOpen(request) === true) return next();
    const [, given] = /^Bearer +([!-~]+) *$/i.exec(request.get('Authorization') ?? '') ?? [];
    if (given !== undefined && isReadingToken(given, token)) return next();
    if (given === undefined && session?.isSignedIn(request) === true) {
      keepPrivate(response);
      return next();
    }
    if (given === undefined && session?.isPage(request) === true) return session.ask(request, response);
    throw new InputError('reading-token', given === undefined ? 'no bearer token was given' : 'the token is another');
  };
}

/** Digests have one length, and comparing them takes the same time wherever they differ. */
export function isReadingToken(given: string, token: string): boolean {
  return timingSafeEqual(sha256(given), sha256(token));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
