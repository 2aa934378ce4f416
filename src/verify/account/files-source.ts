/**
 * The records of a ledger's files as a source of account statements: a folder, a backup, a mirror or a server's static read
 * path. Reads only: no lock, no index. Every record up to the newest published checkpoint is read once, to learn whose it is
 * and how the accounts stand; memory grows by some hundred bytes a record.
 * @module
 */
import type { AccountPath } from '../../core/account/path.ts';
import { proveAccount } from '../../core/account/prove.ts';
import { AccountTree } from '../../core/account/trie.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import type { NodeReader } from '../../core/merkle/fetch.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { type Note, parseNote } from '../../core/note/note.ts';
import { accountOf, deltasOf } from '../../core/rules/apply.ts';
import { Refusal } from '../../core/rules/kind.ts';
import { FULL_WIDTH, tileWidth } from '../../core/tile/coordinates.ts';
import { tileNodeReader } from '../../core/tile/tile-reader.ts';
import { Findings } from '../audit/findings.ts';
import type { LedgerFiles } from '../audit/ledger-files.ts';
import { PinnedFiles } from '../audit/pinned-files.ts';
import { StoredTree } from '../audit/stored-tree.ts';
import type { EarlierCheckpoint } from '../bundle.ts';
import type { PlacedRecord } from '../evidence.ts';
import { openRecord } from '../version.ts';
import type { AccountSource } from './assemble.ts';
import { readSuccession } from './files-succession.ts';
import { referenceOf } from './references.ts';

/** Entry bundles kept while records are read again: evidence lies close together. */
const KEPT_BUNDLES = 16;

/** The same, with the accounts as some records commit to them: what proof bundles are made of. */
export interface FilesLedger extends AccountSource {
  /** The path of an account under the `state` of record `index`, one of those that were named when this was opened. */
  accountPathAt(account: string, index: number): AccountPath;
}

/**
 * Opens the files at their newest published checkpoint.
 * @param onProgress called after each bundle of 256 records
 * @param proven indexes of the records that bundles will be made of
 * @throws InputError `not-published`; `integrity` and others where a file is missing or cannot be read; `ledger-unsound` for
 *   a record that cannot be one of this ledger, `ledger-unjudged` for one of a later version
 */
export async function openFilesSource(
  files: LedgerFiles,
  onProgress: (progress: { readonly records: number; readonly size: number }) => void = () => {},
  proven: ReadonlySet<number> = new Set(),
): Promise<FilesLedger> {
  const findings = new Findings();
  const pinned = await PinnedFiles.open(files, findings);
  const { checkpoint: bytes } = pinned.end;
  if (bytes === undefined) throw new InputError('not-published', 'no checkpoint is published yet');
  const note = parseNote(bytes);
  const { origin, size } = parseCheckpoint(note.text);
  const source = new FilesSource({ note, origin, size, pinned, findings, proven });
  for (let bundle = 0; bundle * FULL_WIDTH < size; bundle++) {
    await source.index(bundle);
    onProgress({ records: Math.min(size, (bundle + 1) * FULL_WIDTH), size });
  }
  return source;
}

interface SourceParts {
  readonly note: Note;
  readonly origin: string;
  readonly size: number;
  readonly pinned: PinnedFiles;
  readonly findings: Findings;
  readonly proven: ReadonlySet<number>;
}

class FilesSource implements FilesLedger {
  readonly note: Note;
  readonly size: number;
  readonly readNodes: NodeReader;
  readonly #pinned: PinnedFiles;
  readonly #stored: StoredTree;
  readonly #findings: Findings;
  readonly #bundles = new Map<number, readonly Uint8Array[]>();
  readonly #indexes = new Map<string, number>();
  readonly #references = new Map<string, number[]>();
  readonly #accounts = new Map<string, number[]>();
  readonly #governance: number[] = [];
  readonly #amendments = new Set<string>();
  readonly #proven: ReadonlySet<number>;
  /** Versions of the account tree by the index of the record that commits to them; they share nearly all nodes. */
  readonly #trees = new Map<number, AccountTree>();
  #tree: AccountTree;
  #succession: Promise<readonly EarlierCheckpoint[]> | undefined;

