/**
 * Replaying the records by the rule book, as the ledger did when it admitted them (I4): the signature of each, the rules,
 * and the account root that it carries (I5).
 *
 * A record that cannot be parsed, that a rule refuses, or whose bytes are not those of the tree ends the replay: what
 * state comes after it nobody can say. A wrong signature or a wrong account root does not: each is found by itself, and
 * the state goes on as the ledger went on.
 * @module
 */
import { AccountTree } from '../../core/account/trie.ts';
import { decodeBase64 } from '../../core/bytes/base64.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { type PublicKey, parseSpki } from '../../core/crypto/spki.ts';
import { InputError } from '../../core/error.ts';
import type { LedgerRecord } from '../../core/record/record.ts';
import { apply, type ChangeSet } from '../../core/rules/apply.ts';
import { signingKey } from '../../core/rules/signing-key.ts';
import { STATE, type View } from '../../core/rules/state.ts';
import { encodePae, PAYLOAD_TYPE } from '../../core/statement/dsse.ts';
import type { SignatureBackend } from '../signatures.ts';
import { openRecord } from '../version.ts';
import { type Findings, nameRun, Run } from './findings.ts';
import { Pages } from './pages.ts';
import { type RootAt, RuleState } from './rule-state.ts';

/** A record as it could be opened: parsed, or why not. */
export type OpenedRecord = LedgerRecord | InputError;

/** @throws nothing for what `bytes` may be */
export function tryOpenRecord(bytes: Uint8Array): OpenedRecord {
  try {
    return openRecord(bytes);
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

/** Told of every record that the rules accepted, in order. Its signature may still be under verification. */
export type RecordListener = (record: LedgerRecord, index: number) => void;

export class Replay {
  readonly #verify: SignatureBackend;
  readonly #findings: Findings;
  readonly #onRecord: RecordListener | undefined;
  /** What the rules have made of the records so far. */
  readonly state: RuleState = new RuleState();
  readonly #pages = new Pages();
  readonly #keys = new Map<string, PublicKey>();
  readonly #wrongStates: Run;
  #accounts: AccountTree | undefined;
  #count = 0;
  #isRunning = true;

  constructor(verify: SignatureBackend, findings: Findings, onRecord?: RecordListener) {
    this.#verify = verify;
    this.#findings = findings;
    this.#onRecord = onRecord;
    this.#wrongStates = new Run((first, last) => {
      const message = `${nameRun('record', first, last)}: carries another account root than the records before it give`;
      findings.problems.add({ code: 'state-differs', message, index: first });
    });
  }

  /** Records replayed so far. */
  get count(): number {
    return this.#count;
  }

  /** False once the replay has ended early. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** vkeys of the log's keys, as the charter and its amendments name them. */
  get logKeys(): readonly string[] {
    return this.state.value(STATE.ledger)?.logKeys ?? [];
  }

  /** The name under which the charter founded the ledger. */
  get origin(): string | undefined {
    return this.state.value(STATE.ledger)?.origin;
  }

  /** Root of the account tree over the records replayed; undefined before the first. */
  get accountRoot(): Uint8Array | undefined {
    return this.#accounts?.root();
  }

  /** Replays the next records. Returns when the signatures of the call before have been verified. */
  async run(records: readonly OpenedRecord[], rootAt: RootAt): Promise<void> {
    const checks: Promise<void>[] = [];
    for (const record of records) {
      if (!this.#isRunning) break;
      if (record instanceof InputError) this.#refuse(record);
      else await this.#judge(record, rootAt, checks);
    }
    await this.#pages.turn(Promise.all(checks));
  }

  /** Ends the replay before the record that would come next. Harmless if it has ended. */
  stop(): void {
    if (!this.#isRunning) return;
    this.#isRunning = false;
    const message = `from record ${this.#count} on, records were hashed but not judged by the rules`;
    this.#findings.notes.add({ code: 'replay-stopped', message, index: this.#count });
  }

  /** Waits for the last signatures. */
  async end(): Promise<void> {
    this.#wrongStates.end();
    await this.#pages.end();
  }

  async #judge(record: LedgerRecord, rootAt: RootAt, checks: Promise<void>[]): Promise<void> {
    const index = this.#count;
    const view = await this.state.viewFor(record, rootAt);
    const outcome = apply(view, record, index);
    if (!outcome.accepted) return this.#refuse(outcome);
    const before = this.#accounts ?? AccountTree.empty(record.statement.ledger);
    const after = this.#grow(before, record, outcome.change);
    if (after === undefined) return;
    checks.push(this.#checkSignature(record, index, view));
    if (!equalBytes(record.state, before.root())) this.#wrongStates.add(index);
    this.#accounts = after;
    this.state.apply(outcome.change.changes);
    this.#onRecord?.(record, index);
    this.#count++;
  }

  #grow(before: AccountTree, { leafHash }: LedgerRecord, change: ChangeSet): AccountTree | undefined {
    try {
      return before.append({ ...change, leafHash, index: this.#count }).tree;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#refuse(error);
      return undefined;
    }
  }

  /** Requires that the rules accepted the record: its key then stands in the state, or in the charter that they checked. */
  async #checkSignature(record: LedgerRecord, index: number, view: View): Promise<void> {
    const { keyId, payload, signature } = record;
    const spki = signingKey(view, record);
    if (spki === undefined) {
      const message = `record ${index}: ${keyId} is no key of ${record.statement.author}`;
      this.#findings.problems.add({ code: 'key-unknown', message, index });
    } else if (!(await this.#verify(this.#keyOf(spki), encodePae(PAYLOAD_TYPE, payload), signature))) {
      const message = `record ${index}: the signature does not verify with key ${keyId}`;
      this.#findings.problems.add({ code: 'bad-signature', message, index });
    }
  }

  #keyOf(spki: string): PublicKey {
    const key = this.#keys.get(spki) ?? parseSpki(decodeBase64(spki));
    this.#keys.set(spki, key);
    return key;
  }

  /** The next record is not one that the ledger could have taken in. */
  #refuse({ code, message }: Pick<InputError, 'code' | 'message'>): void {
    const index = this.#count;
    const finding = { code, message: `record ${index}: ${message}`, index };
    if (code === 'unknown-version') this.#findings.doubts.add(finding);
    else this.#findings.problems.add(finding);
    this.stop();
  }
}
