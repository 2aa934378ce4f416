/**
 * The signer's process: HTTP on a Unix socket, one request at a time. What it signed last is durable before a signature leaves.
 *
 *     POST /sign     see decide.ts
 *     GET  /vkey     the vkey, and a newline
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { formatSignatureLine } from '../../core/note/note.ts';
import type { NoteSigner } from '../../core/note/sign.ts';
import type { WitnessStore } from '../local-witness.ts';
import { approveSigning, parseSignRequest } from './decide.ts';

export interface SignerParts {
  /** Its name is the log's origin. */
  readonly signer: NoteSigner;
  readonly vkey: string;
  readonly store: WitnessStore;
  /** Told of each signature, and of each refusal. */
  readonly onDecision?: (decision: { readonly size?: number; readonly refused?: InputError }) => void;
}

/** A checkpoint has three lines, a proof at most 63. */
const MAX_BODY_BYTES = 8192;
const REQUEST_MS = 5000;

export function createSignerServer(parts: SignerParts): Server {
  let last: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    last = last.then(() => answer(parts, request, response)).catch(() => void response.destroy());
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.maxConnections = 16;
  return server;
}

async function answer(parts: SignerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/vkey') return end(response, 200, `${parts.vkey}\n`);
  if (request.method !== 'POST' || request.url !== '/sign') return end(response, 404, 'no such thing\n');
  try {
    return end(response, 200, await sign(parts, await readBody(request)));
  } catch (error) {
    if (!(error instanceof InputError)) {
      end(response, 500, 'the signer failed\n');
      throw error;
    }
    parts.onDecision?.({ refused: error });
    if (error.code === 'witness-stale') return end(response, 409, `${(await parts.store.load()).size}\n`);
    const isRefusal = error.code === 'bad-consistency-proof' || error.code === 'checkpoint-origin';
    return end(response, isRefusal ? 422 : 400, `${error.message}\n`);
  }
}

/** One signature, after its checkpoint has been remembered. */
async function sign({ signer, store, onDecision }: SignerParts, body: string): Promise<string> {
  const request = parseSignRequest(body);
  const { size, root } = approveSigning(request, signer.name, await store.load());
  await store.store({ size, root });
  onDecision?.({ size });
  const { name, keyId } = signer;
  return formatSignatureLine({ name, keyId, signature: signer.sign(encodeUtf8(request.text)) });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    sizeBytes += part.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new InputError('too-large', `a request of more than ${MAX_BODY_BYTES} bytes`);
    parts.push(part);
  }
  return decodeUtf8(Buffer.concat(parts), 'request');
}

function end(response: ServerResponse, status: number, text: string): void {
  const type = status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
