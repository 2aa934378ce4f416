/**
 * A ledger that stands where a rule is about to be tested, and what the rules say of the next statement there.
 * @module
 */
import type { ErrorCode } from '../../../../src/core/catalogue/catalogue.ts';
import type { Bodies, RoundOpenBody } from '../../../../src/core/generated/bodies.ts';
import type { Json } from '../../../../src/core/json/json.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { STATE, type StateKey } from '../../../../src/core/rules/state.ts';
import { formatInstant } from '../../../../src/core/statement/instant.ts';
import { signStatement } from '../../../../src/core/statement/sign.ts';
import type { Statement } from '../../../../src/core/statement/statement.ts';
import type { KindName } from '../../../../src/core/statement/validate.ts';
import { acceptedBody, modelBody, roundOpenBody, taskBody } from '../../../_util/bodies.ts';
import { Consortium, type ConsortiumOptions, type StatementOverrides } from '../../../_util/consortium.ts';
import { NaiveLedger } from '../../../_util/naive-ledger.ts';
import { judgeTwice, LogEnd } from './_named-view.ts';

/** The founders of the default consortium. */
export const OPERATOR = 'platform';
export const INSTITUTE = 'daejeon-institute';
export const PHARMA = 'hangang-pharma';
export const HOSPITAL = 'namsan-hospital';

/** When the first record is recorded. */
const START_UNIX_MS = Date.UTC(2026, 10, 23, 8, 30);

/** What a record would change. */
export interface Effect {
  /** Statement digest. */
  readonly digest: string;
  readonly account: string;
  readonly issuedDelta: bigint;
  readonly spentDelta: bigint;
  /** New values by key; null where the key goes. */
  readonly changes: Readonly<Record<string, Json | null>>;
}

export class Bench {
  readonly consortium: Consortium;
  readonly ledger: NaiveLedger;
  #nowUnixMs: number;

  private constructor(consortium: Consortium, ledger: NaiveLedger, nowUnixMs: number) {
    this.consortium = consortium;
    this.ledger = ledger;
    this.#nowUnixMs = nowUnixMs;
  }

  /** A bench before the charter. */
  static empty(options?: ConsortiumOptions): Bench {
    const consortium = new Consortium(options);
    return new Bench(consortium, new NaiveLedger(consortium.origin, consortium.logKey), START_UNIX_MS);
  }

  /** A bench behind the founding. */
  static founded(options?: ConsortiumOptions): Bench {
    const bench = Bench.empty(options);
    for (const signed of bench.consortium.founding()) bench.append(signed);
    return bench;
  }

  fork(): Bench {
    return new Bench(this.consortium.fork(), this.ledger.fork(), this.#nowUnixMs);
  }

  get now(): string {
    return formatInstant(this.#nowUnixMs);
  }

  /** The instant in so many seconds. */
  in(seconds: number): string {
    return formatInstant(this.#nowUnixMs + seconds * 1000);
  }

  /** Lets time pass. */
  wait(seconds: number): this {
    this.#nowUnixMs += seconds * 1000;
    return this;
  }

  /** Lets time pass until this instant, and so many milliseconds past it. */
  waitUntil(instant: string, pastMs = 0): this {
    this.#nowUnixMs = Date.parse(instant) + pastMs;
    return this;
  }

  /** Records what the rules must accept. */
  append(signed: SignedStatement): SignedStatement {
    judgeTwice(new LogEnd(this.ledger), signed, this.now);
    this.ledger.append(signed, this.now);
    this.wait(1);
    return signed;
  }

  /** The next statement of `author`, recorded. */
  record<K extends KindName>(
    kind: K,
    author: string,
    body: Bodies[K],
    overrides?: StatementOverrides,
  ): SignedStatement {
    return this.append(this.consortium.statement(kind, author, body, overrides));
  }

  /** The institute accepts a contribution, recorded. */
  accept({ digest, statement: { author } }: SignedStatement): SignedStatement {
    return this.record('contribution-decision', INSTITUTE, acceptedBody(digest, author));
  }

  /** `by` approves, recorded. */
  approve(by: string, of: SignedStatement): SignedStatement {
    return this.append(this.consortium.endorsement(by, of));
  }

  /** A statement of a quorum kind with the approval that makes it take effect. */
  resolve<K extends KindName>(
    kind: K,
    author: string,
    by: string,
    body: Bodies[K],
    overrides?: StatementOverrides,
  ): void {
    this.approve(by, this.record(kind, author, body, overrides));
  }

  /** The next statement of `author`, which will not be recorded. */
  stray<K extends KindName>(kind: K, author: string, body: Bodies[K], overrides?: StatementOverrides): SignedStatement {
    return this.consortium.statement(kind, author, body, { ...overrides, stray: true });
  }

  /** What the rules say of a statement now: the code of the refusal, or undefined. */
  judge(signed: SignedStatement): ErrorCode | undefined {
    const outcome = judgeTwice(new LogEnd(this.ledger), signed, this.now);
    return outcome.accepted ? undefined : outcome.code;
  }

  /**
   * What the rules make of the next statement of `author`, besides what every record changes: its place, the chain, the
   * clock. Requires that they accept it.
   */
  effect<K extends KindName>(kind: K, author: string, body: Bodies[K], overrides?: StatementOverrides): Effect {
    const signed = this.stray(kind, author, body, overrides);
    const outcome = judgeTwice(new LogEnd(this.ledger), signed, this.now);
    if (!outcome.accepted) throw new Error(`${outcome.code}: ${outcome.message}`);
    const { account, issuedDelta, spentDelta, changes } = outcome.change;
    const always: readonly string[] = [STATE.record(signed.digest), STATE.chain(author), STATE.clock];
    const own = changes.filter(({ key }) => !always.includes(key)).map(({ key, value }) => [key, value] as const);
    return { digest: signed.digest, account, issuedDelta, spentDelta, changes: Object.fromEntries(own) };
  }

  /** What the rules say of the next statement of `author`. */
  refusal<K extends KindName>(
    kind: K,
    author: string,
    body: Bodies[K],
    overrides?: StatementOverrides,
  ): ErrorCode | undefined {
    return this.judge(this.stray(kind, author, body, overrides));
  }

  get<T extends Json>(key: StateKey<T>): T | undefined {
    return this.ledger.state().get(key) as T | undefined;
  }
}

/** A founded ledger with a task, a model and an open round, whose digest is given. */
export function openRound(base: Bench, body: Partial<RoundOpenBody> = {}): { bench: Bench; round: string } {
  const bench = base.fork();
  bench.record('task', PHARMA, taskBody());
  bench.record('model', INSTITUTE, modelBody());
  return { bench, round: bench.record('round-open', INSTITUTE, roundOpenBody(body)).digest };
}

/** The statement with other members. The rules do not look at signatures, so it carries none that verifies. */
export function altered(signed: SignedStatement, change: (statement: Statement) => Statement): SignedStatement {
  return signStatement(change(signed.statement), { keyId: signed.keyId, sign: () => new Uint8Array(64) });
}

/** The statement without a reason. */
export function unreasoned(signed: SignedStatement): SignedStatement {
  return altered(signed, (statement) => {
    const { reason: _, ...signing } = statement.signing;
    return { ...statement, signing };
  });
}
