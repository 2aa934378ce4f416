/**
 * A server on a real socket over a ledger in memory, and requests to it as they are: nothing normalises a path on the way.
 * @module
 */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { formatEnvelope, type SignedStatement } from '../../src/core/record/record.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer, type ServerOptions } from '../../src/server/server.ts';
import { foundTestLedger, type TestLedger, type TestLedgerOptions } from './_ledger.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Parsed; throws where the body is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared with what is expected of them
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface TestServer extends TestLedger {
  readonly url: string;
  /** A request with exactly this path. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** Submits statements: one as an envelope, an array as a batch. */
  post(
    signed: SignedStatement | readonly SignedStatement[],
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  closeServer(): Promise<void>;
  /** Closes server and ledger. */
  close(): Promise<void>;
}

export async function startTestServer(
  options: TestLedgerOptions & { readonly server?: Omit<ServerOptions, 'ledger'> } = {},
): Promise<TestServer> {
  const test = await foundTestLedger(options);
  return serve(test, options.server);
}

/** Serves a ledger that is there already. */
export async function serve(test: TestLedger, server: Omit<ServerOptions, 'ledger'> = {}): Promise<TestServer> {
  const { url, close } = await listen(createServer({ ledger: test.ledger, ...server }), { host: '127.0.0.1', port: 0 });
  const ask = (path: string, wanted: Ask = {}): Promise<Answer> => askRaw(url, path, wanted);
  return {
    ...test,
    url,
    ask,
    post: (signed, headers = {}) =>
      ask('/api/v1/statements', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(
          Array.isArray(signed) ? signed.map(formatEnvelope) : formatEnvelope(signed as SignedStatement),
        ),
      }),
    closeServer: close,
    close: async () => {
      await close();
      await test.ledger.close();
    },
  };
}

/** Sends one request on a connection of its own. */
export function askRaw(url: string, path: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = new Uint8Array(Buffer.concat(pieces));
        const text = Buffer.from(bytes).toString();
        const answer = { status: response.statusCode ?? 0, headers: response.headers, bytes, text };
        resolve({
          ...answer,
          get json() {
            return JSON.parse(text);
          },
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}
