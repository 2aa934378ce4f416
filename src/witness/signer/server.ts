/**
 * The signer's process: HTTP on a Unix socket, one request at a time. What it signed last is durable before a signature leaves.
 *
 *     POST /sign/<key id>     see decide.ts
 *     POST /sign              the same with the current key
 *     GET  /vkeys             see key-list.ts
 *     GET  /vkey              the vkey of the current key, and a newline
 *
 * While the key of the log is being succeeded there are two keys, and one memory: none signs what another has not continued.
 * @module
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { formatSignatureLine } from '../../core/note/note.ts';
import type { NoteSigner } from '../../core/note/sign.ts';
import type { WitnessStore } from '../local-witness.ts';
import { approveSigning, parseSignRequest } from './decide.ts';
import { formatKeyList } from './key-list.ts';

/** A key of the log. The signer's name is the log's origin. */
export interface SignerKey {
  readonly signer: NoteSigner;
  readonly vkey: string;
}

export interface SignerParts {
  /** The current key, then those that succeed it. */
  readonly keys: readonly [SignerKey, ...SignerKey[]];
  /** What any of them signed last. */
  readonly store: WitnessStore;
  /** Told of each signature, and of each refusal. */
  readonly onDecision?: (decision: SignerDecision) => void;
}

export interface SignerDecision {
  readonly keyId: string;
  readonly size?: number;
  readonly refused?: InputError;
}

/** A checkpoint has three lines, a proof at most 63. */
const MAX_BODY_BYTES = 8192;
const REQUEST_MS = 5000;

/** @throws InputError `signer-keys` for keys that are not of one log, or not different ones */
export function createSignerServer(parts: SignerParts): Server {
  const list = formatKeyList(parts.keys.map(({ vkey }) => vkey));
  let last: Promise<void> = Promise.resolve();
  const server = createServer((request, response) => {
    last = last
      .then(() => answer(parts, list, request, response, () => readBody(request)))
      .catch(() => void response.destroy());
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.maxConnections = 16;
  return server;
}

async function answer(
  parts: SignerParts,
  list: string,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  body: () => Promise<string>,
): Promise<void> {
  if (method === 'GET' && url === '/vkeys') return end(response, 200, list);
  if (method === 'GET' && url === '/vkey') return end(response, 200, `${parts.keys[0].vkey}\n`);
  const key = method === 'POST' ? findKey(parts, url) : undefined;
  if (key === undefined) return end(response, 404, 'no such thing\n');
  const { keyId } = key.signer;
  try {
    const { size, line } = await sign(parts, key, await body());
    parts.onDecision?.({ keyId, size });
    return end(response, 200, line);
  } catch (error) {
    if (!(error instanceof InputError)) {
      end(response, 500, 'the signer failed\n');
      throw error;
    }
    parts.onDecision?.({ keyId, refused: error });
    if (error.code === 'witness-stale') return end(response, 409, `${(await parts.store.load()).size}\n`);
    const isRefusal = error.code === 'bad-consistency-proof' || error.code === 'checkpoint-origin';
    return end(response, isRefusal ? 422 : 400, `${error.message}\n`);
  }
}

function findKey({ keys }: SignerParts, url: string): SignerKey | undefined {
  return url === '/sign' ? keys[0] : keys.find(({ signer }) => url === `/sign/${signer.keyId}`);
}

/** One signature, after its checkpoint has been remembered. */
async function sign({ store }: SignerParts, { signer }: SignerKey, body: string) {
  const request = parseSignRequest(body);
  const { size, root } = approveSigning(request, signer.name, await store.load());
  await store.store({ size, root });
  const { name, keyId } = signer;
  return { size, line: formatSignatureLine({ name, keyId, signature: signer.sign(encodeUtf8(request.text)) }) };
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
