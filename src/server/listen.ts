/**
 * Listening, and stopping gracefully.
 * @module
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { announceClosing } from './closing.ts';
import { Connections } from './connections.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** How long `close` lets requests finish before it cuts their connections, milliseconds. Default 30,000. */
  readonly graceMs?: number;
  /** Connections open at once; a quarter for one address. One more is closed at once, the others are left alone. Default 4096. */
  readonly connections?: number;
  readonly times?: Partial<TimeLimits>;
}

/** How long a client may take, milliseconds. What is late is answered 408, or its connection closed. */
export interface TimeLimits {
  /** From the connection, or the last answer on it, to the end of the headers. */
  readonly headersMs: number;
  /** For a whole request: 12 MiB at less than 1 Mbit/s. */
  readonly requestMs: number;
  /** Between two requests. Longer than proxies commonly keep a connection, so that they, not we, close it. */
  readonly keepAliveMs: number;
  /** For a connection on which nothing moves; event streams move with their heartbeat. */
  readonly idleMs: number;
  /** How often it is looked who is late. */
  readonly checkMs: number;
}

const TIME_LIMITS: TimeLimits = {
  headersMs: 10_000,
  requestMs: 120_000,
  keepAliveMs: 65_000,
  idleMs: 120_000,
  checkMs: 5_000,
};
const DEFAULT_CONNECTIONS = 4096;

/** A server that listens. */
export interface Listening {
  /** `http://host:port`, without a final slash. */
  readonly url: string;
  /**
   * Takes no new connection, lets the requests that are under way finish, ends event streams. The ledger must go on until
   * then: submissions under way wait for their receipts.
   */
  close(): Promise<void>;
}

const MAX_HEADER_BYTES = 16 * 1024;
const DEFAULT_GRACE_MS = 30_000;

/** Rejects with the error of the system when the address cannot be had. */
export async function listen(app: Express, options: ListenOptions): Promise<Listening> {
  const { host, port, graceMs, connections: maxConnections = DEFAULT_CONNECTIONS } = options;
  const times = { ...TIME_LIMITS, ...options.times };
  const server = createServer(
    {
      headersTimeout: times.headersMs,
      requestTimeout: times.requestMs,
      keepAliveTimeout: times.keepAliveMs,
      connectionsCheckingInterval: times.checkMs,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
    app,
  );
  server.timeout = times.idleMs;
  const connections = new Connections(server, maxConnections, app.get('trust proxy fn'));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { address, family, port: actualPort } = server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${actualPort}`;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= closeGracefully(app, server, connections, graceMs ?? DEFAULT_GRACE_MS);
    return closed;
  };
  return { url, close };
}

async function closeGracefully(app: Express, server: Server, connections: Connections, graceMs: number): Promise<void> {
  announceClosing(app);
  const ended = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  connections.endWhenIdle();
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await ended;
  clearTimeout(cut);
}
