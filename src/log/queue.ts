/**
 * The queue between submitters and the sequencer: bounded in records and bytes, first in first out, one entry a
 * statement however often it is submitted at once.
 * @module
 */
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import type { SignedStatement } from '../core/record/record.ts';
import type { CheckedSignature } from './sequence.ts';

/** Where a statement stands in the log. */
export interface Placement {
  readonly index: number;
  /** False when it stood there before this submission. */
  readonly created: boolean;
}

/** What a submitter waits for. Each promise rejects with InputError where the statement is refused or the ledger stops. */
export interface Ticket {
  readonly digest: string;
  /** What the signature check that began at admission found; undefined where the author had no such key. */
  readonly checked: Promise<{ readonly valid: boolean } | undefined>;
  /** Settles when the record is committed. */
  readonly placed: Promise<Placement>;
  /** Settles when a published checkpoint covers the record: there is a receipt now. */
  readonly published: Promise<Placement>;
}

/** A submission in the hands of the ledger. */
export class Submission implements Ticket {
  readonly signed: SignedStatement;
  /** The signature check that began at admission, while the statement waits; undefined where its key was not yet known. */
  readonly checked: Promise<CheckedSignature | undefined>;
  readonly placed: Promise<Placement>;
  readonly published: Promise<Placement>;
  place: (placement: Placement) => void = () => {};
  release: (placement: Placement) => void = () => {};
  fail: (error: unknown) => void = () => {};

  constructor(signed: SignedStatement, checked: Promise<CheckedSignature | undefined>) {
    this.signed = signed;
    this.checked = checked;
    checked.catch(() => {}); // whoever sequences the statement awaits it
    let failPlaced: (error: unknown) => void = () => {};
    let failPublished: (error: unknown) => void = () => {};
    this.placed = new Promise((resolve, reject) => {
      this.place = resolve;
      failPlaced = reject;
    });
    this.published = new Promise((resolve, reject) => {
      this.release = resolve;
      failPublished = reject;
    });
    this.fail = (error) => {
      failPlaced(error);
      failPublished(error);
    };
    // A submitter may wait for one of the two only; the other must not count as unhandled.
    this.placed.catch(() => {});
    this.published.catch(() => {});
  }

  get digest(): string {
    return this.signed.digest;
  }

  refuse(code: ErrorCode, message: string): void {
    this.fail(new InputError(code, message));
  }
}

/** Bounds of what is accepted and not yet placed. */
export interface QueueLimits {
  readonly records: number;
  readonly bytes: number;
}

export class SubmissionQueue {
  readonly #limits: QueueLimits;
  readonly #waiting: Submission[] = [];
  #bytes = 0;
  #wake: (() => void) | undefined;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** @throws InputError `busy` when `signed` would be more than the limits allow */
  assertRoom(signed: SignedStatement): void {
    const bytes = this.#bytes + signed.payload.length;
    if (this.#waiting.length < this.#limits.records && bytes <= this.#limits.bytes) return;
    throw new InputError('busy', `${this.#waiting.length} statements wait already`);
  }

  /** Requires that there is room. */
  push(submission: Submission): void {
    this.#waiting.push(submission);
    this.#bytes += submission.signed.payload.length;
    this.#wake?.();
  }

  /** The oldest submissions, at most `records` and, after the first, at most `bytes` of payload. */
  take(records: number, bytes: number): Submission[] {
    let taken = 0;
    let size = 0;
    for (const { signed } of this.#waiting) {
      if (taken === records || (taken > 0 && size + signed.payload.length > bytes)) break;
      size += signed.payload.length;
      taken++;
    }
    this.#bytes -= size;
    return this.#waiting.splice(0, taken);
  }

  /** Puts back what was taken last, in front of all others: it was let in already, so the limits do not count. */
  putBack(submissions: readonly Submission[]): void {
    this.#waiting.unshift(...submissions);
    for (const { signed } of submissions) this.#bytes += signed.payload.length;
  }

  /** Settles when there is something to take, or `wake` is called. */
  async wait(): Promise<void> {
    if (this.#waiting.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  wake(): void {
    this.#wake?.();
  }
}
