/**
 * The HTTP server over a ledger: the static read path of tlog-tiles at the root, and `/api/v1` as `schemas/openapi.json`
 * describes it. It knows HTTP and nothing of the rules.
 * @module
 */
import express, { type Express } from 'express';
import { type Logger, pino } from 'pino';
import type { Registry } from 'prom-client';
import { InputError } from '../core/error.ts';
import type { Ledger } from '../log/ledger.ts';
import type { WitnessReport } from '../log/ports.ts';
import type { ExplorerSource } from '../web/source.ts';
import { closingOf } from './closing.ts';
import { type ExplorerOptions, explorerRoutes } from './explorer/explorer.ts';
import { ledgerSource } from './explorer/ledger-source.ts';
import { reportRoutes } from './explorer/reports.ts';
import { pageSession, signInRoutes } from './explorer/sign-in.ts';
import { secure, shareWithOrigins } from './headers.ts';
import { DEFAULT_LIMITS, type ServerLimits } from './limits.ts';
import { Load } from './load.ts';
import { createMetrics, type ServerMetrics } from './metrics.ts';
import { loadOpenapi } from './openapi.ts';
import { answerProblems } from './problem.ts';
import { limitByAddress, warnOfProxy } from './rate-limit.ts';
import { requireReadingToken } from './reading-token.ts';
import { observeRequests } from './request-log.ts';
import { type Route, register } from './route.ts';
import { accountRoutes } from './routes/accounts.ts';
import { eventRoutes } from './routes/events.ts';
import { healthRoutes } from './routes/health.ts';
import { recordRoutes } from './routes/records.ts';
import { stateRoutes } from './routes/state.ts';
import { statementRoutes } from './routes/statements.ts';
import { tileRoutes } from './routes/tiles.ts';
import { type Hindrance, SubmissionDesk } from './submission-desk.ts';

export interface ServerOptions {
  /** Stays the caller's: the server never closes it. */
  readonly ledger: Ledger;
  /** Silent if absent. */
  readonly logger?: Logger;
  /** Where the metrics are kept; a registry of its own if absent. */
  readonly metrics?: Registry;
  /** Printable ASCII without blanks. If set, reading needs it; submitting never does. */
  readonly readingToken?: string;
  /** The pages for people, at `/`, `/ko/` and `/en/`. None if absent. */
  readonly explorer?: ExplorerOptions;
  readonly limits?: Partial<ServerLimits>;
  /** Code of what keeps statements from being taken in just now, though the ledger would: a disk that is nearly full. */
  readonly hindrance?: Hindrance;
  /**
   * Addresses and subnets (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` is believed. Default none: then a client is
   * whoever holds the connection. A number of hops is not taken: it would believe whoever comes past the proxy.
   */
  readonly trustProxy?: readonly string[];
}

const NONE: Hindrance = () => undefined;

/** The application; `listen` serves it, or a larger one that it is mounted in. */
export function createServer(options: ServerOptions): Express {
  const { ledger, logger = pino({ enabled: false }), readingToken, explorer, hindrance = NONE } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const metrics = createMetrics(options.metrics);
  const load = new Load(limits);
  const desk = new SubmissionDesk(ledger, limits, metrics.countSubmission, hindrance);
  showLoad(metrics, ledger, load, desk);
  const app = express();
  const closing = closingOf(app);
  app.disable('x-powered-by').disable('etag').enable('strict routing').enable('case sensitive routing');
  app.set('query parser', 'simple');
  app.set('trust proxy', options.trustProxy ?? false);
  app.use(observeRequests(logger, metrics), warnOfProxy(logger), secure(), shareWithOrigins());
  if (limits.requestsPerMinute > 0) app.use(limitByAddress(limits.requestsPerMinute));
  app.use(load.admit(() => desk.retrySeconds()));
  if (readingToken !== undefined)
    app.use(requireReadingToken(readingToken, explorer && pageSession(readingToken, explorer.build)));
  const routes: Route[] = [
    ...tileRoutes(ledger),
    ...statementRoutes(ledger, desk, load, limits, metrics),
    ...recordRoutes(ledger, load),
    ...accountRoutes(ledger, load),
    ...stateRoutes(ledger),
    ...eventRoutes(ledger, load, limits, closing),
    ...healthRoutes(ledger, desk, metrics, closing, loadOpenapi()),
    ...(explorer === undefined || readingToken === undefined ? [] : signInRoutes(readingToken, explorer.build)),
    ...(explorer === undefined ? [] : explorerOf(ledgerSource(ledger, hindrance), explorer, load, closing)),
  ];
  register(app, routes);
  app.use((request) => {
    throw new InputError('not-found', `there is no ${request.path.slice(0, 80)}`);
  });
  app.use(answerProblems(logger, metrics.countProblem));
  return app;
}

/** Reports first: the pages take every other address. */
function explorerOf(source: ExplorerSource, options: ExplorerOptions, load: Load, closing: AbortSignal): Route[] {
  return [...reportRoutes({ source, options, load, closing }), ...explorerRoutes(source, options)];
}

/** Tells how far the ledger is, and what is in hand. */
function showLoad({ gauge, gauges }: ServerMetrics, ledger: Ledger, load: Load, desk: SubmissionDesk): void {
  gauge('ledgerline_committed_size', 'Records committed', () => ledger.sizes.committed);
  gauge('ledgerline_published_size', 'Records under a published checkpoint', () => ledger.sizes.published);
  gauge('ledgerline_queue_length', 'Statements that wait to be sequenced', () => ledger.status.waiting);
  gauge('ledgerline_stopped', '1 once the ledger has stopped writing', () => (ledger.status.failure ? 1 : 0));
  gauge('ledgerline_backlog', 'Statements accepted and not yet published', () => desk.backlog.statements);
  gauge(
    'ledgerline_backlog_oldest_seconds',
    'How long the oldest of them has waited',
    () => desk.backlog.oldestSeconds,
  );
  const byWitness = (read: (report: WitnessReport) => number) => () =>
    ledger.status.witnesses.map((report) => [report.name, read(report)] as const);
  gauges(
    'ledgerline_witness_up',
    '1 if the witness cosigned when it was asked last',
    'witness',
    byWitness(({ failure, cosignedAt }) => (failure === undefined && cosignedAt !== undefined ? 1 : 0)),
  );
  gauges(
    'ledgerline_witness_size',
    'Size that the witness cosigned last',
    'witness',
    byWitness(({ size }) => size),
  );
  gauge('ledgerline_quorum_missing', '1 while too few witnesses cosign', () => (isQuorumMissing(ledger) ? 1 : 0));
  gauge('ledgerline_requests_under_way', 'Requests not yet answered', () => load.requests.held);
  gauge('ledgerline_body_bytes', 'Bytes of the bodies of requests under way', () => load.bodyBytes.held);
  gauge('ledgerline_answer_bytes', 'Bytes of answers not yet taken', () => load.answerBytes.held);
  gauge('ledgerline_event_streams', 'Event streams open', () => load.eventStreams.held);
  gauge('ledgerline_builds', 'Account statements and bundles being made or waiting for it', () => load.builds.length);
}

function isQuorumMissing({ status: { unconfirmed, unpublished } }: Ledger): boolean {
  return unconfirmed === true || unpublished?.code === 'quorum-missing';
}
