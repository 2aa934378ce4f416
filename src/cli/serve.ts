/**
 * Serving an opened ledger over HTTP, and ending gracefully: requests under way get their receipts first.
 * @module
 */
import { type Logger, pino } from 'pino';
import type { Ledger } from '../log/ledger.ts';
import { DEFAULT_FREE_BYTES, FreeSpace } from '../node/free-space.ts';
import type { LimitsConfig } from '../node/limits-config.ts';
import { readWebBuild } from '../server/explorer/assets.ts';
import { type Listening, listen } from '../server/listen.ts';
import { createServer } from '../server/server.ts';
import { installedVersion } from './version.ts';

export interface ServeOptions {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly readingToken?: string;
  readonly logger?: Logger;
  readonly trustProxy?: readonly string[];
  readonly limits?: LimitsConfig;
  /** The trust policy that the explorer starts readers with; it hands out none if absent. */
  readonly policy?: string;
  /** Where the ledger is stored: while its disk is nearly full, no statement is taken in. Reports are made from its public files. */
  readonly folder?: string;
}

/** How soon a ledger that stopped writing is noticed, milliseconds. */
const WATCH_MS = 1000;

/** Starts a server. Its `close` stops listening; closing the ledger is the caller's. */
export async function startServer(ledger: Ledger, options: ServeOptions): Promise<Listening> {
  const {
    host,
    port,
    limits: { connections, freeDiskBytes, ...limits } = {},
    logger,
    readingToken,
    trustProxy,
    policy,
  } = options;
  const space = await watchSpace(options.folder, freeDiskBytes ?? DEFAULT_FREE_BYTES, logger);
  const version = await installedVersion();
  const app = createServer({
    ledger,
    limits,
    explorer: {
      build: readWebBuild(),
      ...(policy === undefined ? {} : { policy }),
      ...(options.folder === undefined ? {} : { reports: { folder: options.folder, version } }),
    },
    hindrance: () => (space?.isLow === true ? 'disk-low' : undefined),
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
      space?.stop();
      return close();
    },
  };
}

async function watchSpace(
  folder: string | undefined,
  leastBytes: number,
  logger: Logger | undefined,
): Promise<FreeSpace | undefined> {
  if (folder === undefined || leastBytes === 0) return undefined;
  return FreeSpace.watch(folder, leastBytes, (isLow) => {
    if (isLow)
      logger?.error({ folder, leastBytes }, 'the disk is nearly full: statements are refused until there is room');
    else logger?.warn({ folder }, 'the disk has room again: statements are taken in');
  });
}

/** JSON lines on stderr: stdout is for data. Bodies are never logged. */
export function createLogger(level: string): Logger {
  return pino({ level }, pino.destination(2));
}
