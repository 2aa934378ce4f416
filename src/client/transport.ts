/**
 * HTTP on the global fetch, with bounds: answers of a server are as hostile as any other input.
 * @module
 */
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { isErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { type Json, parseJson } from '../core/json/json.ts';
import { MAX_BUNDLE_BYTES } from '../verify/bundle.ts';
import { ComeBack, PATIENCE, type Patience, patiently, secondsOf } from './retry.ts';

/** What of an HTTP answer matters. */
export interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
  /** After which to come back, where it says so. */
  readonly retrySeconds?: number;
}

export interface TransportOptions {
  /** `https://host[:port][/prefix]`. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  /** Shown to servers that ask for a reading token. */
  readonly readingToken?: string;
  /** Longest wait for one answer, milliseconds; a receipt may take 30 s. Default 60,000. */
  readonly timeoutMs?: number;
  /** How a submission is sent again where the server has no room for it just now. Half a minute altogether if absent. */
  readonly patience?: Patience;
}

/** The largest answer there is; usual ones are a thousandth of that. */
const MAX_ANSWER_BYTES = MAX_BUNDLE_BYTES;
const DEFAULT_TIMEOUT_MS = 60_000;
/** What a person would read of a server's words. */
const MAX_WORDS = 500;

export class Transport {
  /** Without a final slash. */
  readonly url: string;
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.#options = options;
  }

  /** @throws InputError `unreachable`, `unexpected-answer`, or the code that the server names */
  get(path: string): Promise<Answer> {
    return this.#request(path, {});
  }

  /** Gets what is an answer whatever its status. @throws InputError `unreachable`, `unexpected-answer` */
  look(path: string): Promise<Answer> {
    return this.#send(path, {});
  }

  /**
   * Posts JSON, again and again while the server says to come back: all that is posted are statements, and a statement is
   * recorded once, however often it comes. @throws InputError as {@link get}
   */
  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    };
    return patiently(() => this.#request(path, init), this.#options.patience ?? PATIENCE);
  }

  async #request(path: string, init: RequestInit): Promise<Answer> {
    const answer = await this.#send(path, init);
    if (answer.status >= 200 && answer.status < 300) return answer;
    const error = problemOf(jsonOrNull(answer.bytes), `${path} answered with status ${answer.status}`);
    throw answer.retrySeconds === undefined ? error : new ComeBack(error.code, error.message, answer.retrySeconds);
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const { readingToken, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const request = this.#options.fetch ?? fetch;
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(readingToken === undefined ? {} : { authorization: `Bearer ${readingToken}` }),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    let response: Response;
    let bytes: Uint8Array;
    try {
      // A redirect could lead anywhere, token and all.
      response = await request(this.url + path, { ...init, headers, redirect: 'error', signal });
      bytes = await readBounded(response);
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      throw new InputError('unreachable', `${this.url}${path} cannot be reached: ${reasonOf(cause)}`, { cause });
    }
    const retrySeconds = secondsOf(response.headers.get('retry-after'));
    return { status: response.status, bytes, ...(retrySeconds === undefined ? {} : { retrySeconds }) };
  }
}

/** The JSON value of an answer. @throws InputError `unexpected-answer` */
export function jsonOf(bytes: Uint8Array, what: string): Json {
  try {
    return parseJson(decodeUtf8(bytes, what), what);
  } catch (cause) {
    throw new InputError('unexpected-answer', `${what} is not JSON`, { cause });
  }
}

/**
 * A problem document as an error of ours. Its code is one of ours or counts for nothing; its words are the server's.
 * @param otherwise what to say of anything else
 */
export function problemOf(problem: Json | undefined, otherwise: string): InputError {
  const { code, detail, title } = Object(problem) as Readonly<Record<string, unknown>>;
  if (typeof code !== 'string' || !isErrorCode(code)) return new InputError('unexpected-answer', otherwise);
  const words = typeof detail === 'string' ? detail : typeof title === 'string' ? title : otherwise;
  return new InputError(code, printable(words));
}

/** The words without characters that could do things to a terminal or reorder its line. */
export function printable(words: string): string {
  return words.slice(0, MAX_WORDS).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]/gu, '\u{fffd}');
}

function jsonOrNull(bytes: Uint8Array): Json {
  try {
    return jsonOf(bytes, 'problem');
  } catch {
    return null; // a page of somebody in between
  }
}

/** In one growing buffer: a server may send each byte as a piece of its own, and a list of pieces would cost a hundred times as much. */
async function readBounded(response: Response): Promise<Uint8Array> {
  let bytes = new Uint8Array();
  let sizeBytes = 0;
  if (response.body === null) return bytes;
  if (Number(response.headers.get('content-length') ?? 0) > MAX_ANSWER_BYTES) {
    await response.body.cancel();
    throw tooLong();
  }
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return bytes.subarray(0, sizeBytes);
    const start = sizeBytes;
    sizeBytes += value.length;
    if (sizeBytes > MAX_ANSWER_BYTES) {
      await reader.cancel();
      throw tooLong();
    }
    if (sizeBytes > bytes.length) bytes = enlarged(bytes, Math.max(sizeBytes, 2 * bytes.length));
    bytes.set(value, start);
  }
}

function tooLong(): InputError {
  return new InputError('unexpected-answer', `the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
}

function enlarged(bytes: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(sizeBytes);
  larger.set(bytes);
  return larger;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