  constructor({ note, origin, size, pinned, findings, proven }: SourceParts) {
    const stored = new StoredTree(pinned, findings);
    this.#proven = proven;
    this.note = note;
    this.size = size;
    this.#pinned = pinned;
    this.#stored = stored;
    this.#findings = findings;
    this.#tree = AccountTree.empty(origin);
    this.readNodes = tileNodeReader(size, async (tile) => (await stored.hashes(tile)) ?? this.#fail());
  }

  /** Learns what the records of the next bundle are. */
  async index(bundle: number): Promise<void> {
    for (const [i, bytes] of (await this.#entries(bundle)).entries()) {
      const index = bundle * FULL_WIDTH + i;
      try {
        this.#learn({ index, ...openRecord(bytes) });
      } catch (cause) {
        throw cause instanceof InputError ? unsound(index, cause) : cause;
      }
    }
  }

  async record(index: number): Promise<Uint8Array> {
    const entries = await this.#entries(Math.floor(index / FULL_WIDTH));
    return entries[index % FULL_WIDTH] ?? this.#fail();
  }

  async indexOf(digest: string): Promise<number | undefined> {
    return this.#indexes.get(digest);
  }

  async governance(): Promise<readonly number[]> {
    return this.#governance;
  }

  async account(account: string): Promise<readonly number[]> {
    return this.#accounts.get(account) ?? [];
  }

  async references(digest: string): Promise<readonly number[]> {
    return this.#references.get(digest) ?? [];
  }

  succession(): Promise<readonly EarlierCheckpoint[]> {
    this.#succession ??= this.#readSuccession();
    return this.#succession;
  }

  async accountPath(account: string): Promise<AccountPath> {
    return proveAccount(this.#tree, account);
  }

  accountPathAt(account: string, index: number): AccountPath {
    const tree = this.#trees.get(index);
    if (tree === undefined) throw new InvariantError(`the accounts before record ${index} were not kept`);
    return proveAccount(tree, account);
  }

  async #readSuccession(): Promise<readonly EarlierCheckpoint[]> {
    const governance = await Promise.all(
      this.#governance.map(async (index) => ({ index, ...openRecord(await this.record(index)) })),
    );
    const { size, readNodes } = this;
    const files = { pinned: this.#pinned, findings: this.#findings, size, readNodes };
    try {
      return await readSuccession(files, governance);
    } catch (cause) {
      if (!(cause instanceof InputError || cause instanceof Refusal)) throw cause;
      throw new InputError('ledger-unsound', `the keys of the log: ${cause.code}: ${cause.message}`, { cause });
    }
  }

  #learn(record: PlacedRecord): void {
    const { index, digest, statement, leafHash } = record;
    if (this.#proven.has(index)) this.#trees.set(index, this.#tree);
    const account = accountOf(record);
    const reference = referenceOf(statement);
    this.#indexes.set(digest, index);
    push(this.#accounts, account, index);
    if (reference !== undefined) push(this.#references, reference, index);
    if (statement.kind === 'amendment') this.#amendments.add(digest);
    const isEndorsement = statement.kind === 'endorsement' && this.#amendments.has(statement.body.subject);
    if (statement.kind === 'charter' || statement.kind === 'amendment' || isEndorsement) this.#governance.push(index);
    // The accounts as the last record commits to them: without itself.
    if (index < this.size - 1) this.#tree = this.#tree.append({ account, index, leafHash, ...deltasOf(record) }).tree;
  }

  async #entries(bundle: number): Promise<readonly Uint8Array[]> {
    const kept = this.#bundles.get(bundle);
    if (kept !== undefined) return kept;
    const entries = await this.#stored.entries(bundle, tileWidth(0, bundle, this.size));
    if (entries === undefined) return this.#fail();
    const [oldest] = this.#bundles.keys();
    if (this.#bundles.size >= KEPT_BUNDLES && oldest !== undefined) this.#bundles.delete(oldest);
    this.#bundles.set(bundle, entries);
    return entries;
  }

  /** What is missing was found while reading. */
  #fail(): never {
    const [finding] = this.#findings.problems.list().findings;
    throw new InputError(finding?.code ?? 'integrity', finding?.message ?? 'the files do not hold what they should');
  }
}

/** A record that is none, or does not fit the ones before it: the files are evidence, and this is what they show. */
function unsound(index: number, cause: InputError): InputError {
  const code = cause.code === 'unknown-version' ? 'ledger-unjudged' : 'ledger-unsound';
  return new InputError(code, `record ${index}: ${cause.code}: ${cause.message}`, { cause });
}

function push(lists: Map<string, number[]>, key: string, index: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [index]);
  else list.push(index);
}
