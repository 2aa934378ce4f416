/**
 * Taking a backup of a ledger's folder while it may be served: the files that a start needs, as of one head, in a folder of their
 * own. Tiles are made from the entries and held against the head's root, so that no damage is ever backed up.
 *
 * Left out are `lock/` (never copied), `index/` (derived) and, unless asked for, `keys/`.
 * @module
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import type { BackupDocument } from '../../core/generated/documents.ts';
import { CompactRange } from '../../core/merkle/compact-range.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { formatInstant } from '../../core/statement/instant.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { encodeEntries } from '../../core/tile/entry-bundle.ts';
import type { ObjectToPut } from '../../log/ports.ts';
import { type Leaf, TreeGrowth } from '../../log/tree-growth.ts';
import { formatNotesPath } from '../../verify/audit/checkpoint-files.ts';
import { openFolderFiles } from '../audit/folder-files.ts';
import { readBoundedFile } from '../bounded-file.ts';
import { CONFIG_FILE, readLedgerConfig } from '../ledger-config.ts';
import { makeNewFolder, type NewFolder } from '../new-folder.ts';
import { BACKUP_FILE, formatBackup, formatSums, isBackupPath, SUMS_FILE, type Sum } from './manifest.ts';
import { PinnedLedger, type PinnedNote } from './pinned-ledger.ts';

export interface BackupOptions {
  /** Unix milliseconds. */
  readonly now: number;
  /** Copies the private keys too. */
  readonly withKeys: boolean;
  readonly onProgress?: (records: number, size: number) => void;
}

/** Beside a ledger: what `init` wrote for its readers. */
const POLICY_FILE = 'trust.policy';
const MAX_SMALL_BYTES = 8 * 2 ** 20;

/**
 * Makes the folder `target`, whole or not at all.
 * @throws InputError `folder-not-empty`, `not-initialised`; `integrity` where the entries do not give the roots that the ledger
 *   committed to and signed; `object-missing` and others for what is damaged
 */
export function takeBackup(dir: string, target: string, options: BackupOptions): Promise<BackupDocument> {
  return makeNewFolder(target, (folder) => new Backup(dir, folder).take(options));
}

class Backup {
  readonly #dir: string;
  readonly #folder: NewFolder;
  readonly #sums: Sum[] = [];
  #bytes = 0;

  constructor(dir: string, folder: NewFolder) {
    this.#dir = dir;
    this.#folder = folder;
  }

  async take({ now, withKeys, onProgress }: BackupOptions): Promise<BackupDocument> {
    const { origin } = await readLedgerConfig(this.#dir);
    const ledger = await PinnedLedger.open(await openFolderFiles(this.#dir));
    const notes = await this.#writeNotes(ledger);
    await this.#writeTree(ledger, notes, onProgress);
    await this.#write('head', ledger.headBytes);
    await this.#copy(CONFIG_FILE);
    await this.#copyIfThere(POLICY_FILE);
    if (withKeys) await this.#copyKeys();
    // An engine takes a folder for a ledger's by this one.
    await this.#folder.makeFolder('staging');
    return this.#describe(ledger, origin, { now, withKeys, published: notes.at(-1)?.size ?? 0 });
  }

  /** Returns sizes and roots of the notes. */
  async #writeNotes(ledger: PinnedLedger): Promise<Omit<PinnedNote, 'bytes'>[]> {
    const all: Omit<PinnedNote, 'bytes'>[] = [];
    let last: Uint8Array | undefined;
    for await (const notes of ledger.notes()) {
      await this.#write(
        formatNotesPath(Math.floor(all.length / FULL_WIDTH)),
        encodeEntries(notes.map(({ bytes }) => bytes)),
      );
      last = notes.at(-1)?.bytes;
      for (const { size, root } of notes) all.push({ size, root });
    }
    if (last !== undefined) await this.#write('checkpoint', last);
    return all;
  }

  /** Tiles and entries of the head, with the partial ones of the newest publication too, as a ledger keeps them. */
  async #writeTree(
    ledger: PinnedLedger,
    notes: readonly Omit<PinnedNote, 'bytes'>[],
    onProgress: BackupOptions['onProgress'],
  ): Promise<void> {
    const { size, root } = ledger.head;
    const growth = new TreeGrowth();
    const range = CompactRange.empty();
    const published = notes.at(-1)?.size ?? 0;
    const waiting = notes.values();
    let next = waiting.next().value;
    for (let index = 0; growth.size < size; index++) {
      const leaves = (await ledger.entries(index)).map((bytes): Leaf => ({ bytes, leafHash: hashLeaf(bytes) }));
      for (const { leafHash } of leaves) {
        range.append(leafHash);
        if (next?.size !== range.size) continue;
        assertRoot(next.size, range.root(), next.root);
        next = waiting.next().value;
      }
      const untilPublished = Math.max(0, Math.min(leaves.length, published - growth.size));
      await this.#writeObjects(growth.append(leaves.slice(0, untilPublished)));
      if (growth.size === published && published < size) await this.#writeObjects(growth.partials());
      await this.#writeObjects(growth.append(leaves.slice(untilPublished)));
      onProgress?.(growth.size, size);
    }
    assertRoot(size, growth.edge.range().root(), root);
    await this.#writeObjects(growth.partials());
  }

  async #writeObjects(objects: readonly ObjectToPut[]): Promise<void> {
    for (const { path, bytes } of objects) {
      // The partial tile of a level that did not grow since the publication is written once.
      if (!this.#written.has(path)) await this.#write(path, bytes);
      if (path.includes('.p/')) this.#written.add(path);
    }
  }

  readonly #written = new Set<string>();

  async #copyKeys(): Promise<void> {
    for (const name of await readdir(join(this.#dir, 'keys'))) {
      const path = `keys/${name}`;
      if (!isBackupPath(path)) throw new InputError('unreadable-file', `${path}: no name of a key file`);
      await this.#copy(path, true);
    }
  }

  async #copyIfThere(path: string): Promise<void> {
    if ((await readdir(this.#dir)).includes(path)) await this.#copy(path);
  }

  async #copy(path: string, secret = false): Promise<void> {
    await this.#write(path, await readBoundedFile(join(this.#dir, path), MAX_SMALL_BYTES), secret);
  }

  async #write(path: string, bytes: Uint8Array, secret = false): Promise<void> {
    await this.#folder.write(path, bytes, { secret });
    this.#sums.push({ path, sha256: createHash('sha256').update(bytes).digest('hex') });
    this.#bytes += bytes.length;
  }

  async #describe(
    { head }: PinnedLedger,
    origin: string,
    { now, withKeys, published }: { readonly now: number; readonly withKeys: boolean; readonly published: number },
  ): Promise<BackupDocument> {
    const sums = formatSums(this.#sums.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
    await this.#folder.write(SUMS_FILE, sums);
    const { generation, size, root, state } = head;
    const document: BackupDocument = {
      format: 'ledgerline/backup@v1',
      origin,
      takenAt: formatInstant(now),
      head: { generation, size, root: encodeHex(root), state: encodeHex(state) },
      published,
      files: this.#sums.length,
      bytes: this.#bytes,
      keys: withKeys ? 'included' : 'absent',
      sums: createHash('sha256').update(sums).digest('hex'),
    };
    await this.#folder.write(BACKUP_FILE, formatBackup(document));
    return document;
  }
}

function assertRoot(size: number, computed: Uint8Array, stated: Uint8Array): void {
  if (equalBytes(computed, stated)) return;
  const message = `the entries give root ${encodeHex(computed)} at size ${size}, where the ledger says ${encodeHex(stated)}`;
  throw new InputError('integrity', message);
}
