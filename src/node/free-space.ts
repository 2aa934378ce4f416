/**
 * Room on the disk of a ledger folder, looked at once a second. A ledger that meets a full disk stops, and cannot start
 * before somebody makes room, not even for readers. So statements are refused while there still is some.
 * @module
 */
import { statfs } from 'node:fs/promises';

const LOOK_MS = 1000;

/**
 * Room that the disk must have, if the configuration does not say: for all that the server may have in hand (64 MiB of
 * statements), written as staging, entries, tiles and index, and for LevelDB to start again.
 */
export const DEFAULT_FREE_BYTES: number = 256 * 2 ** 20;

/** A watch over the free space of one file system. */
export class FreeSpace {
  readonly #folder: string;
  readonly #leastBytes: number;
  readonly #changed: (isLow: boolean) => void;
  #isLow = false;
  #isStopped = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(folder: string, leastBytes: number, changed: (isLow: boolean) => void) {
    this.#folder = folder;
    this.#leastBytes = leastBytes;
    this.#changed = changed;
  }

  /**
   * Looks, then goes on looking until `stop`.
   * @param leastBytes what must be free; less is low
   * @param changed is told when it gets low, and when it no longer is
   */
  static async watch(folder: string, leastBytes: number, changed: (isLow: boolean) => void): Promise<FreeSpace> {
    const space = new FreeSpace(folder, leastBytes, changed);
    await space.#look();
    return space;
  }

  /** As it was at the last look. */
  get isLow(): boolean {
    return this.#isLow;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const isLow = await this.#measure();
    if (this.#isStopped) return;
    if (isLow !== this.#isLow) {
      this.#isLow = isLow;
      this.#changed(isLow);
    }
    this.#timer = setTimeout(() => void this.#look(), LOOK_MS).unref();
  }

  async #measure(): Promise<boolean> {
    try {
      const { bavail, bsize } = await statfs(this.#folder);
      return bavail * bsize < this.#leastBytes;
    } catch {
      return this.#isLow; // a disk that cannot even tell will fail the next write
    }
  }
}
