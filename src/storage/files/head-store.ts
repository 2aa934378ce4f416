/**
 * `HeadStore` over the file `head`: the version of a record is the SHA-256 of its bytes. A replaced record that comes back
 * has its old version again; the engine's heads carry a rising generation and never do.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { InputError } from '../../core/error.ts';
import type { HeadStore, StoredHead } from '../../log/ports.ts';
import type { LedgerFolder } from './ledger-folder.ts';
import { Mutex } from './mutex.ts';
import type { Writes } from './writes.ts';

const HEAD = 'head';

/** Calls run one at a time, reads included: a read never sees a record that is not durable yet. */
export class FilesHeadStore implements HeadStore {
  readonly #folder: LedgerFolder;
  readonly #writes: Writes;
  readonly #mutex = new Mutex();

  constructor(folder: LedgerFolder, writes: Writes) {
    this.#folder = folder;
    this.#writes = writes;
  }

  read(): Promise<StoredHead | undefined> {
    return this.#mutex.run(() => this.#current());
  }

  compareAndSwap(expected: string | undefined, bytes: Uint8Array): Promise<StoredHead> {
    return this.#mutex.run(() =>
      this.#writes.run('replace the head', async () => {
        const current = await this.#current();
        if (current?.version !== expected) {
          throw new InputError('head-conflict', `head: expected ${name(expected)}, found ${name(current?.version)}`);
        }
        const replacement = stored(bytes.slice());
        await this.#folder.replace(HEAD, replacement.bytes);
        return replacement;
      }),
    );
  }

  async #current(): Promise<StoredHead | undefined> {
    const bytes = await this.#folder.read(HEAD);
    return bytes && stored(bytes);
  }
}

function stored(bytes: Uint8Array): StoredHead {
  return { version: encodeHex(sha256(bytes)), bytes };
}

function name(version: string | undefined): string {
  return version === undefined ? 'no record' : `version ${version}`;
}
