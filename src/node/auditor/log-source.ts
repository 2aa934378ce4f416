/**
 * The static read path of a log over HTTP, as an auditor reads it. Nothing that comes from there is believed.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { Outgoing } from '../outgoing.ts';

export interface LogSourceOptions {
  /** The log's prefix, without a final slash. */
  readonly url: string;
  readonly readingToken?: string;
}

const TIMEOUT_MS = 15_000;
/** An entry bundle: 256 entries of 65,535 bytes, each after its length. */
const MAX_FILE_BYTES = 256 * 65_537;

/** Reads a file of the log; undefined where it has none. @throws InputError `unreachable` and the codes of `Outgoing` */
export function createLogSource(
  outgoing: Outgoing,
  { url, readingToken }: LogSourceOptions,
): (path: string) => Promise<Uint8Array | undefined> {
  const headers = readingToken === undefined ? {} : { authorization: `Bearer ${readingToken}` };
  return async (path) => {
    const address = `${url}/${path}`;
    const answer = await outgoing({
      method: 'GET',
      url: address,
      headers,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_FILE_BYTES,
    });
    if (answer.status === 200) return answer.bytes;
    if (answer.status === 404) return undefined;
    throw new InputError('unreachable', `${address} is answered with status ${answer.status}`);
  };
}
