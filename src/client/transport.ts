/**
 * HTTP on the global fetch, with bounds: answers of a server are as hostile as any other input.
 * @module
 */
import { concatBytes } from '../core/bytes/bytes.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { isErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { type Json, parseJson } from '../core/statement/json.ts';

/** What of an HTTP answer matters. */
export interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

export interface TransportOptions {
  /** `https://host[:port][/prefix]`, without a final slash. */
  readonly url: string;
  readonly fetch?: typeof fetch;
  /** Shown to servers that ask for a reading token. */
  readonly readingToken?: string;
  /** Longest wait for one answer, milliseconds. */
  readonly timeoutMs?: number;
}

/** Bundles, tiles and pages are far smaller. */
const MAX_ANSWER_BYTES = 32 * 2 ** 20;
const DEFAULT_TIMEOUT_MS = 60_000;

export class Transport {
  readonly #options: TransportOptions;

  constructor(options: TransportOptions) {
    this.#options = options;
  }

  /** @throws InputError `unreachable`, `unexpected-answer`, or the code that the server names */
  get(path: string): Promise<Answer> {
    return this.#request(path, {});
  }

  /** Posts JSON. @throws InputError as {@link get} */
  post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.#request(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  async #request(path: string, init: RequestInit): Promise<Answer> {
    const { url, readingToken, timeoutMs = DEFAULT_TIMEOUT_MS } = this.#options;
    const request = this.#options.fetch ?? fetch;
    const headers = {
      ...(init.headers as Record<string, string>),
      ...(readingToken === undefined ? {} : { authorization: `Bearer ${readingToken}` }),
    };
    const signal = AbortSignal.timeout(timeoutMs);
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await request(url + path, { ...init, headers, redirect: 'error', signal });
      bytes = await readBounded(response);
    } catch (cause) {
      if (cause instanceof InputError) throw cause;
      throw new InputError('unreachable', `${url}${path} cannot be reached: ${reasonOf(cause)}`, { cause });
    }
    if (response.status >= 400) throw problemOf(response.status, bytes, path);
    return { status: response.status, bytes };
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

async function readBounded(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  if (response.body === null) return new Uint8Array();
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(...parts);
    size += value.length;
    if (size > MAX_ANSWER_BYTES) {
      await reader.cancel();
      throw new InputError('unexpected-answer', `the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    }
    parts.push(value);
  }
}

/** The server's problem document as an error of ours; its text is the server's word. */
function problemOf(status: number, bytes: Uint8Array, path: string): InputError {
  try {
    const { code, detail, title } = jsonOf(bytes, path) as Readonly<Record<string, unknown>>;
    if (typeof code === 'string' && isErrorCode(code)) return new InputError(code, String(detail ?? title ?? code));
  } catch {
    // Not a problem document: the status says all there is.
  }
  return new InputError('unexpected-answer', `${path} answered with status ${status}`);
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message : cause.message;
}
