/**
 * What a witness keeps of each log, in a file of its own, `state/<hex sha256(origin)>.json`, one line:
 *
 *     {"origin":…,"size":…,"root":"<hex>","note":"<checkpoint, signed by the log and by the witness>","sum":"<hex>"}
 *
 * `sum` is the SHA-256 of the line without it. A file that is damaged, or gone although the key has cosigned the log
 * (`cosigned-logs.ts`), is refused, never taken for "nothing seen": a witness that forgot could sign a second history. Beside it, an auditor that found a rule broken leaves `<hex>.stopped.json`:
 *
 *     {"origin":…,"code":…,"message":…,"size":…,"at":"<UTC>"}
 *
 * which stays until an operator has looked, and removes it. The first checkpoint that contradicts the one cosigned at its size is
 * kept in `<hex>.fork.note`: the two notes prove to anybody that the log showed two histories.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeHex, encodeHex } from '../core/bytes/hex.ts';
import { assertTreeSize } from '../core/bytes/integers.ts';
import { sha256 } from '../core/bytes/sha256.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import type { CosignedLogs } from './cosigned-logs.ts';
import { NOTHING_SEEN, type WitnessMemory } from './decide.ts';
import { replaceDurably } from './durable-file.ts';
import { hashOrigin } from './origin-hash.ts';

/** What was cosigned last of a log. */
export interface LogState extends WitnessMemory {
  /** The checkpoint with the log's signatures and the witness's own; undefined before the first. */
  readonly note: string | undefined;
}

/** Why an auditor cosigns a log no longer. */
export interface Stopped {
  /** Code of the rule that does not hold. */
  readonly code: string;
  readonly message: string;
  /** Size of the checkpoint that it was asked to cosign. */
  readonly size: number;
  readonly at: string;
}

/**
 * Where states are kept. Calls for one origin must not overlap. What `store` and `stop` were given is durable when they
 * return; where they throw, either the old or the new state stands.
 */
export interface LogStates {
  /** @throws InputError `bad-witness-memory`, `witness-memory-missing` */
  load(origin: string): Promise<LogState>;
  store(origin: string, state: LogState): Promise<void>;
  /** @throws InputError `bad-witness-memory` */
  stopped(origin: string): Promise<Stopped | undefined>;
  stop(origin: string, reason: Stopped): Promise<void>;
  /** Keeps the first note of a fork. Returns where. */
  keepFork(origin: string, note: string): Promise<string>;
}

/**
 * States in the files of `folder`, which is made when first needed.
 * @param cosigned the logs of which there must be a state
 */
export function createFileStates(folder: string, cosigned: CosignedLogs): LogStates {
  const pathOf = (origin: string, suffix = '.json'): string => join(folder, `${hashOrigin(origin)}${suffix}`);
  return {
    load: async (origin) => {
      const text = await readIfThere(pathOf(origin));
      if (text === undefined) return nothingSeen(origin, pathOf(origin), await cosigned.has(origin));
      const state = parseState(text, origin, pathOf(origin));
      await cosigned.add(origin); // of folders from before there was a list
      return state;
    },
    store: async (origin, state) => {
      // A crash between the two lets no cosignature out, and leaves a state that the list need not know.
      await replaceDurably(pathOf(origin), formatState(origin, state));
      await cosigned.add(origin);
    },
    stopped: async (origin) => {
      const path = pathOf(origin, '.stopped.json');
      const text = await readIfThere(path);
      return text === undefined ? undefined : parseStopped(text, path);
    },
    keepFork: async (origin, note) => {
      const path = pathOf(origin, '.fork.note');
      if ((await readIfThere(path)) === undefined) await replaceDurably(path, note);
      return path;
    },
    stop: (origin, reason) =>
      replaceDurably(pathOf(origin, '.stopped.json'), `${JSON.stringify({ origin, ...reason }, null, 2)}\n`),
  };
}

function nothingSeen(origin: string, path: string, wasCosigned: boolean): LogState {
  if (!wasCosigned) return { ...NOTHING_SEEN, note: undefined };
  throw new InputError(
    'witness-memory-missing',
    `${path} is missing, but this key has cosigned ${origin}; put back the newest, or retire the name; --begin-anew ${origin} forgets`,
  );
}

function formatState(origin: string, { size, root, note }: LogState): string {
  const state = { origin, size, root: encodeHex(root), note };
  return `${JSON.stringify({ ...state, sum: sumOf(state) })}\n`;
}

function parseState(text: string, origin: string, path: string): LogState {
  try {
    const { sum, ...state } = JSON.parse(text) as Record<string, unknown>;
    if (text !== `${JSON.stringify({ ...state, sum })}\n` || sum !== sumOf(state))
      throw new TypeError('its sum differs');
    if (state['origin'] !== origin) throw new TypeError('it is of another log');
    const { size, root, note } = state;
    if (typeof note !== 'string') throw new TypeError('it holds no note');
    return { size: assertTreeSize(Number(size)), root: decodeHex(String(root), 32), note };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function sumOf(state: object): string {
  return encodeHex(sha256(encodeUtf8(JSON.stringify(state))));
}

/** A file that cannot be read says as much as one that can: somebody was told to look. */
function parseStopped(text: string, path: string): Stopped {
  try {
    const { code, message, size, at } = JSON.parse(text) as Record<string, unknown>;
    return { code: String(code), message: String(message), size: Number(size), at: String(at) };
  } catch (cause) {
    throw damaged(path, cause);
  }
}

function damaged(path: string, cause: unknown): InputError {
  const why = cause instanceof Error ? cause.message : 'it cannot be read';
  return new InputError('bad-witness-memory', `${path} is damaged (${why}); a witness that forgot must not cosign`, {
    cause,
  });
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
