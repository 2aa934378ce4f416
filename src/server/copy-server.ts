/**
 * The HTTP server over a copy of a log's public files: the static read path and nothing else, as a ledger answers it.
 * @module
 */
import express, { type Express } from 'express';
import { type Logger, pino } from 'pino';
import { InputError } from '../core/error.ts';
import { sendBytes, sendJson } from './answer.ts';
import { secure, shareWithOrigins } from './headers.ts';
import { DEFAULT_LIMITS, type ServerLimits } from './limits.ts';
import { Load } from './load.ts';
import { createMetrics } from './metrics.ts';
import { answerProblems } from './problem.ts';
import { limitByAddress } from './rate-limit.ts';
import { requireReadingToken } from './reading-token.ts';
import { observeRequests } from './request-log.ts';
import { type Route, register } from './route.ts';
import { type PublicLog, tileRoutes } from './routes/tiles.ts';

export interface CopyServerOptions {
  readonly log: PublicLog;
  /** Silent if absent. */
  readonly logger?: Logger;
  /** If set, reading needs it. */
  readonly readingToken?: string;
  readonly limits?: Partial<ServerLimits>;
}

const RETRY_SECONDS = 1;

/** The application; `listen` serves it. */
export function createCopyServer(options: CopyServerOptions): Express {
  const { log, logger = pino({ enabled: false }), readingToken } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const metrics = createMetrics();
  metrics.gauge('ledgerline_published_size', 'Records under a published checkpoint', () => log.sizes.published);
  const load = new Load(limits);
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.use(observeRequests(logger, metrics), secure(), shareWithOrigins());
  if (limits.requestsPerMinute > 0) app.use(limitByAddress(limits.requestsPerMinute));
  app.use(load.admit(() => RETRY_SECONDS));
  if (readingToken !== undefined) app.use(requireReadingToken(readingToken));
  const health: Route[] = [
    { method: 'get', path: '/livez', handle: (_, response) => sendJson(response, { alive: true }) },
    {
      method: 'get',
      path: '/metrics',
      handle: async (_, response) => sendBytes(response, Buffer.from(await metrics.text()), metrics.contentType),
    },
  ];
  register(app, [...tileRoutes(log), ...health]);
  app.use((request) => {
    throw new InputError('not-found', `there is no ${request.path.slice(0, 80)}`);
  });
  app.use(answerProblems(logger, metrics.countProblem));
  return app;
}
