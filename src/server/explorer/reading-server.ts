/**
 * The explorer over files that were audited: pages and what they load, no API and no ledger. For a ledger that cannot run, because
 * it is damaged, and for whoever wants to look at a copy.
 * @module
 */
import express, { type Express, type Response } from 'express';
import { type Logger, pino } from 'pino';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import type { ExplorerSource } from '../../web/source.ts';
import { sendRevalidated } from '../answer.ts';
import { closingOf } from '../closing.ts';
import { secure } from '../headers.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import { Load } from '../load.ts';
import { createMetrics } from '../metrics.ts';
import { answerProblems } from '../problem.ts';
import { observeRequests } from '../request-log.ts';
import { nothing, register } from '../route.ts';
import { type ExplorerOptions, explorerRoutes } from './explorer.ts';
import { reportRoutes } from './reports.ts';

export interface ReadingServerOptions {
  readonly source: ExplorerSource;
  readonly explorer: ExplorerOptions;
  /** Silent if absent. */
  readonly logger?: Logger;
}

const RETRY_SECONDS = 1;

/** The application; `listen` serves it. */
export function createReadingServer({
  source,
  explorer,
  logger = pino({ enabled: false }),
}: ReadingServerOptions): Express {
  const metrics = createMetrics();
  const load = new Load(DEFAULT_LIMITS);
  const options: ExplorerOptions = { ...explorer, pagesOnly: true };
  const app = express();
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.use(observeRequests(logger, metrics), secure());
  app.use(load.admit(() => RETRY_SECONDS));
  register(app, [
    { method: 'get', path: '/checkpoint', handle: (_, response) => sendCheckpoint(source, response) },
    ...reportRoutes({ source, options, load, closing: closingOf(app) }),
    ...explorerRoutes(source, options),
  ]);
  app.use((request) => {
    throw new InputError('not-found', `there is no ${request.path.slice(0, 80)}`);
  });
  app.use(answerProblems(logger, metrics.countProblem));
  return app;
}

/** The newest one: the reader's browser compares it with what it has seen of this log before. */
function sendCheckpoint({ published }: ExplorerSource, response: Response): void {
  if (published === undefined) throw nothing('published checkpoint');
  sendRevalidated(response, encodeUtf8(published.note), 'text/plain; charset=utf-8');
}
