/**
 * Sequencing: statements in arrival order, each judged once on the state that the ones before it leave, become records.
 * Behind a statement that credits must follow the ledger writes them at once: one unit, which no batch splits.
 * @module
 */

import type { StoredNode } from '../core/account/subtree.ts';
import { addAmounts } from '../core/account/sums.ts';
import type { AccountTree } from '../core/account/trie.ts';
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError, InvariantError } from '../core/error.ts';
import type { Bodies, RefusalsBody } from '../core/generated/bodies.ts';
import { type LedgerRecord, makeRecord, type SignedStatement } from '../core/record/record.ts';
import { apply, type ChangeSet } from '../core/rules/apply.ts';
import { Refusal, require } from '../core/rules/kind.ts';
import { signingKey } from '../core/rules/signing-key.ts';
import { STATE } from '../core/rules/state.ts';
import type { DrainState } from '../core/rules/state-credit.ts';
import { formatInstant } from '../core/statement/instant.ts';
import { type BatchState, refusing } from './batch-state.ts';
import { findOperator, type Operator, type OperatorKind, operatorReads, operatorStatement } from './operator.ts';
import type { OperatorSigner } from './ports.ts';
import type { Refused } from './refusal-list.ts';
import { MAX_BATCH_RECORDS } from './staging.ts';

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
  | {
      readonly outcome: 'refused';
      readonly code: ErrorCode;
      readonly message: string;
      /** Set where a rule refused what a key of the enrolled author had signed. */
      readonly evidence?: Refused;
    }
  /** With the credits that must follow it, it does not fit in this batch any more: it begins the next one. */
  | { readonly outcome: 'deferred' };

/** Checks a signature over a statement with a key given as base64 SPKI. */
export type CheckSignature = (signed: SignedStatement, spki: string) => Promise<boolean>;

/** A signature check that was made, and with which key (base64 SPKI). */
export interface CheckedSignature {
  readonly spki: string;
  readonly valid: boolean;
}

/** The check that began when the statement came in, if one did. */
type EarlierCheck = Promise<CheckedSignature | undefined> | undefined;

/** More than the payload of any credit: an origin, five ids, six digests and an amount at their longest. */
const MAX_CREDIT_BYTES = 2048;

export interface SequencerParts {
  readonly state: BatchState;
  /** The account tree and the size of the log before the batch. */
  readonly accounts: AccountTree;
  readonly size: number;
  readonly checkSignature: CheckSignature;
  /** Writes what must follow; without it nothing that credits must follow is placed. */
  readonly operator: OperatorSigner | undefined;
  /** Bound on the payloads of one batch; the first statement with its credits always fits. */
  readonly maxBytes: number;
}

/** The end of the log while a batch is being made. */
export class Sequencer {
  readonly #parts: SequencerParts;
  readonly #state: BatchState;
  readonly #placed: Sequenced[] = [];
  #accounts: AccountTree;
  #bytes = 0;

  constructor(parts: SequencerParts) {
    this.#parts = parts;
    this.#state = parts.state;
    this.#accounts = parts.accounts;
  }

  /** The account tree after all records so far. */
  get accounts(): AccountTree {
    return this.#accounts;
  }

  /** The records so far, in order, with those that the ledger wrote itself. */
  get placed(): readonly Sequenced[] {
    return this.#placed;
  }

