/**
 * A small file system of its own (tmpfs), to be filled to the last byte. Mounting needs root.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type FileHandle, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A mounted file system. */
export class SmallDisk {
  readonly path: string;
  readonly #ballast: string;

  private constructor(path: string) {
    this.path = path;
    this.#ballast = join(path, 'ballast');
  }

  /** Mounts one. @throws Error when that is not permitted here */
  static mount(sizeBytes: number): SmallDisk {
    const path = mkdtempSync(join(tmpdir(), 'ledgerline-disk-'));
    const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeBytes}`, 'tmpfs', path], {
      encoding: 'utf8',
    });
    if (status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    throw new Error(error?.message ?? stderr.trim());
  }

  /** Why no disk can be mounted here, or undefined when one can. */
  static trouble(): string | undefined {
    try {
      SmallDisk.mount(65_536).unmount();
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Fills the disk, then gives `leftBytes` free again, rounded down to whole pages. */
  async fill(leftBytes: number): Promise<void> {
    await writeFile(this.#ballast, '');
    const ballast = await open(this.#ballast, 'a');
    try {
      const page = new Uint8Array(4096);
      while (await appends(ballast, page));
      const { size } = await ballast.stat();
      await ballast.truncate(Math.max(0, size - leftBytes));
    } finally {
      await ballast.close();
    }
  }

  /** Removes what `fill` wrote. */
  async free(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** False when there is no room. */
async function appends(file: FileHandle, bytes: Uint8Array): Promise<boolean> {
  try {
    await file.appendFile(bytes);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
