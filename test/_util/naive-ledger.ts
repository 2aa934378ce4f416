/**
 * The oracle of the log engine: a list of record bytes, and nothing clever. Roots by recursion over the whole list, the
 * account tree built anew, the state by replaying `apply`, every document written out by hand from its description, the
 * credits that the ledger itself must write too.
 * Slow on purpose; an engine must give the same bytes.
 * @module
 */
import { createHash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';
import type { Json } from '../../src/core/json/json.ts';
import { type LedgerRecord, makeRecord, parseRecord, type SignedStatement } from '../../src/core/record/record.ts';
import { accountOf, apply, type Outcome } from '../../src/core/rules/apply.ts';
import type { InstitutionState, LedgerState, StateKey, View } from '../../src/core/rules/state.ts';
import type { DrainState } from '../../src/core/rules/state-credit.ts';
import type { OperatorSigner } from '../../src/log/ports.ts';
import { bitOf, type OracleRecord, type OracleTree, oracleKey, oracleRoot, oracleTree } from './account-oracle.ts';
import { cosignatureLine, type TestNoteKey } from './keys.ts';
import { mth, path, proof } from './naive-merkle.ts';
import { naiveCredit } from './operator.ts';

/** When records are recorded unless told otherwise: from here on, one a second. */
const START_UNIX_MS = Date.UTC(2026, 10, 23, 8, 30);

/** A signed checkpoint of the log, as published. */
export interface NaivePublication {
  readonly size: number;
  readonly note: string;
}

/** A witness and when it cosigns. */
export interface Cosigner {
  readonly witness: TestNoteKey;
  readonly timestampSeconds: number;
}

/** What the records so far add up to. */
interface Replay {
  readonly state: ReadonlyMap<string, Json>;
  readonly accounts: readonly OracleRecord[];
}

/**
 * What replaying a list of records gave, by the list's name. Only a memo, shared by the ledgers of a test: each entry is
 * one record applied to the entry before.
 */
const replays = new Map<string, Replay>();
const MAX_REPLAYS = 4096;
const NOTHING: Replay = { state: new Map(), accounts: [] };

export class NaiveLedger {
  readonly origin: string;
  /** Signs checkpoints; may be succeeded. */
  logKey: TestNoteKey;
  /** Keys that sign beside it, as soon as the charter, as amended, lists them. */
  successors: readonly TestNoteKey[] = [];
  /** Signs what the ledger itself writes. Where it is given, credits follow their source as they must. */
  readonly operator: OperatorSigner | undefined;
  readonly publications: NaivePublication[] = [];
  readonly #records: Uint8Array[] = [];
  /** By number of records: what names that beginning of the list. */
  readonly #names: string[] = [''];

  constructor(origin: string, logKey: TestNoteKey, operator?: OperatorSigner) {
    this.origin = origin;
    this.logKey = logKey;
    this.operator = operator;
  }

  /** An independent copy as it stands. */
  fork(): NaiveLedger {
    const copy = new NaiveLedger(this.origin, this.logKey, this.operator);
    copy.#records.push(...this.#records);
    copy.publications.push(...this.publications);
    copy.successors = this.successors;
    return copy;
  }

  get records(): readonly Uint8Array[] {
    return this.#records;
  }

  get size(): number {
    return this.#records.length;
  }

  /**
   * What the rules say of a statement as the next record, and, of one that credits must follow, whether the operator's key
   * could sign them. The signature is not looked at.
   */
  judge(signed: SignedStatement, recordedAt: string = this.#now()): Outcome {
    const outcome = apply(this.#view(this.size), { ...signed, recordedAt }, this.size);
    const asks = outcome.accepted && outcome.change.changes.some(({ key, value }) => key === 'drain' && value !== null);
    const isMute = this.operator !== undefined && asks && !this.#isOperatorKeyLive(this.operator.keyId);
    return isMute ? { accepted: false, code: 'operator-key', message: 'its key is not live' } : outcome;
  }

  /** Records a statement that the rules accept, and the credits that must follow it; returns its index. */
  append(signed: SignedStatement, recordedAt: string = this.#now()): number {
    const outcome = this.judge(signed, recordedAt);
    if (!outcome.accepted) throw new Error(`record ${this.size}: ${outcome.code}: ${outcome.message}`);
    const index = this.appendUnjudged(signed, recordedAt);
    if (this.operator !== undefined) this.#writeCredits(this.operator, recordedAt);
    return index;
  }

  /** Records several statements, in order; returns their indexes. */
  appendAll(statements: readonly SignedStatement[]): number[] {
    return statements.map((signed) => this.append(signed));
  }

  /** What a dishonest operator does: records a statement whatever the rules say. Refused ones change no state. */
  appendUnjudged(signed: SignedStatement, recordedAt: string = this.#now()): number {
    return this.appendBytes(makeRecord(signed, recordedAt, this.accountRoot()).bytes);
  }

  /** Appends bytes that must be a record. */
  appendBytes(bytes: Uint8Array): number {
    return this.#records.push(bytes) - 1;
  }

  /** What a dishonest operator does: puts other bytes in the place of a record. */
  replace(index: number, bytes: Uint8Array): void {
    this.#records[index] = bytes;
    this.#names.length = Math.min(this.#names.length, index + 1);
  }

  /** Forgets the records from `size` on, and all publications. */
  truncate(size: number): void {
    this.#records.length = size;
    this.#names.length = Math.min(this.#names.length, size + 1);
    this.publications.length = 0;
  }

  record(index: number): LedgerRecord {
    return parseRecord(this.#bytes(index));
  }

  /** Replays the rules over records [0, size). */
  state(size: number = this.size): ReadonlyMap<string, Json> {
    return this.#replay(size).state;
  }

  /** The state as one text: the RFC 8785 form of its entries, `[key, value]`, in the order of the keys. */
  stateText(size: number = this.size): string {
    return canonicalize([...this.state(size)].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Root of the account tree over records [0, size): the `state` of record `size`. */
  accountRoot(size: number = this.size): Uint8Array {
    return Buffer.from(oracleRoot(this.origin, this.#replay(size).accounts), 'hex');
  }

  root(size: number = this.size): Uint8Array {
    return mth(this.records.slice(0, size));
  }

  inclusion(index: number, size: number): Uint8Array[] {
    return path(index, this.records.slice(0, size));
  }

  /** Empty from size 0, as from a size to itself. */
  consistency(oldSize: number, size: number): Uint8Array[] {
    return oldSize === 0 ? [] : proof(oldSize, this.records.slice(0, size));
  }

  checkpointText(size: number = this.size): string {
    return `${this.origin}\n${size}\n${base64(this.root(size))}\n`;
  }

  /** Signs and publishes the present size, with cosignatures and any other signature lines; returns the note. */
  publish(cosigners: readonly Cosigner[] = [], otherLines: readonly string[] = []): string {
    const text = this.checkpointText();
    const own = this.#logKeysInForce().map(({ signer: { name, keyId, sign } }) => {
      const signature = Buffer.concat([Buffer.from(keyId, 'hex'), sign(Buffer.from(text))]);
      return `— ${name} ${base64(signature)}\n`;
    });
    const cosignatures = cosigners.map(({ witness, timestampSeconds }) =>
      cosignatureLine(witness, text, timestampSeconds),
    );
    const note = `${text}\n${own.join('')}${cosignatures.join('')}${otherLines.join('')}`;
    this.publications.push({ size: this.size, note });
    return note;
  }

  /** The proof bundle of record `index`, as schemas/proof-bundle.schema.json describes it. Requires a publication that covers it. */
  bundle(index: number): Uint8Array {
    const cover = this.publications.find(({ size }) => size > index);
    if (cover === undefined) throw new Error(`no published checkpoint covers record ${index}`);
    const before = this.publications.findLast(({ size, note }) => size <= index && this.#isCosigned(note));
    const record = this.record(index);
    const account = `keys/${record.statement.author}`;
    const governance = this.#indexesBefore(index, (other) => this.#isGovernance(other));
    const keys = this.#indexesBefore(index, (other) => accountOf(other) === account);
    const show = (indexes: number[]) =>
      indexes.map((at) => ({
        index: at,
        record: base64(this.#bytes(at)),
        inclusion: this.inclusion(at, cover.size).map(base64),
      }));
    const proofLines = ['c2sp.org/tlog-proof@v1', `index ${index}`, ...this.inclusion(index, cover.size).map(base64)];
    const document = {
      format: 'ledgerline/proof@v1',
      record: base64(record.bytes),
      proof: `${proofLines.join('\n')}\n\n${cover.note}`,
      governance: show(governance),
      keys: { path: this.accountPath(account, index), records: show(keys) },
      ...(before === undefined
        ? {}
        : {
            before: {
              checkpoint: before.note,
              consistency: this.consistency(before.size, cover.size).map(base64),
            },
          }),
      ...this.#succession(cover.size),
    };
    return Buffer.from(canonicalize(document));
  }

  /** For each key of the log retired among the first `size` records: the last publication that it signed, each once. */
  #succession(size: number): object {
    if (this.successors.length === 0) return {};
    const { retiredLogKeys = [] } = this.state(size).get('ledger') as LedgerState;
    const last = retiredLogKeys.flatMap(({ vkey, until }) => {
      const [name, keyId = ''] = vkey.split('+');
      const lines = (note: string): Buffer[] =>
        note.split('\n').flatMap((line) => {
          const [dash, own, signature = ''] = line.split(' ');
          return dash === '—' && own === name ? [Buffer.from(signature, 'base64')] : [];
        });
      const isOwn = (note: string): boolean =>
        lines(note).some((line) => line.subarray(0, 4).toString('hex') === keyId);
      return this.publications.findLast((each) => each.size <= until && isOwn(each.note)) ?? [];
    });
    const steps = last.filter((each, i) => each !== last[i - 1]);
    if (steps.length === 0) return {};
    return {
      succession: steps.map((each) => ({
        checkpoint: each.note,
        consistency: this.consistency(each.size, size).map(base64),
      })),
    };
  }

  /** Those that the charter lists; a test may sign with a key that it does not list, too. */
  #logKeysInForce(): TestNoteKey[] {
    if (this.successors.length === 0) return [this.logKey];
    const keys = [this.logKey, ...this.successors];
    const charter = this.state().get('ledger') as LedgerState | undefined;
    const listed = keys.filter(({ vkey }) => charter?.logKeys.includes(vkey));
    return listed.length === 0 ? [this.logKey] : listed;
  }

  /** Evidence that the tree of `size` records stands in the newest publication (schemas/later-evidence.schema.json). */
  later(size: number): Uint8Array {
    const newest = this.publications.at(-1);
    if (newest === undefined) throw new Error('nothing is published');
    const consistency = this.consistency(size, newest.size).map(base64);
    return Buffer.from(canonicalize({ format: 'ledgerline/later@v1', size, checkpoint: newest.note, consistency }));
  }

  /** The account's path over records [0, size), as JSON (docs/reference/account-tree.md, "Path"). */
  accountPath(account: string, size: number): unknown {
    return pathOf(oracleTree(this.origin, this.#replay(size).accounts), oracleKey(this.origin, account));
  }

  /** One record after the other, as long as the state asks for one. */
  #writeCredits(signer: OperatorSigner, at: string): void {
    for (;;) {
      const drain = this.state().get('drain') as DrainState | undefined;
      const [next] = drain?.lines ?? [];
      if (drain === undefined || next === undefined) return;
      const { line, beneficiary, amount } = next;
      const operator = this.#operatorId();
      const own = this.records.map((bytes) => parseRecord(bytes)).filter((r) => r.statement.author === operator);
      const chain = own.map(({ digest }) => digest);
      const body = { source: drain.source, line, beneficiary, amount };
      const bytes = naiveCredit({ origin: this.origin, operator, signer, chain, body, at, state: this.accountRoot() });
      const { accepted } = this.judge(parseRecord(bytes), at);
      if (!accepted) throw new Error(`credit ${line} of ${drain.source} is refused`);
      this.appendBytes(bytes);
    }
  }

  #operatorId(): string {
    return (this.state().get('ledger') as LedgerState | undefined)?.operator ?? '';
  }

  #isOperatorKeyLive(keyId: string): boolean {
    const operator = this.state().get(`institution/${this.#operatorId()}`) as InstitutionState | undefined;
    const key = operator?.keys[keyId];
    return key !== undefined && key.until === undefined && operator?.status === 'active';
  }

  #replay(size: number): Replay {
    if (size === 0) return NOTHING;
    const name = this.#nameOf(size);
    const replay = replays.get(name) ?? this.#extend(this.#replay(size - 1), size - 1);
    if (replays.size >= MAX_REPLAYS) replays.clear();
    replays.set(name, replay);
    return replay;
  }

  #extend(before: Replay, index: number): Replay {
    const record = this.record(index);
    const outcome = apply(
      viewOf(before.state, (n) => this.root(n)),
      record,
      index,
    );
    const entry = {
      account: accountOf(record),
      leafHash: Buffer.from(record.leafHash).toString('hex'),
      issuedDelta: outcome.accepted ? outcome.change.issuedDelta : 0n,
      spentDelta: outcome.accepted ? outcome.change.spentDelta : 0n,
    };
    const state = new Map(before.state);
    for (const { key, value } of outcome.accepted ? outcome.change.changes : []) {
      if (value === null) state.delete(key);
      else state.set(key, value);
    }
    return { state, accounts: [...before.accounts, entry] };
  }

  /** A name for records [0, size): every record hashed after the name of those before it. */
  #nameOf(size: number): string {
    for (let n = this.#names.length; n <= size; n++) {
      const hash = createHash('sha256')
        .update(this.#names[n - 1] ?? '')
        .update(this.#bytes(n - 1));
      this.#names.push(`${this.origin} ${hash.digest('hex')}`);
    }
    return this.#names[size] ?? '';
  }

  #view(size: number): View {
    return viewOf(this.#replay(size).state, (n) => this.root(n));
  }

  #bytes(index: number): Uint8Array {
    const bytes = this.records[index];
    if (bytes === undefined) throw new Error(`no record ${index}`);
    return bytes;
  }

  #indexesBefore(end: number, isWanted: (record: LedgerRecord) => boolean): number[] {
    return Array.from({ length: end }, (_, index) => index).filter((index) => isWanted(this.record(index)));
  }

  /** The charter, amendments, and endorsements of amendments. */
  #isGovernance({ statement: { kind, body } }: LedgerRecord): boolean {
    if (kind !== 'endorsement') return kind === 'charter' || kind === 'amendment';
    const endorsed = this.records.map((bytes) => parseRecord(bytes)).find(({ digest }) => digest === body.subject);
    return endorsed?.statement.kind === 'amendment';
  }

  /** True when a signature line is of somebody else than a log key of this origin. */
  #isCosigned(note: string): boolean {
    const lines = note.split('\n').filter((line) => line.startsWith('— '));
    return lines.some((line) => !line.startsWith(`— ${this.origin} `));
  }

  #now(): string {
    const now = new Date(START_UNIX_MS + this.size * 1000).toISOString();
    const last = this.size === 0 ? '' : this.record(this.size - 1).recordedAt;
    return now > last ? now : last;
  }
}

