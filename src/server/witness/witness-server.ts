/**
 * The HTTP side of a witness (C2SP tlog-witness), and of an auditor, which speaks the same protocol:
 *
 *     POST /add-checkpoint            200 signature lines; 400 404 403 422 409 422 in this order (`witness/decide.ts`)
 *     GET  /<hash>/checkpoint         the checkpoint cosigned last, signed by its log and by the witness; 404 where there is none
 *     GET  /livez, /readyz, /metrics  for those who run it
 *
 * `<hash>` is the hex SHA-256 of the log's origin. 409 carries the size cosigned last, as `text/x.tlog.size`; every other
 * refusal is a problem document, which clients of the protocol do not read.
 * @module
 */
import express, { type Express, type Request, type Response } from 'express';
import { type Logger, pino } from 'pino';
import { CATALOGUE, isErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import { MAX_REQUEST_BYTES } from '../../witness/add-checkpoint.ts';
import { StaleRequest } from '../../witness/decide.ts';
import type { LogStanding, Witness } from '../../witness/witness.ts';
import { sendBytes, sendJson } from '../answer.ts';
import { readBody } from '../body.ts';
import { closingOf } from '../closing.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { Load } from '../load.ts';
import { createMetrics, type ServerMetrics } from '../metrics.ts';
import { answerProblems, languageOf } from '../problem.ts';
import { limitByAddress, warnOfProxy } from '../rate-limit.ts';
import { observeRequests } from '../request-log.ts';
import { RetryLater } from '../retry-later.ts';
import { nothing, type Route, register } from '../route.ts';

export interface WitnessServerOptions {
  readonly witness: Pick<Witness, 'addCheckpoint' | 'checkpoint' | 'standings'>;
  /** Silent if absent. */
  readonly logger?: Logger;
  /** Requests in a minute from one address; 0 for any number. This machine itself is not counted. Default 600. */
  readonly requestsPerMinute?: number;
  /** As for the ledger's server. */
  readonly trustProxy?: readonly string[];
}

/** A log with a dozen signers sends one request a second at most. */
const REQUESTS_PER_MINUTE = 600;
/** Requests under way at once; a quarter for one address. A body has 128 KiB at most, so together they stay small. */
const REQUESTS_AT_ONCE = 256;

const LATER: readonly string[] = ['still-following', 'not-followed'];
const AUDIT_RETRY_SECONDS = 5;

const NOTE_TYPE = 'text/plain; charset=utf-8';
const SIZE_TYPE = 'text/x.tlog.size';
const ORIGIN_HASH = /^[0-9a-f]{64}$/;

/** The application; `listen` serves it. */
export function createWitnessServer(options: WitnessServerOptions): Express {
  const { witness, logger = pino({ enabled: false }), requestsPerMinute = REQUESTS_PER_MINUTE } = options;
  const metrics = createMetrics();
  const load = new Load({ ...DEFAULT_LIMITS, requests: REQUESTS_AT_ONCE });
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.set('query parser', 'simple').set('trust proxy', options.trustProxy ?? false);
  app.use(observeRequests(logger, metrics), warnOfProxy(logger), (_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    next();
  });
  if (requestsPerMinute > 0) app.use(limitByAddress(requestsPerMinute));
  app.use(load.admit(() => 1));
  register(app, [
    {
      method: 'post',
      path: '/add-checkpoint',
      handle: (request, response) => addCheckpoint(witness, load, request, response),
    },
    { method: 'get', path: '/:hash/checkpoint', handle: (request, response) => latest(witness, request, response) },
    ...healthRoutes(witness, metrics, closingOf(app)),
  ]);
  app.use((request) => {
    throw nothing(request.path.slice(0, 80));
  });
  app.use(answerProblems(logger, metrics.countProblem));
  return app;
}

async function addCheckpoint(
  witness: WitnessServerOptions['witness'],
  load: Load,
  request: Request,
  response: Response,
): Promise<void> {
  const room = load.bodyRoom(request, response, () => 1);
  const body = await readBody(request, MAX_REQUEST_BYTES, () => MAX_REQUEST_BYTES, room);
  try {
    sendBytes(response, Buffer.from(await witness.addCheckpoint(body)), NOTE_TYPE);
  } catch (error) {
    if (!(error instanceof StaleRequest)) throw laterIfAudited(error);
    // Not by `set`, which would add a charset: clients compare the type as a whole.
    response.status(409).setHeader('Content-Type', SIZE_TYPE);
    response.end(`${error.size}\n`);
  }
}

/** What an auditor has not finished may come again, but not at once. */
function laterIfAudited(error: unknown): unknown {
  if (!(error instanceof InputError) || !LATER.includes(error.code)) return error;
  return new RetryLater(error.code, error.message, AUDIT_RETRY_SECONDS);
}

async function latest(
  witness: WitnessServerOptions['witness'],
  { params: { hash } }: Request,
  response: Response,
): Promise<void> {
  const note = typeof hash === 'string' && ORIGIN_HASH.test(hash) ? await witness.checkpoint(hash) : undefined;
  if (note === undefined) throw nothing('checkpoint cosigned of a log with this hash');
  sendBytes(response, Buffer.from(note), NOTE_TYPE);
}

function healthRoutes(witness: WitnessServerOptions['witness'], metrics: ServerMetrics, closing: AbortSignal): Route[] {
  return [
    { method: 'get', path: '/livez', handle: (_, response) => sendJson(response, { alive: true }) },
    {
      method: 'get',
      path: '/readyz',
      handle: async (request, response) => {
        const logs = await witness.standings();
        const ready = !closing.aborted && logs.every(({ code }) => code === undefined);
        response.status(ready ? 200 : 503).vary('Accept-Language');
        sendJson(response, { ready, logs: logs.map((log) => describe(log, languageOf(request))) });
      },
    },
    {
      method: 'get',
      path: '/metrics',
      handle: async (_, response) => sendBytes(response, Buffer.from(await metrics.text()), metrics.contentType),
    },
  ];
}

/** A code with the catalogue's sentence. */
function describe(log: LogStanding, language: ReturnType<typeof languageOf>): object {
  const { code } = log;
  return code !== undefined && isErrorCode(code) ? { ...log, title: CATALOGUE[code][language] } : log;
}
