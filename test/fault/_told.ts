/**
 * What the world outside of a ledger was told, across crashes and restarts: what can never be taken back. `auditAfterFault`
 * holds the ledger to it.
 * @module
 */
import { equalBytes } from '../../src/core/bytes/bytes.ts';
import { InputError } from '../../src/core/error.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import type { Ledger } from '../../src/log/ledger.ts';

/** A statement that a rule refused, as its author was told. */
export interface ToldRefusal {
  readonly digest: string;
  /** Code of the rule. */
  readonly code: string;
  /** If given, the rules must come to `code` on a state that was committed. */
  readonly signed?: SignedStatement;
  /** A size that was committed before the statement was submitted. Default 0. */
  readonly committedBefore?: number;
}

/** Codes that promise nothing and judge nothing: the submitter tries again. */
const NO_ANSWER: ReadonlySet<string> = new Set(['busy', 'stopped']);

export class Told {
  /** Released bundles, byte for byte, by the index of their record. */
  readonly receipts = new Map<number, Uint8Array>();
  /** Where the author was told that a statement stands, by its digest. */
  readonly placements = new Map<string, number>();
  /** Published notes that somebody saw. */
  readonly notes = new Set<string>();
  /** Notes with the ledger's signature that somebody saw, published or not: what a witness was shown, for one. */
  readonly signedNotes = new Set<string>();
  readonly refusals: ToldRefusal[] = [];
  /** What was told twice, and otherwise the second time. */
  readonly contradictions: string[] = [];

  /** A receipt left the ledger. */
  receipt(index: number, bundle: Uint8Array): void {
    const before = this.receipts.get(index);
    if (before === undefined) this.receipts.set(index, bundle.slice());
    else if (!equalBytes(before, bundle))
      this.contradictions.push(`the receipt of record ${index} has other bytes now`);
  }

  /** An author was told where its statement stands: committed, or published. */
  placement(digest: string, index: number): void {
    const before = this.placements.get(digest);
    if (before === undefined) this.placements.set(digest, index);
    else if (before !== index)
      this.contradictions.push(`statement ${digest} was told to stand at ${before} and ${index}`);
  }

  /** Somebody saw a published note. */
  note(note: Uint8Array | string): void {
    this.notes.add(textOf(note));
  }

  /** Somebody saw a note that the ledger had signed and perhaps never published. */
  signedNote(note: Uint8Array | string): void {
    this.signedNotes.add(textOf(note));
  }

  /** An author was told no. `busy` and `stopped` promise and judge nothing, and are not kept. */
  refusal(refusal: ToldRefusal): void {
    if (!NO_ANSWER.has(refusal.code)) this.refusals.push(refusal);
  }
}

/** From now on every note that `ledger` publishes is told. */
export function followNotes(ledger: Ledger, told: Told): void {
  ledger.subscribe(({ note }) => told.note(note));
}

/**
 * Submits, and remembers all that the author is told: the place, once it is committed and again once it is published; then
 * the receipt; or the refusal. Gives `released`, the code of a refusal, or `no answer` from a ledger that is gone.
 */
export async function submitTold(ledger: Ledger, told: Told, signed: SignedStatement): Promise<string> {
  const { digest } = signed;
  const committedBefore = ledger.head.size;
  try {
    const ticket = ledger.submit(signed);
    const tell = ({ index }: { readonly index: number }): void => told.placement(digest, index);
    ticket.placed.then(tell, () => undefined); // `published` rejects with the same
    const placement = await ticket.published;
    tell(placement);
    await tellReceipt(ledger, told, placement.index);
    return 'released';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    told.refusal({ digest, code: error.code, signed, committedBefore });
    return NO_ANSWER.has(error.code) ? 'no answer' : error.code;
  }
}

/** The author fetches its receipt. A ledger that cannot read any more gives none. */
async function tellReceipt(ledger: Ledger, told: Told, index: number): Promise<void> {
  try {
    const bundle = await ledger.bundle(index);
    if (bundle !== undefined) told.receipt(index, bundle);
    else told.contradictions.push(`record ${index} was released, and has no receipt`);
  } catch {
    // The fault struck the reading: the receipt did not leave.
  }
}

function textOf(note: Uint8Array | string): string {
  return typeof note === 'string' ? note : Buffer.from(note).toString();
}