function viewOf(state: ReadonlyMap<string, Json>, rootAt: (size: number) => Uint8Array): View {
  return { get: <T extends Json>(key: StateKey<T>) => state.get(key) as T | undefined, rootAt };
}

function pathOf(tree: OracleTree | undefined, key: string): unknown {
  if (tree === undefined) return { end: { kind: 'empty' }, siblings: [] };
  const siblings: unknown[] = [];
  let at = tree;
  while (at.kind === 'node' && liesUnder(key, at.prefix, at.depth)) {
    const [next, aside] = bitOf(key, at.depth) === 0 ? [at.left, at.right] : [at.right, at.left];
    siblings.unshift({ depth: at.depth, ...summaryOf(aside) });
    at = next;
  }
  return { end: endOf(at), siblings };
}

function endOf(at: OracleTree): unknown {
  if (at.kind === 'node') {
    return { kind: 'node', depth: at.depth, prefix: at.prefix, left: summaryOf(at.left), right: summaryOf(at.right) };
  }
  const { count, issued, spent, key, lastIndex, subRoot } = at;
  return { kind: 'leaf', key, count, issued: String(issued), spent: String(spent), lastIndex, subRoot };
}

function summaryOf({ hash, count, issued, spent }: OracleTree): object {
  return { hash, count, issued: String(issued), spent: String(spent) };
}

function liesUnder(key: string, prefix: string, depth: number): boolean {
  return Array.from({ length: depth }, (_, i) => i).every((i) => bitOf(key, i) === bitOf(prefix, i));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
