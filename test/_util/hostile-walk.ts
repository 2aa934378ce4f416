/**
 * A log that its members attack: from some record of an honest history on, statements that are well formed and nonsense.
 * Each is judged as the engine judges it, by a state that holds exactly what the rules named; the accepted ones stay.
 * @module
 */
import { createHash } from 'node:crypto';
import { InputError } from '../../src/core/error.ts';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import { SUBJECTS } from '../../src/core/generated/subjects.ts';
import { canonicalize } from '../../src/core/json/jcs.ts';
import type { Json } from '../../src/core/json/json.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { apply, type Outcome } from '../../src/core/rules/apply.ts';
import { KIND_NAMES, kindRules } from '../../src/core/rules/book.ts';
import { holdsRole, isKeyLive } from '../../src/core/rules/institution.ts';
import { Refusal } from '../../src/core/rules/kind.ts';
import { signingKey } from '../../src/core/rules/signing-key.ts';
import {
  type InstitutionState,
  type LedgerState,
  STATE,
  type StateKey,
  type View,
} from '../../src/core/rules/state.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { signStatement } from '../../src/core/statement/sign.ts';
import {
  bodySubject,
  CHAIN_START,
  type Statement,
  type StatementOf,
  type Subject,
} from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { BatchState, refusing } from '../../src/log/batch-state.ts';
import { aim } from './hostile-aims.ts';
import { BodyMaker, type LeafPool } from './hostile-body.ts';
import { type Honest, learn } from './hostile-honest.ts';
import type { Pick } from './random-history.ts';

type Body = Bodies[KindName];

/** What became of a statement. */
export interface Judged {
  readonly kind: KindName;
  readonly code: string | undefined;
}

export class HostileWalk {
  readonly #honest: Honest;
  readonly #pick: Pick;
  readonly #pool: LeafPool;
  readonly #maker: BodyMaker;
  readonly #state: Map<string, Json>;
  #size: number;
  /** Position in the honest history: what would come here if nobody attacked. */
  #place: number;

