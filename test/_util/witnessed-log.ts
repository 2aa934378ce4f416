/**
 * A log of any kind that asks for cosignatures, as a list of leaves: its checkpoints, its proofs, and the requests of C2SP
 * tlog-witness written out by hand.
 * @module
 */
import { signNote } from '../../src/core/note/sign.ts';
import { type TestNoteKey, testLogKey } from './keys.ts';
import { mth, proof } from './naive-merkle.ts';

/** What of a checkpoint is other than it should be. */
export interface Edit {
  readonly root?: Uint8Array;
  readonly origin?: string;
  readonly extensions?: readonly string[];
  readonly signers?: readonly TestNoteKey[];
}

export class WitnessedLog {
  readonly origin: string;
  readonly key: TestNoteKey;
  readonly leaves: Uint8Array[];

  constructor(origin: string, size: number, key = testLogKey(origin), branch = 'trunk', common = 0) {
    this.origin = origin;
    this.key = key;
    this.leaves = Array.from({ length: size }, (_, i) => Buffer.from(`${i < common ? 'trunk' : branch} ${i}`));
  }

  /** Another history with the same key: the first `common` leaves are the same. */
  fork(common: number): WitnessedLog {
    return new WitnessedLog(this.origin, this.leaves.length, this.key, 'branch', common);
  }

  /** The signed checkpoint at a size. */
  note(size: number, { root, origin = this.origin, extensions = [], signers = [this.key] }: Edit = {}): string {
    const at = Buffer.from(root ?? mth(this.leaves.slice(0, size))).toString('base64');
    const lines = [origin, String(size), at, ...extensions];
    return signNote(
      `${lines.join('\n')}\n`,
      signers.map(({ signer }) => signer),
    );
  }

  /** The consistency proof, a line a hash. */
  proof(oldSize: number, size: number): string[] {
    if (oldSize === 0) return [];
    return proof(oldSize, this.leaves.slice(0, size)).map((hash) => Buffer.from(hash).toString('base64'));
  }

  /** The body of a request. */
  request(
    oldSize: number,
    size: number,
    edit: Edit = {},
    hashes: readonly string[] = this.proof(oldSize, size),
  ): string {
    return `${[`old ${oldSize}`, ...hashes].join('\n')}\n\n${this.note(size, edit)}`;
  }
}
