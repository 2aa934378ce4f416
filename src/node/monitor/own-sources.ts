/**
 * What an institution kept of what it signed: folders with proof bundles, lists of digests, the journal of this machine. Read
 * again at every look; files that did not change are not parsed again.
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { openCheckpoint } from '../../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { MAX_BUNDLE_BYTES, parseBundle } from '../../verify/bundle.ts';
import { checkInclusions } from '../../verify/evidence.ts';
import { type OwnStatement, parseOwnList } from '../../verify/monitor/own-list.ts';
import type { HeldReceipt } from '../../verify/monitor/watch-receipts.ts';
import { openRecord } from '../../verify/version.ts';
import { readBoundedFile } from '../bounded-file.ts';

const RECEIPT = /\.proof\.json$/;
/** A journal of a few hundred thousand statements. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;
/** Files of a folder, its subfolders included. */
const MAX_FILES = 100_000;

/** Everything that was kept. */
export interface OwnKept {
  readonly statements: ReadonlyMap<string, OwnStatement>;
  readonly receipts: readonly HeldReceipt[];
  /** Files that could not be read, and why. */
  readonly unreadable: readonly string[];
}

type Parsed = { readonly statements: ReadonlyMap<string, OwnStatement>; readonly receipt?: HeldReceipt };

export class OwnSources {
  readonly #paths: readonly string[];
  readonly #optional: readonly string[];
  readonly #policy: TrustPolicy;
  /** What files held, by path, size and time of change. */
  #known = new Map<string, Parsed>();

  /**
   * @param paths folders and files that must be there
   * @param optional files that may be there
   */
  constructor(paths: readonly string[], optional: readonly string[], policy: TrustPolicy) {
    this.#paths = paths;
    this.#optional = optional;
    this.#policy = policy;
  }

  /** @throws InputError `file-not-found` for a path that was named and is not there */
  async read(): Promise<OwnKept> {
    const files = (await Promise.all(this.#paths.map(listFiles))).flat();
    for (const path of this.#optional) if ((await stampOf(path)) !== undefined) files.push(path);
    const known = new Map<string, Parsed>();
    const unreadable: string[] = [];
    for (const path of files) {
      const stamp = await stampOf(path);
      if (stamp === undefined) continue;
      try {
        known.set(stamp, this.#known.get(stamp) ?? (await this.#parse(path)));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        unreadable.push(`${path}: ${error.message}`);
      }
    }
    this.#known = known;
    return merge([...known.values()], unreadable);
  }

  async #parse(path: string): Promise<Parsed> {
    if (!RECEIPT.test(path))
      return { statements: parseOwnList(decodeUtf8(await readBoundedFile(path, MAX_LIST_BYTES), path), path) };
    const bundle = parseBundle(await readBoundedFile(path, MAX_BUNDLE_BYTES));
    const { record, proof } = bundle;
    checkInclusions(bundle);
    const { digest } = openRecord(record);
    // A receipt that the log of the policy did not sign proves nothing against it.
    const { size, root } = openCheckpoint(proof.note, this.#policy).checkpoint;
    return {
      statements: new Map([[digest, { digest, sentAtUnixMs: undefined, isRefused: false }]]),
      receipt: { digest, index: proof.index, size, root, path },
    };
  }
}

/** Receipts below a folder; a file is itself, whatever its name. */
async function listFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new InputError('file-not-found', `${path} cannot be read`, { cause });
  });
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  const receipts = names.filter((name) => RECEIPT.test(name)).sort();
  if (receipts.length <= MAX_FILES) return receipts.map((name) => join(path, name));
  throw new InputError('too-large', `${path} holds more than ${MAX_FILES} receipts`);
}

async function stampOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined ? undefined : `${path} ${found.size} ${found.mtimeNs}`;
}

function merge(parts: readonly Parsed[], unreadable: readonly string[]): OwnKept {
  const statements = new Map<string, OwnStatement>();
  for (const part of parts)
    for (const [digest, statement] of part.statements) {
      const before = statements.get(digest);
      if (before?.sentAtUnixMs === undefined) statements.set(digest, statement);
    }
  return { statements, receipts: parts.flatMap(({ receipt }) => receipt ?? []), unreadable };
}
