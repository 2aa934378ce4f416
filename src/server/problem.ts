/**
 * Problem details (RFC 9457), the only form of an error answer:
 *
 * ```json
 * {"type":"urn:ledgerline:problem:chain","title":"The statement does not follow the author's last one. …","status":409,
 *  "code":"chain","detail":"the next statement of snuh has sequence 4 …","instance":"urn:uuid:…"}
 * ```
 * `title` is the catalogue's sentence in the reader's language; `detail` says what was wrong and where, in English, and is
 * absent where it would tell about the inside of the server.
 * @module
 */
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Logger } from 'pino';
import { CATALOGUE, type ErrorCode, type Sentence } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { drain } from './body.ts';
import { MAX_BATCH_BYTES } from './limits.ts';
import { requestIdOf } from './request-id.ts';
import { RetryLater } from './retry-later.ts';
import { statusOf } from './status.ts';

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail?: string;
  readonly instance: string;
  /** Seconds after which to try again, where that may help: the header `Retry-After`, which items of a batch have not. */
  readonly retryAfter?: number;
}

export type Language = keyof Sentence;

/** Seconds after which to try again what may be answered then, where nothing more is known. */
const RETRY_AFTER_SECONDS = 1;

/** The language of a person's request: Korean if it is asked for before English, else English. */
export function languageOf(request: Request): Language {
  return request.acceptsLanguages('en', 'ko') === 'ko' ? 'ko' : 'en';
}

/** The problem that `error` is to the caller of `request`. Errors without a code of ours are `unexpected`. */
export function problemOf(error: unknown, request: Request): ProblemDocument {
  const code = codeOf(error);
  const status = statusOf(code);
  return {
    type: `urn:ledgerline:problem:${code}`,
    title: CATALOGUE[code][languageOf(request)],
    status,
    code,
    ...(error instanceof InputError && status !== 500 ? { detail: error.message } : {}),
    instance: `urn:uuid:${requestIdOf(request)}`,
    ...(status === 503 || status === 429 ? { retryAfter: retryAfter(error) } : {}),
  };
}

function retryAfter(error: unknown): number {
  return error instanceof RetryLater ? error.seconds : RETRY_AFTER_SECONDS;
}

/** The last middleware: answers every error with a problem, and logs what is not the caller's doing. */
export function answerProblems(logger: Logger, count: (code: ErrorCode) => void): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = problemOf(error, request);
    count(problem.code);
    if (problem.status === 500) logger.error({ id: requestIdOf(request), err: error }, 'request failed');
    drain(request, MAX_BATCH_BYTES);
    if (response.headersSent) response.destroy();
    else sendProblem(problem, response, languageOf(request));
  };
}

function sendProblem(problem: ProblemDocument, response: Response, language: Language): void {
  // What a handler had promised about the answer it meant to give does not hold for this one.
  response.removeHeader('ETag');
  if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter));
  if (problem.status === 401) response.set('WWW-Authenticate', 'Bearer realm="ledgerline"');
  response
    .status(problem.status)
    .set('Cache-Control', 'no-store')
    .set('Content-Language', language)
    .vary('Accept-Language')
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

/** The code of an error; `unexpected` for one that is none of ours. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof InputError) return error.code;
  // Express itself refuses a path that is not percent-encoded UTF-8.
  const isRefusedByExpress = error instanceof Error && 'status' in error && error.status === 400;
  return isRefusedByExpress ? 'bad-request' : 'unexpected';
}
