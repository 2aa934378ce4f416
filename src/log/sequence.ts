/**
 * Sequencing: statements in arrival order, each judged once on the state that the ones before it leave, become records.
 * @module
 */

import type { StoredNode } from '../core/account/subtree.ts';
import type { AccountTree } from '../core/account/trie.ts';
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { type LedgerRecord, makeRecord, type SignedStatement } from '../core/record/record.ts';
import { apply, type ChangeSet } from '../core/rules/apply.ts';
import { Refusal } from '../core/rules/kind.ts';
import { signingKey } from '../core/rules/signing-key.ts';
import { STATE } from '../core/rules/state.ts';
import { formatInstant } from '../core/statement/instant.ts';
import { type BatchState, refusing } from './batch-state.ts';

/** A record in its place, with everything that it changes. */
export interface Sequenced {
  readonly index: number;
  readonly record: LedgerRecord;
  readonly change: ChangeSet;
  /** Position in its account. */
  readonly accountSequence: number;
  /** The account tree before the record; its root is `record.state`. */
  readonly before: AccountTree;
  readonly written: readonly StoredNode[];
}

/** What became of one statement. */
export type Judgement =
  | { readonly outcome: 'placed'; readonly sequenced: Sequenced }
  | { readonly outcome: 'known'; readonly index: number }
  | { readonly outcome: 'refused'; readonly code: ErrorCode; readonly message: string };

/** Checks a signature over a statement with a key given as base64 SPKI. */
export type CheckSignature = (signed: SignedStatement, spki: string) => Promise<boolean>;

/** A signature check that was made, and with which key (base64 SPKI). */
export interface CheckedSignature {
  readonly spki: string;
  readonly valid: boolean;
}

/** The check that began when the statement came in, if one did. */
type EarlierCheck = Promise<CheckedSignature | undefined> | undefined;

/** The end of the log while a batch is being made. */
export class Sequencer {
  readonly #state: BatchState;
  readonly #checkSignature: CheckSignature;
  #accounts: AccountTree;
  #size: number;

  constructor(state: BatchState, accounts: AccountTree, size: number, checkSignature: CheckSignature) {
    this.#state = state;
    this.#accounts = accounts;
    this.#size = size;
    this.#checkSignature = checkSignature;
  }

  /** The account tree after all records so far. */
  get accounts(): AccountTree {
    return this.#accounts;
  }

  /**
   * Judges one statement at `now` (Unix ms). `checked` is a signature check made earlier, if one was.
   * A statement already recorded, or placed earlier in this batch, is known: its state-dependent checks do not run.
   */
  async judge(signed: SignedStatement, checked: EarlierCheck, now: number): Promise<Judgement> {
    try {
      return await this.#judge(signed, checked, now);
    } catch (error) {
      if (error instanceof Refusal) return { outcome: 'refused', code: error.code, message: error.message };
      throw error;
    }
  }

  async #judge(signed: SignedStatement, checked: EarlierCheck, now: number): Promise<Judgement> {
    await this.#state.prefetch(signed);
    const known = this.#state.get(STATE.record(signed.digest));
    if (known !== undefined) return { outcome: 'known', index: known.index };

    const spki = refusing(() => signingKey(this.#state, signed));
    // An author without such a key is refused by the rules, which say why.
    if (spki !== undefined && !(await this.#isValid(signed, spki, checked)))
      throw new Refusal('bad-signature', `the signature does not verify with key ${signed.keyId}`);
    const clock = this.#state.get(STATE.clock);
    const instant = formatInstant(now);
    const recordedAt = clock === undefined || instant > clock ? instant : clock;
    const outcome = apply(this.#state, { ...signed, recordedAt }, this.#size);
    if (!outcome.accepted) throw new Refusal(outcome.code, outcome.message);
    return {
      outcome: 'placed',
      sequenced: this.#place(makeRecord(signed, recordedAt, this.#accounts.root()), outcome.change),
    };
  }

  async #isValid(signed: SignedStatement, spki: string, checked: EarlierCheck): Promise<boolean> {
    const earlier = await checked;
    return earlier?.spki === spki ? earlier.valid : this.#checkSignature(signed, spki);
  }

  #place(record: LedgerRecord, change: ChangeSet): Sequenced {
    const before = this.#accounts;
    const { account, issuedDelta, spentDelta } = change;
    const index = this.#size;
    const accountSequence = before.account(account)?.count ?? 0;
    const { tree, written } = before.append({ account, index, leafHash: record.leafHash, issuedDelta, spentDelta });
    this.#state.apply(change.changes);
    this.#accounts = tree;
    this.#size++;
    return { index, record, change, accountSequence, before, written };
  }
}
