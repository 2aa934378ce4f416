/**
 * The `Signer`s of a ledger whose keys are held by a process of its own, behind a Unix socket.
 * @module
 */
import { request as httpRequest } from 'node:http';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { type NoteSignature, parseSignatureLine } from '../../core/note/note.ts';
import { parseVkey } from '../../core/note/vkey.ts';
import type { SignContext, Signer } from '../../log/ports.ts';
import { Turns } from '../../log/turns.ts';
import { readStaleSize } from '../client/answer.ts';
import { formatSignRequest } from './decide.ts';
import { parseKeyList } from './key-list.ts';

const TIMEOUT_MS = 5000;
const MAX_ANSWER_BYTES = 4096;

/** The signer as this process knows it. */
interface Link {
  readonly socketPath: string;
  readonly verify: VerifySignature;
  /** What any of its keys signed last, as far as we know. Those who sign take turns, so that the second asks from there. */
  signedSize: number;
  readonly turns: Turns;
}

/**
 * Connects to a signer. Returns its current key, then those that succeed it.
 * @throws InputError `signer-missing`; `bad-vkey` where it is none; `signer-keys` where its keys cannot be those of one log
 */
export async function connectSigner(
  socketPath: string,
  verify: VerifySignature,
): Promise<readonly [Signer, ...Signer[]]> {
  const link: Link = { socketPath, verify, signedSize: 0, turns: new Turns(1) };
  const { status, text } = await ask(socketPath, 'GET', '/vkeys');
  if (status === 404) return [new RemoteSigner(link, await askOnlyKey(socketPath), '/sign')];
  if (status !== 200) throw missing(socketPath, `it answers with status ${status}`);
  const [current, ...successors] = parseKeyList(text).map(
    (vkey) => new RemoteSigner(link, vkey, `/sign/${parseVkey(vkey).keyId}`),
  );
  if (current === undefined) throw missing(socketPath, 'it names no key');
  return [current, ...successors];
}

/** The key of a signer of before, which holds one. */
async function askOnlyKey(socketPath: string): Promise<string> {
  const { status, text } = await ask(socketPath, 'GET', '/vkey');
  if (status !== 200) throw missing(socketPath, `it answers with status ${status}`);
  return parseKeyList(text)[0];
}

class RemoteSigner implements Signer {
  readonly name: string;
  readonly vkey: string;
  readonly hasMemory = true;
  readonly #link: Link;
  readonly #path: string;

  constructor(link: Link, vkey: string, path: string) {
    this.name = parseVkey(vkey).name;
    this.vkey = vkey;
    this.#link = link;
    this.#path = path;
  }

  sign(message: Uint8Array, context: SignContext): Promise<Uint8Array> {
    return this.#link.turns.run(() => this.#sign(message, context));
  }

  async #sign(message: Uint8Array, context: SignContext): Promise<Uint8Array> {
    const first = await this.#ask(message, context);
    const answer = first.status === 409 ? await this.#askAgain(message, context, first.text) : first;
    if (answer.status === 200) {
      this.#link.signedSize = context.size;
      return this.#signatureOf(message, answer.text);
    }
    if (answer.status === 422 || answer.status === 409)
      throw new InputError('fork-refused', `the signer refuses to sign size ${context.size}: ${answer.text.trim()}`);
    throw missing(this.#link.socketPath, `it answers with status ${answer.status}: ${answer.text.trim()}`);
  }

  /** From the size that it says it signed last. One larger than ours was signed for a history that this folder has lost. */
  async #askAgain(message: Uint8Array, context: SignContext, told: string) {
    const size = readStaleSize(Buffer.from(told));
    if (size === undefined) throw missing(this.#link.socketPath, 'it answers 409 without a size');
    if (size > context.size)
      throw new InputError('fork-refused', `the signer has signed size ${size}, but this ledger holds ${context.size}`);
    this.#link.signedSize = size;
    return this.#ask(message, context);
  }

  async #ask(message: Uint8Array, { size, consistency }: SignContext) {
    const oldSize = this.#link.signedSize > size ? 0 : this.#link.signedSize;
    const proof = oldSize > 0 && oldSize < size ? await consistency(oldSize) : [];
    const text = decodeUtf8(message, 'checkpoint');
    return ask(this.#link.socketPath, 'POST', this.#path, formatSignRequest({ oldSize, consistency: proof, text }));
  }

  #signatureOf(message: Uint8Array, line: string): Uint8Array {
    const key = parseVkey(this.vkey);
    const own = tryParse(line);
    const isOwn = own?.name === key.name && own.keyId === key.keyId && 'key' in key;
    if (isOwn && this.#link.verify(key.key, message, own.signature)) return own.signature;
    throw missing(this.#link.socketPath, 'its signature does not verify with the vkey that it gave');
  }
}

function tryParse(line: string): NoteSignature | undefined {
  try {
    return parseSignatureLine(line);
  } catch {
    return undefined;
  }
}

function ask(socketPath: string, method: string, path: string, body = ''): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void =>
      reject(missing(socketPath, cause instanceof Error ? cause.message : '', cause));
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const request = httpRequest({ socketPath, method, path, signal, agent: false }, (response) => {
      let text = '';
      response.setEncoding('latin1');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
      });
      response.once('error', fail);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.from(text, 'latin1').toString() }),
      );
    });
    request.once('error', fail);
    request.end(body);
  });
}

function missing(socketPath: string, why: string, cause?: unknown): InputError {
  return new InputError('signer-missing', `the signer at ${socketPath} does not sign: ${why}`, { cause });
}