  /**
   * Judges one statement at `now` (Unix ms). `checked` is a signature check made earlier, if one was.
   * A statement already recorded, or placed earlier in this batch, is known: its state-dependent checks do not run.
   */
  judge(signed: SignedStatement, checked: EarlierCheck, now: number): Promise<Judgement> {
    return orRefused(async () => {
      await this.#state.prefetch(signed);
      const known = this.#state.get(STATE.record(signed.digest));
      if (known !== undefined) return { outcome: 'known', index: known.index };

      const spki = refusing(() => signingKey(this.#state, signed));
      // An author without such a key is refused by the rules, which say why.
      if (spki !== undefined && !(await this.#isValid(signed, spki, checked)))
        throw new Refusal('bad-signature', `the signature does not verify with key ${signed.keyId}`);
      const at = this.#instant(now);
      return orRefused(() => this.#admit(signed, at), this.#evidence(signed, at));
    });
  }

  /** Records a list of refusals. False where it must wait: no room, no live operator key, too soon after the last list. */
  async writeRefusals(body: RefusalsBody, now: number): Promise<boolean> {
    const operator = this.#hasRoom(1, 0) ? await this.#findOperator() : undefined;
    if (operator === undefined) return false;
    const refusal = await this.#write(operator, 'refusals', body, this.#instant(now));
    if (refusal === undefined || refusal.code === 'refusals-rate') return refusal === undefined;
    throw new InvariantError(`the rules refuse the ledger's own list of refusals: ${refusal.message}`);
  }

  /** Places what the rules accept, and behind it the credits that they then ask for. @throws Refusal */
  async #admit(signed: SignedStatement, at: string): Promise<Judgement> {
    const outcome = apply(this.#state, { ...signed, recordedAt: at }, this.#size);
    if (!outcome.accepted) throw new Refusal(outcome.code, outcome.message);
    const drain = drainOf(outcome.change);
    if (drain !== undefined) await this.#requireDrainable(drain);
    const credits = drain?.lines.length ?? 0;
    if (!this.#hasRoom(1 + credits, signed.payload.length + credits * MAX_CREDIT_BYTES)) return { outcome: 'deferred' };
    const sequenced = this.#place(signed, at, outcome.change);
    if (drain !== undefined) await this.#writeCredits(drain, at);
    return { outcome: 'placed', sequenced };
  }

  async #isValid(signed: SignedStatement, spki: string, checked: EarlierCheck): Promise<boolean> {
    const earlier = await checked;
    return earlier?.spki === spki ? earlier.valid : this.#parts.checkSignature(signed, spki);
  }

  /** What a list of refusals would say. Only a key of the enrolled author makes it evidence. */
  #evidence({ digest, statement: { author }, keyId }: SignedStatement, at: string): Omit<Refused, 'code'> | undefined {
    const isAuthentic = this.#state.get(STATE.institution(author))?.keys[keyId] !== undefined;
    return isAuthentic ? { statement: digest, author, at } : undefined;
  }

  /** Requires that every credit can be written: none may be left undone. @throws Refusal `operator-key`, `account-overflow` */
  async #requireDrainable({ lines }: DrainState): Promise<void> {
    require((await this.#findOperator()) !== undefined, 'operator-key', () =>
      'the ledger process holds no live key of the operator institution to write the credits with');
    const { issued } = this.#accounts.totals();
    refusing(() => lines.reduce((sum, { amount }) => addAmounts(sum, BigInt(amount)), issued));
  }

  async #writeCredits({ source, lines }: DrainState, at: string): Promise<void> {
    for (const { line, beneficiary, amount } of lines) {
      const operator = await this.#findOperator();
      const refusal = operator && (await this.#write(operator, 'credit', { source, line, beneficiary, amount }, at));
      if (operator === undefined || refusal !== undefined)
        throw new InvariantError(`line ${line} of ${source} cannot be written: ${refusal?.message ?? 'no key'}`);
    }
    if (this.#state.get(STATE.drain) !== undefined) throw new InvariantError(`${source} asks for more credits`);
  }

  /** The operator, if our key of it is live for the next record and for the one after, which may be its first credit. */
  async #findOperator(): Promise<Operator | undefined> {
    await this.#state.fetch((view) => ({ keys: operatorReads(view), roots: [] }));
    return findOperator(this.#state, this.#parts.operator, this.#size + 1);
  }

  /** Makes, signs and places a statement of the ledger's own; returns the refusal, if the rules refuse it. */
  async #write<K extends OperatorKind>(
    operator: Operator,
    kind: K,
    body: Bodies[K],
    at: string,
  ): Promise<Refusal | undefined> {
    const signed = operatorStatement(operator, kind, body, at);
    await this.#state.prefetch(signed);
    const outcome = apply(this.#state, { ...signed, recordedAt: at }, this.#size);
    if (!outcome.accepted) return new Refusal(outcome.code, outcome.message);
    if (!(await this.#parts.checkSignature(signed, operator.spki)))
      throw new InputError('self-check', `the operator key ${signed.keyId} made a signature that does not verify`);
    this.#place(signed, at, outcome.change);
    return undefined;
  }

  get #size(): number {
    return this.#parts.size + this.#placed.length;
  }

  /** Recorded now, but never before the record before. Requires that the state holds the clock. */
  #instant(now: number): string {
    const clock = this.#state.get(STATE.clock);
    const instant = formatInstant(now);
    return clock === undefined || instant > clock ? instant : clock;
  }

  #hasRoom(records: number, bytes: number): boolean {
    if (this.#placed.length === 0) return true;
    return this.#placed.length + records <= MAX_BATCH_RECORDS && this.#bytes + bytes <= this.#parts.maxBytes;
  }

  #place(signed: SignedStatement, at: string, change: ChangeSet): Sequenced {
    const before = this.#accounts;
    const record = makeRecord(signed, at, before.root());
    const { account, issuedDelta, spentDelta } = change;
    const index = this.#size;
    const accountSequence = before.account(account)?.count ?? 0;
    const { tree, written } = before.append({ account, index, leafHash: record.leafHash, issuedDelta, spentDelta });
    const sequenced = { index, record, change, accountSequence, before, written };
    this.#state.apply(change.changes);
    this.#accounts = tree;
    this.#placed.push(sequenced);
    this.#bytes += signed.payload.length;
    return sequenced;
  }
}

/** The credits that a record asks for, if it does. */
function drainOf({ changes }: ChangeSet): DrainState | undefined {
  return (changes.find(({ key }) => key === STATE.drain)?.value ?? undefined) as DrainState | undefined;
}

/** What `judge` gives, or the refusal that it throws. */
async function orRefused(judge: () => Promise<Judgement>, evidence?: Omit<Refused, 'code'>): Promise<Judgement> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message } = error;
    return {
      outcome: 'refused',
      code,
      message,
      ...(evidence === undefined ? {} : { evidence: { ...evidence, code } }),
    };
  }
}