  constructor(honest: Honest, size: number, pick: Pick) {
    this.#honest = honest;
    this.#pick = pick;
    this.#pool = honest.pool.fork();
    this.#maker = new BodyMaker(this.#pool, pick);
    this.#state = new Map(honest.ledger.state(size));
    this.#size = size;
    this.#place = size;
    for (const value of this.#state.values()) deepFreeze(value);
  }

  /** Everything that the state holds; frozen, so that a rule that changed a value would throw. */
  get state(): ReadonlyMap<string, Json> {
    return this.#state;
  }

  /** Judges one more statement, and records it where the rules accept it. */
  async step(): Promise<Judged> {
    const recordedAt = this.#instant();
    const signed = (this.#pick(4) === 0 ? this.#honestly() : undefined) ?? this.#statement();
    deepFreeze(signed.statement);
    const outcome = await this.#judge(signed, recordedAt);
    const { kind } = signed.statement;
    if (!outcome.accepted) return { kind, code: outcome.code };
    for (const { key, value } of outcome.change.changes) {
      if (value === null) this.#state.delete(key);
      else this.#state.set(key, deepFreeze(value));
    }
    this.#size++;
    learn(this.#pool, signed);
    return { kind, code: undefined };
  }

  /** The engine's way: fetch what is named, look for the key, apply. @throws whatever is neither acceptance nor refusal */
  async #judge(signed: SignedStatement, recordedAt: string): Promise<Outcome> {
    const record = { ...signed, recordedAt };
    const named = new BatchState({
      load: async (keys) => keys.map((key) => this.#state.get(key)),
      rootAt: async (size) => this.#rootAt(size),
    });
    try {
      await named.prefetch(signed);
      refusing(() => signingKey(named, signed));
      const outcome = apply(named, record, this.#size);
      const whole = apply(this.#view(), record, this.#size);
      if (tell(outcome) !== tell(whole)) throw new Error(`by what it named: ${tell(outcome)}; in full: ${tell(whole)}`);
      return outcome;
    } catch (error) {
      if (error instanceof Refusal) return { accepted: false, code: error.code, message: error.message };
      throw new Error(`${canonicalize(signed.statement)} at ${recordedAt}: ${error}`, { cause: error });
    }
  }

  /** The next honest statement, word for word, if there is one. */
  #honestly(): SignedStatement | undefined {
    const next = this.#honest.statements[this.#place];
    if (next !== undefined) this.#place++;
    return next;
  }

  #statement(): SignedStatement {
    for (;;) {
      const kind = this.#kind();
      const aimed = this.#pick(3) > 0 ? aim(kind, this.#state, this.#pick) : undefined;
      const template = this.#template(kind);
      const body = this.#body(kind, aimed?.body ?? template?.body);
      const statement = this.#around(kind, body, template, aimed?.author);
      try {
        const signer = { keyId: this.#keyId(statement), sign: () => new Uint8Array(64) };
        return signStatement(statement, signer);
      } catch (error) {
        if (!(error instanceof InputError)) throw error; // too large, a day that does not exist: nothing to judge
      }
    }
  }

  #kind(): KindName {
    if (this.#state.has(STATE.drain) && this.#pick(4) > 0) return 'credit';
    const next = this.#honest.statements[this.#place];
    if (next !== undefined && this.#pick(4) === 0) return next.statement.kind;
    if (this.#pick(5) === 0) return 'endorsement';
    return this.#oneOf(KIND_NAMES) ?? 'charter';
  }

  /** An honest statement of the kind to begin with: most likely the one that stands here. */
  #template(kind: KindName): Statement | undefined {
    if (this.#pick(6) === 0) return undefined;
    const next = this.#honest.statements[this.#place]?.statement;
    if (next?.kind === kind && this.#pick(4) > 0) return next;
    return this.#oneOf(this.#honest.statements.filter(({ statement }) => statement.kind === kind))?.statement;
  }

  #body(kind: KindName, template: Body | undefined): Body {
    const exact = template !== undefined && this.#pick(2) === 0;
    return exact ? template : this.#maker.body(kind, template);
  }

  #around(kind: KindName, body: Body, template: Statement | undefined, by: string | undefined): Statement {
    const author = by !== undefined && this.#pick(8) > 0 ? by : this.#author(kind, template);
    const chain = this.#get(STATE.chain(author)) ?? { sequence: 0, previous: CHAIN_START };
    const isWrong = this.#pick(32) === 0;
    const meaning =
      author === this.#ledger()?.operator ? 'responsibility' : kind === 'endorsement' ? 'approval' : 'author';
    const reasons = this.#ledger()?.vocabularies.reasons ?? ['planned'];
    const reason = this.#pick(8) > 0 ? { reason: { code: this.#oneOf(reasons) ?? 'planned' } } : {};
    const seen = this.#pick(8) > 0 ? {} : { seen: this.#seen() };
    const statement: StatementOf<KindName> = {
      kind,
      subject: this.#subject(kind, body, template),
      ledger: isWrong ? 'log.example/another' : (this.#ledger()?.origin ?? this.#honest.ledger.origin),
      author,
      chain: this.#pick(32) === 0 ? { sequence: this.#pick(9), previous: this.#maker.digest() } : { ...chain },
      signing: { signer: this.#maker.digest(), meaning, signedAt: '2026-11-23T17:26:00+09:00', ...reason },
      ...seen,
      body,
    };
    return statement as Statement;
  }

  #subject(kind: KindName, body: Body, template: Statement | undefined): Subject {
    const rule = SUBJECTS[kind];
    if (rule === undefined || !('artefact' in rule)) return bodySubject(kind, body);
    const sha256 = template !== undefined && this.#pick(4) > 0 ? template.subject.sha256 : this.#maker.digest();
    return { name: rule.artefact, sha256 };
  }

  #seen(): { size: number; root: string } {
    const size = this.#oneOf([1, 1 + this.#pick(this.#size + 1), this.#size, Number.MAX_SAFE_INTEGER]) ?? 1;
    const root = this.#rootAt(size) ?? new Uint8Array(32);
    return { size, root: Buffer.from(this.#pick(4) > 0 ? root : new Uint8Array(32)).toString('hex') };
  }

  /** Somebody, most likely somebody who may write the kind. */
  #author(kind: KindName, template: Statement | undefined): string {
    const { roles, quorum, writer } = kindRules(kind, 1);
    const isOperators = this.#state.has(STATE.founding) || writer === 'operator';
    if (isOperators && this.#pick(16) > 0) return this.#ledger()?.operator ?? 'platform';
    if (template !== undefined && this.#pick(2) === 0) return template.author;
    const needed = quorum === undefined || this.#pick(4) === 0 ? roles : [quorum.by ?? 'steward'];
    const at = this.#get(STATE.clock) ?? '';
    const everybody = this.#under('institution/') as [string, InstitutionState][];
    const able = everybody.filter(
      ([, state]) => needed.length === 0 || needed.some((role) => holdsRole(state, role, at)),
    );
    const [key] = this.#oneOf(this.#pick(6) > 0 && able.length > 0 ? able : everybody) ?? [];
    return key === undefined || this.#pick(64) === 0 ? 'nobody' : key.slice('institution/'.length);
  }

  #keyId({ author }: Statement): string {
    const institution = this.#get(STATE.institution(author));
    const all = Object.keys(institution?.keys ?? {});
    const live = all.filter((id) => institution !== undefined && isKeyLive(institution, id, this.#size));
    const charter = Object.keys(this.#get(STATE.founding)?.operatorKeys ?? {});
    return this.#oneOf(this.#pick(16) > 0 ? [...live, ...charter] : all) ?? this.#maker.digest();
  }

  /** Now, a little later, or around a deadline that something waits for. */
  #instant(): string {
    const clock = this.#get(STATE.clock) ?? '2026-11-23T08:30:00.000Z';
    const next = this.#honest.times[this.#place] ?? clock;
    const draw = this.#pick(16);
    if (draw === 0) return formatInstant(Date.parse(clock) + 1000 * this.#pick(100));
    if (draw === 1) return this.#deadline(clock);
    if (draw === 2 && this.#pick(4) === 0) return formatInstant(Date.parse(clock) - 1);
    return draw > 8 && next > clock ? next : clock;
  }

  #deadline(clock: string): string {
    const ahead = [...this.#state.values()]
      .flatMap((value) => instantsIn(value))
      .filter((at) => at >= clock && at < '9');
    const at = this.#oneOf(ahead);
    return at === undefined ? clock : formatInstant(Date.parse(at) + this.#pick(2));
  }

  #under(prefix: string): [string, Json][] {
    return [...this.#state].filter(([key]) => key.startsWith(prefix));
  }

  #ledger(): LedgerState | undefined {
    return this.#get(STATE.ledger);
  }

  #get<T extends Json>(key: StateKey<T>): T | undefined {
    return this.#state.get(key) as T | undefined;
  }

  #view(): View {
    return { get: (key) => this.#get(key), rootAt: (size) => this.#rootAt(size) };
  }

  /** Stands for the root of the log: the rules only compare. */
  #rootAt(size: number): Uint8Array | undefined {
    return size > this.#size ? undefined : createHash('sha256').update(`root ${size}`).digest();
  }

  #oneOf<T>(items: readonly T[]): T | undefined {
    return items[this.#pick(items.length)];
  }
}

function tell(outcome: Outcome): string {
  return outcome.accepted ? canonicalize(outcome.change.changes) : `${outcome.code} ${outcome.message}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner);
  return value;
}

function instantsIn(value: Json): string[] {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((inner: Json) => instantsIn(inner));
}
