/**
 * Listening, and stopping gracefully.
 * @module
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Express } from 'express';
import { announceClosing } from './closing.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** How long `close` lets requests finish before it cuts their connections, milliseconds. Default 30,000. */
  readonly graceMs?: number;
}

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

/** Slowest that a request may come in, milliseconds: 12 MiB at less than 1 Mbit/s. */
const REQUEST_MS = 120_000;
const HEADERS_MS = 10_000;
/** Longer than proxies commonly keep an idle connection, so that they, not we, close it. */
const KEEP_ALIVE_MS = 65_000;
/** A connection on which nothing moves; event streams move with their heartbeat. */
const IDLE_MS = 120_000;
const MAX_HEADER_BYTES = 16 * 1024;
const DEFAULT_GRACE_MS = 30_000;

/** Rejects with the error of the system when the address cannot be had. */
export async function listen(app: Express, { host, port, graceMs }: ListenOptions): Promise<Listening> {
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, maxHeaderSize: MAX_HEADER_BYTES },
    app,
  );
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = IDLE_MS;
  const connections = new Connections(server);
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

/**
 * The connections of a server, and how many requests are under way on each. Node's own count takes a connection that has
 * not sent anything yet, as browsers open them in advance, for a busy one.
 */
class Connections {
  readonly #busy = new Map<Socket, number>();
  #isEnding = false;

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#count(socket, 0);
      socket.once('close', () => this.#busy.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#count(socket, 1);
      response.once('close', () => this.#count(socket, -1));
    });
  }

  /** Ends each connection as soon as nothing is under way on it. */
  endWhenIdle(): void {
    this.#isEnding = true;
    for (const socket of this.#busy.keys()) this.#count(socket, 0);
  }

  #count(socket: Socket, change: number): void {
    const requests = (this.#busy.get(socket) ?? 0) + change;
    this.#busy.set(socket, requests);
    if (this.#isEnding && requests === 0) socket.destroySoon();
  }
}
