/**
 * Static files over real HTTP, as a mirror or a dishonest operator serves them; and a place that takes webhooks.
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FileMap } from './stored-ledger.ts';

export interface StaticLedger {
  readonly url: string;
  /** What is served from now on. */
  files: FileMap;
  /** Answers in place of the files, where it returns true. */
  answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  close(): Promise<void>;
}

/** Serves `files`; anything else is 404, as problem+json. */
export async function serveStatic(files: FileMap = new Map()): Promise<StaticLedger> {
  const server = createServer((request, response) => {
    if (ledger.answer?.(request, response) === true) return;
    const bytes = ledger.files.get((request.url ?? '').slice(1));
    if (bytes !== undefined) response.end(bytes);
    else response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"code":"not-found"}');
  });
  const ledger: StaticLedger = { url: await listen(server), files, answer: undefined, close: () => close(server) };
  return ledger;
}

export interface WebhookInbox {
  readonly url: string;
  /** Bodies, in the order in which they came. */
  readonly taken: unknown[];
  /** Status of the answers. */
  status: number;
  /** Settles when `count` bodies have been taken. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function openInbox(): Promise<WebhookInbox> {
  let wake = (): void => {};
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.once('end', () => {
      if (inbox.status < 300) inbox.taken.push(JSON.parse(Buffer.concat(parts).toString()));
      response.writeHead(inbox.status).end();
      wake();
    });
  });
  const inbox: WebhookInbox = {
    url: await listen(server),
    taken: [],
    status: 200,
    until: async (count) => {
      while (inbox.taken.length < count) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    close: () => close(server),
  };
  return inbox;
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
