/**
 * Proof bundles: everything that proves one record offline, in bytes that never change again (schemas/proof-bundle).
 * @module
 */
import { accountKey } from '../core/account/key.ts';
import { formatAccountPath } from '../core/account/path-json.ts';
import { encodeBase64 } from '../core/bytes/base64.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { sha256 } from '../core/bytes/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import type { LaterEvidenceDocument, ProofBundleDocument } from '../core/generated/documents.ts';
import { canonicalize } from '../core/json/jcs.ts';
import { parseCheckpoint } from '../core/note/checkpoint.ts';
import { parseNote } from '../core/note/note.ts';
import { formatTlogProof } from '../core/note/proof.ts';
import { parseRecord } from '../core/record/record.ts';
import { type EarlierCheckpoint, formatEarlier } from '../verify/bundle.ts';
import type { IndexedNote, Publication } from './layout.ts';
import type { LedgerIndex } from './ledger-index.ts';
import { LruCache } from './lru-cache.ts';
import type { CheckpointStore } from './ports.ts';
import type { TreeReader } from './reader.ts';
import { SuccessionBuilder } from './succession-builder.ts';

/** Published notes kept in memory. Reading one means reading the file of 256 that it stands in. */
const CACHED_NOTES = 256;

type ProvenRecord = ProofBundleDocument['governance'][number];

export class BundleBuilder {
  readonly #origin: string;
  readonly #reader: TreeReader;
  readonly #index: LedgerIndex;
  readonly #checkpoints: CheckpointStore;
  readonly #notes = new LruCache<string>(CACHED_NOTES);
  readonly #succession: SuccessionBuilder;

  constructor(origin: string, reader: TreeReader, index: LedgerIndex, checkpoints: CheckpointStore) {
    this.#origin = origin;
    this.#reader = reader;
    this.#index = index;
    this.#checkpoints = checkpoints;
    this.#succession = new SuccessionBuilder(index, reader, (published) => this.note(published));
  }

  /** The bundle of record `index`, or undefined while no published checkpoint covers it. */
  async build(index: number): Promise<Uint8Array | undefined> {
    const cover = await this.#index.firstPublicationOver(index);
    if (cover === undefined) return undefined;
    const { size } = cover;
    const bytes = await this.#reader.record(index);
    const { statement, state } = parseRecord(bytes);
    const [note, hashes, governance, keys, before, succession] = await Promise.all([
      this.note(cover),
      this.#reader.inclusion(index, size),
      this.#index.governance(index).then((indexes) => this.#prove(indexes, size)),
      this.#keys(`keys/${statement.author}`, state, size),
      this.#before(index, size),
      this.#succession.build(size),
    ]);
    const bundle: ProofBundleDocument = {
      format: 'ledgerline/proof@v1',
      record: encodeBase64(bytes),
      proof: formatTlogProof({ index, hashes, note: parseNote(note) }),
      governance,
      keys,
      ...before,
      ...(succession.length === 0 ? {} : { succession: succession.map(formatEarlier) }),
    };
    return encodeUtf8(canonicalize(bundle));
  }

  /** The succession of the log's key, up to a published checkpoint of `size` records. */
  succession(size: number): Promise<readonly EarlierCheckpoint[]> {
    return this.#succession.build(size);
  }

  /** Evidence that the tree of size `size` stands still under publication `later`. */
  async later(size: number, later: Publication): Promise<Uint8Array> {
    const evidence: LaterEvidenceDocument = {
      format: 'ledgerline/later@v1',
      size,
      checkpoint: await this.note(later),
      consistency: (await this.#reader.consistency(size, later.size)).map((hash) => encodeBase64(hash)),
    };
    return encodeUtf8(canonicalize(evidence));
  }

  /** A published note. @throws InputError `integrity`, `checkpoints-corrupt` */
  async note(published: IndexedNote): Promise<string> {
    const { ordinal } = published;
    const known = this.#notes.get(String(ordinal));
    if (known !== undefined) return known;
    const bytes = await this.#checkpoints.read(ordinal);
    if (bytes === undefined) throw new InputError('integrity', `published checkpoint ${ordinal} is missing`);
    const note = decodeUtf8(assertNote(published, bytes));
    this.#notes.set(String(ordinal), note);
    return note;
  }

  async #keys(account: string, root: Uint8Array, size: number): Promise<ProofBundleDocument['keys']> {
    const path = await this.#index.accountPath(this.#origin, account, root);
    const { end } = path;
    const own = end.kind === 'leaf' && equalBytes(end.key, accountKey(this.#origin, account));
    const records = own ? await this.#index.accountRecords(account, 0, end.count) : [];
    return { path: { ...formatAccountPath(path) }, records: await this.#prove(records, size) };
  }

  async #before(index: number, size: number): Promise<Pick<ProofBundleDocument, 'before'>> {
    const cosigned = (await this.#index.lastPublication(index))?.cosigned;
    if (cosigned === undefined || cosigned === null) return {};
    const checkpoint = await this.note(cosigned);
    const consistency = await this.#reader.consistency(cosigned.size, size);
    return { before: { checkpoint, consistency: consistency.map((hash) => encodeBase64(hash)) } };
  }

  #prove(indexes: readonly number[], size: number): Promise<ProvenRecord[]> {
    return Promise.all(
      indexes.map(async (index) => {
        const [record, inclusion] = await Promise.all([
          this.#reader.record(index),
          this.#reader.inclusion(index, size),
        ]);
        return { index, record: encodeBase64(record), inclusion: inclusion.map((hash) => encodeBase64(hash)) };
      }),
    );
  }
}

/** The bytes of the note, if they are those that were published. @throws InputError `checkpoints-corrupt` */
export function assertNote({ ordinal, digest }: IndexedNote, bytes: Uint8Array): Uint8Array {
  if (equalBytes(sha256(bytes), digest)) return bytes;
  throw new InputError('checkpoints-corrupt', `checkpoints/: note ${ordinal} is not the one that was published`);
}

/** True when the note carries a signature line besides the log's own. */
export function isCosigned(note: string): boolean {
  const { text, signatures } = parseNote(note);
  const { origin } = parseCheckpoint(text);
  return signatures.some(({ name }) => name !== origin);
}
