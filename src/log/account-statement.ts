/**
 * Account statements from the index: at any published checkpoint, in bytes that never change again
 * (schemas/account-statement).
 * @module
 */
import { accountKey } from '../core/account/key.ts';
import type { AccountPath } from '../core/account/path.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import type { NodeReader } from '../core/merkle/fetch.ts';
import { type Note, parseNote } from '../core/note/note.ts';
import { type LedgerRecord, parseRecord } from '../core/record/record.ts';
import { accountOf } from '../core/rules/apply.ts';
import { STATE } from '../core/rules/state.ts';
import { type AccountSource, assembleStatement } from '../verify/account/assemble.ts';
import type { EarlierCheckpoint } from '../verify/bundle.ts';
import type { BundleBuilder } from './bundle-builder.ts';
import type { Publication } from './layout.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { TreeReader } from './reader.ts';

/** What statements are made from. */
export interface StatementParts {
  readonly origin: string;
  readonly reader: TreeReader;
  readonly index: LedgerIndex;
  readonly bundles: BundleBuilder;
}

/**
 * The statement of `account` at the published checkpoint of `size`; at the newest one if absent. Undefined where there is no
 * such checkpoint.
 * @throws InputError `account-id`, `not-published`, `integrity`, `index-corrupt`
 */
export async function buildAccountStatement(
  parts: StatementParts,
  account: string,
  size?: number,
): Promise<Uint8Array | undefined> {
  const publication = await parts.index.lastPublication(size ?? Number.MAX_SAFE_INTEGER);
  if (publication === undefined || publication.size === 0) return undefined;
  if (size !== undefined && publication.size !== size) return undefined;
  return assembleStatement(await IndexSource.open(parts, publication), account);
}

class IndexSource implements AccountSource {
  readonly note: Note;
  readonly size: number;
  readonly readNodes: NodeReader;
  readonly #parts: StatementParts;
  readonly #last: LedgerRecord;

  private constructor(parts: StatementParts, note: Note, size: number, last: LedgerRecord) {
    this.note = note;
    this.size = size;
    this.readNodes = parts.reader.nodes(size);
    this.#parts = parts;
    this.#last = last;
  }

  static async open(parts: StatementParts, publication: Publication): Promise<IndexSource> {
    const { size } = publication;
    const note = parseNote(await parts.bundles.note(publication));
    return new IndexSource(parts, note, size, parseRecord(await parts.reader.record(size - 1)));
  }

  record(index: number): Promise<Uint8Array> {
    return this.#parts.reader.record(index);
  }

  async indexOf(digest: string): Promise<number | undefined> {
    return (await this.#parts.index.state([STATE.record(digest)]))[0]?.index;
  }

  governance(): Promise<readonly number[]> {
    return this.#parts.index.governance(this.size);
  }

  async account(account: string): Promise<readonly number[]> {
    const { origin, index } = this.#parts;
    const { end } = await this.accountPath(account);
    const isOwn = end.kind === 'leaf' && equalBytes(end.key, accountKey(origin, account));
    const covered = isOwn ? await index.accountRecords(account, 0, end.count) : [];
    return accountOf(this.#last) === account ? [...covered, this.size - 1] : covered;
  }

  references(digest: string): Promise<readonly number[]> {
    return this.#parts.index.references(digest, this.size);
  }

  succession(): Promise<readonly EarlierCheckpoint[]> {
    return this.#parts.bundles.succession(this.size);
  }

  accountPath(account: string): Promise<AccountPath> {
    return this.#parts.index.accountPath(this.#parts.origin, account, this.#last.state);
  }
}
