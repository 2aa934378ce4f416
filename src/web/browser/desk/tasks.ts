/**
 * What a participant can do at the desk: the fields that each task asks for, and the draft that comes of them.
 * @module
 */

import type { LedgerClient } from '../../../client/ledger-client.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Bodies } from '../../../core/generated/bodies.ts';
import type { Signing, Subject } from '../../../core/statement/statement.ts';
import type { Cell } from '../../../report/layout/blocks.ts';

/** One field of a form. */
export interface Field {
  readonly name: string;
  readonly label: Sentence;
  readonly hint?: Sentence;
  readonly type: 'text' | 'number' | 'file' | 'select';
  readonly required: boolean;
  /** Of a select: values with their words. */
  readonly options?: readonly (readonly [value: string, label: Sentence | string])[];
}

/** What was filled in. */
export interface Filled {
  text(name: string): string;
  file(name: string): File | undefined;
}

/** A statement that waits for its signature, and what the sheet shows before. */
export interface Prepared {
  readonly draft: {
    readonly [K in keyof Bodies]: {
      readonly kind: K;
      readonly body: Bodies[K];
      readonly subject?: Subject;
      readonly reason?: Signing['reason'];
    };
  }[keyof Bodies];
  /** What everybody will see. */
  readonly becomesPublic: readonly (readonly [name: Sentence, value: Cell])[];
  readonly staysHere: readonly Sentence[];
  /** A secret that must be kept before anything is submitted, by the digest of the statement. */
  readonly secret?: { readonly name: string; readonly text: (digest: string) => string };
  /** What the files that are kept are called. */
  readonly stem: string;
}

/** What a task works with. */
export interface Bench {
  readonly client: LedgerClient;
  readonly origin: string;
  readonly institution: string;
  readonly random: (bytes: number) => Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Task {
  readonly title: Sentence;
  readonly lead: Sentence;
  readonly fields: readonly Field[];
  prepare(filled: Filled, bench: Bench): Promise<Prepared>;
}
