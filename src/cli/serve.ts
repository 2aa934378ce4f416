/**
 * Serving an opened ledger over HTTP, and ending gracefully: requests under way get their receipts first.
 * @module
 */
import { type Logger, pino } from 'pino';
import type { Ledger } from '../log/ledger.ts';
import { type Listening, listen } from '../server/listen.ts';
import { createServer } from '../server/server.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly readingToken?: string;
  readonly logger?: Logger;
}

/** Starts a server. Its `close` stops listening; closing the ledger is the caller's. */
export function startServer(ledger: Ledger, { host, port, readingToken, logger }: ServeOptions): Promise<Listening> {
  const app = createServer({
    ledger,
    ...(readingToken === undefined ? {} : { readingToken }),
    ...(logger === undefined ? {} : { logger }),
  });
  return listen(app, { host, port });
}

/** JSON lines on stderr: stdout is for data. Bodies are never logged. */
export function createLogger(level: string): Logger {
  return pino({ level }, pino.destination(2));
}
