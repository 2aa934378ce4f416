/**
 * Tiles and entry bundles as they stand in the files. A file that is not there, has a wrong length or cannot be taken apart
 * is reported here, once; what its hashes should be is for others to say.
 * @module
 */
import { HASH_BYTES } from '../../core/merkle/hash.ts';
import { FULL_WIDTH, hashesAtLevel, type Tile, tileWidth } from '../../core/tile/coordinates.ts';
import { decodeEntries } from '../../core/tile/entry-bundle.ts';
import { formatEntriesPath, formatTilePath, type TilePath } from '../../core/tile/path.ts';
import type { Findings } from './findings.ts';
import type { PinnedFiles } from './pinned-files.ts';

/**
 * How often a partial object is looked for again while the ledger moves on under the audit. Between a commit and the
 * writes that apply it, which wait for the disk, there may be none that is wide enough.
 */
const MAX_CHASES = 1000;

export class StoredTree {
  readonly #files: PinnedFiles;
  readonly #findings: Findings;
  /** Paths that were reported. */
  readonly #reported = new Set<string>();

  constructor(files: PinnedFiles, findings: Findings) {
    this.#files = files;
    this.#findings = findings;
  }

  /** The tile's hashes, or undefined, which has been reported. */
  async hashes(tile: Tile, presence: Presence = 'required'): Promise<Uint8Array | undefined> {
    const path = formatTilePath(tile);
    const found = await this.#find({ kind: 'hashes', tile }, presence);
    const bytes = found?.isWider === true ? found.bytes.subarray(0, tile.width * HASH_BYTES) : found?.bytes;
    if (bytes === undefined || bytes.length === tile.width * HASH_BYTES) return bytes;
    this.#report(path, () => {
      const message = `${path}: ${bytes.length} bytes are not ${tile.width} hashes`;
      this.#findings.problems.add({ code: 'bad-tile', message, path });
    });
    return undefined;
  }

  /** The first `width` entries of a bundle, or undefined, which has been reported. */
  async entries(
    index: number,
    width: number,
    presence: Presence = 'required',
  ): Promise<readonly Uint8Array[] | undefined> {
    const path = formatEntriesPath(index, width);
    const found = await this.#find({ kind: 'entries', tile: { level: 0, index, width } }, presence);
    if (found === undefined) return presence === 'required' ? this.#stagedEntries(index, width) : undefined;
    try {
      return found.isWider ? decodeEntries(found.bytes).slice(0, width) : decodeEntries(found.bytes, width);
    } catch (error) {
      this.#report(path, () => this.#findings.problems.addError(error, { path }, path));
      return undefined;
    }
  }

  /** True where the engine may not have written the object yet: it belongs to the batch that is still staged. */
  isUnwritten({ level, index, width }: Tile): boolean {
    const { staged } = this.#files.end;
    return staged !== undefined && tileWidth(level, index, staged.oldSize) < width;
  }

  async #find(
    object: TilePath,
    presence: Presence,
  ): Promise<{ readonly bytes: Uint8Array; readonly isWider: boolean } | undefined> {
    const path = formatPath(object);
    const bytes = await this.#files.read(path);
    if (bytes !== undefined) return { bytes, isWider: false };
    if (presence === 'optional' || this.#files.isUnreadable(path)) return undefined;
    const wider = await this.#findWider(object);
    if (wider !== undefined) return { bytes: wider, isWider: true };
    this.#report(path, () => this.#reportMissing(path, object.tile));
    return undefined;
  }

  /** A partial object whose place a wider one has taken since the end was pinned. */
  async #findWider({ kind, tile }: TilePath): Promise<Uint8Array | undefined> {
    for (let chase = 0; chase < MAX_CHASES && tile.width < FULL_WIDTH; chase++) {
      const now = await this.#files.movedTo();
      if (now === undefined) return undefined;
      for (const size of [now.published, now.committed]) {
        const width = tileWidth(tile.level, tile.index, size);
        const bytes =
          width > tile.width ? await this.#files.read(formatPath({ kind, tile: { ...tile, width } })) : undefined;
        if (bytes !== undefined) return bytes;
      }
    }
    return undefined;
  }

  /** The entries of a bundle that is not written yet: from the partial one before it, and from staging. */
  async #stagedEntries(index: number, width: number): Promise<readonly Uint8Array[] | undefined> {
    const { staged } = this.#files.end;
    if (staged === undefined || !this.isUnwritten({ level: 0, index, width })) return undefined;
    const oldWidth = tileWidth(0, index, staged.oldSize);
    const before = oldWidth === 0 ? [] : await this.entries(index, oldWidth);
    const start = index * FULL_WIDTH - staged.oldSize;
    return before?.concat(staged.records.slice(start + oldWidth, start + width));
  }

  #reportMissing(path: string, tile: Tile): void {
    if (this.isUnwritten(tile)) {
      const message = `${path}: not written yet; the batch is staged, and the next start completes it`;
      this.#findings.notes.add({ code: 'needs-recovery', message, path });
    } else {
      this.#findings.problems.add({ code: 'object-missing', message: `${path}: the file is missing`, path });
    }
  }

  #report(path: string, report: () => void): void {
    if (!this.#reported.has(path)) report();
    this.#reported.add(path);
  }
}

/** Whether an object must be there, so that its absence is reported. */
export type Presence = 'required' | 'optional';

/** The partial hash tiles of a tree of `size` leaves, and its partial bundle. */
export function partialObjects(size: number): TilePath[] {
  const objects: TilePath[] = [];
  for (let level = 0; hashesAtLevel(level, size) > 0; level++) {
    const hashes = hashesAtLevel(level, size);
    const tile = { level, index: Math.floor(hashes / FULL_WIDTH), width: hashes % FULL_WIDTH };
    if (tile.width === 0) continue;
    if (level === 0) objects.push({ kind: 'entries', tile });
    objects.push({ kind: 'hashes', tile });
  }
  return objects;
}

/** The path of an object. */
export function formatPath({ kind, tile }: TilePath): string {
  return kind === 'entries' ? formatEntriesPath(tile.index, tile.width) : formatTilePath(tile);
}
