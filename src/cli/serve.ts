/**
 * Serving an opened ledger over HTTP, and ending gracefully: requests under way get their receipts first.
 * @module
 */
import { type Logger, pino } from 'pino';
import type { Ledger } from '../log/ledger.ts';
import type { LimitsConfig } from '../node/limits-config.ts';
import { type Listening, listen } from '../server/listen.ts';
import { createServer } from '../server/server.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly readingToken?: string;
  readonly logger?: Logger;
  readonly trustProxy?: readonly string[];
  readonly limits?: LimitsConfig;
}

/** How soon a ledger that stopped writing is noticed, milliseconds. */
const WATCH_MS = 1000;

/** Starts a server. Its `close` stops listening; closing the ledger is the caller's. */
export async function startServer(ledger: Ledger, options: ServeOptions): Promise<Listening> {
  const { host, port, limits: { connections, ...limits } = {}, logger, readingToken, trustProxy } = options;
  const app = createServer({
    ledger,
    limits,
    ...(readingToken === undefined ? {} : { readingToken }),
    ...(logger === undefined ? {} : { logger }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
  });
  const { url, close } = await listen(app, { host, port, ...(connections === undefined ? {} : { connections }) });
  const watch = setInterval(() => {
    const { failure } = ledger.status;
    if (failure === undefined) return;
    clearInterval(watch);
    logger?.fatal(failure, 'the ledger has stopped writing and answers readers only; start it again to recover');
  }, WATCH_MS);
  return {
    url,
    close: () => {
      clearInterval(watch);
      return close();
    },
  };
}

/** JSON lines on stderr: stdout is for data. Bodies are never logged. */
export function createLogger(level: string): Logger {
  return pino({ level }, pino.destination(2));
}
