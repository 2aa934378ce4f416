/**
 * A consortium for tests: an operator and three founders that sign statements, each in its own chain. Deterministic:
 * the same calls give the same bytes.
 * @module
 */

import type { Bodies, CharterBody } from '../../src/core/generated/bodies.ts';
import { SUBJECTS } from '../../src/core/generated/subjects.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { accountOf } from '../../src/core/rules/apply.ts';
import { commit } from '../../src/core/statement/commitment.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { type StatementSigner, signStatement } from '../../src/core/statement/sign.ts';
import {
  bodySubject,
  CHAIN_START,
  type Signing,
  type Statement,
  type StatementOf,
  type Subject,
} from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { charterBody, digestOf, endorsementBody, type Founder } from './bodies.ts';
import { type TestKey, type TestNoteKey, testKey, testLogKey } from './keys.ts';

export const ORIGIN = 'log.example/k-melloddy';

/** Founders of the default consortium, the operator first; among them all three key algorithms. */
export const FOUNDERS: readonly Founder[] = [
  { id: 'platform', class: 'platform-operator', roles: [], keys: [testKey('platform 1')] },
  {
    id: 'daejeon-institute',
    class: 'research-institute',
    roles: ['steward', 'aggregator'],
    keys: [testKey('daejeon-institute 1')],
  },
  {
    id: 'hangang-pharma',
    class: 'pharma',
    roles: ['steward', 'contributor'],
    keys: [testKey('hangang-pharma 1', 'ecdsa-p256')],
  },
  {
    id: 'namsan-hospital',
    class: 'hospital',
    roles: ['steward', 'contributor'],
    keys: [testKey('namsan-hospital 1', 'ecdsa-p384')],
  },
];

/** The same founders with Ed25519 keys only: several times faster. */
export const ED25519_FOUNDERS: readonly Founder[] = FOUNDERS.map((founder) => ({
  ...founder,
  keys: [testKey(`${founder.id} ed25519`)],
}));

export interface ConsortiumOptions {
  readonly origin?: string;
  readonly founders?: readonly Founder[];
  readonly logKey?: TestNoteKey;
  readonly charter?: Partial<CharterBody>;
}

/** What of a statement may be other than usual. */
export interface StatementOverrides {
  readonly subject?: Subject;
  readonly ledger?: string;
  readonly chain?: Statement['chain'];
  readonly seen?: Statement['seen'];
  readonly signing?: Partial<Signing>;
  readonly key?: StatementSigner;
  /** The statement will not be recorded: the author's chain does not advance. */
  readonly stray?: boolean;
}

export class Consortium {
  readonly origin: string;
  readonly logKey: TestNoteKey;
  readonly founders: readonly Founder[];
  readonly #charter: Partial<CharterBody>;
  readonly #keys: Map<string, StatementSigner>;
  readonly #chains = new Map<string, Statement['chain']>();
  #signed = 0;

  constructor({
    origin = ORIGIN,
    founders = FOUNDERS,
    logKey = testLogKey(origin),
    charter = {},
  }: ConsortiumOptions = {}) {
    this.origin = origin;
    this.logKey = logKey;
    this.founders = founders;
    this.#charter = charter;
    this.#keys = new Map(founders.flatMap(({ id, keys }) => (keys[0] === undefined ? [] : [[id, keys[0]]])));
  }

  /** An independent copy as it stands: what it signs next does not show here. */
  fork(): Consortium {
    const { origin, founders, logKey } = this;
    const copy = new Consortium({ origin, founders, logKey, charter: this.#charter });
    for (const [id, key] of this.#keys) copy.#keys.set(id, key);
    for (const [author, chain] of this.#chains) copy.#chains.set(author, chain);
    copy.#signed = this.#signed;
    return copy;
  }

  get operator(): string {
    return this.founders[0]?.id ?? '';
  }

  /** From now on `institution` signs with `key`, which the ledger must be told of by a `key` statement. */
  useKey(institution: string, key: TestKey): void {
    this.#keys.set(institution, key);
  }

  /** The next statement of `author`, signed, with its chain advanced. */
  statement<K extends KindName>(
    kind: K,
    author: string,
    body: Bodies[K],
    overrides: StatementOverrides = {},
  ): SignedStatement {
    const key = overrides.key ?? this.#keys.get(author);
    if (key === undefined) throw new Error(`${author} has no key; use useKey first`);
    const chain = overrides.chain ?? this.#chains.get(author) ?? { sequence: 0, previous: CHAIN_START };
    const statement: StatementOf<K> = {
      kind,
      subject: overrides.subject ?? subjectOf(kind, body),
      ledger: overrides.ledger ?? this.origin,
      author,
      chain,
      signing: { ...this.#signing(kind, author, body), ...overrides.signing },
      ...(overrides.seen === undefined ? {} : { seen: overrides.seen }),
      body,
    };
    this.#signed++;
    const signed = signStatement(statement as Statement, key);
    const advances = overrides.stray !== true && overrides.chain === undefined;
    if (advances) this.#chains.set(author, { sequence: chain.sequence + 1, previous: signed.digest });
    return signed;
  }

  /** The charter and the records that it announces, in their order. */
  founding(): SignedStatement[] {
    const { operator, origin } = this;
    const charter = charterBody(origin, this.logKey.vkey, this.founders, this.#charter);
    const signed = [this.statement('charter', operator, charter)];
    for (const { institution, keys, roles } of charter.founders) {
      for (const key of keys) signed.push(this.statement('key', operator, { institution, change: 'enrol', key }));
      for (const role of roles) signed.push(this.statement('role', operator, { institution, change: 'grant', role }));
    }
    return signed;
  }

  /** `by` approves (or has reviewed) what another institution signed. */
  endorsement(
    by: string,
    of: SignedStatement,
    meaning: 'approval' | 'review' = 'approval',
    overrides: StatementOverrides = {},
  ): SignedStatement {
    return this.statement('endorsement', by, endorsementBody(of.digest, accountOf(of), meaning), overrides);
  }

  #signing<K extends KindName>(kind: K, author: string, body: Bodies[K]): Signing {
    const signedAt = formatInstant(Date.UTC(2026, 10, 23, 17) + this.#signed * 1000).replace('.000Z', '+09:00');
    const signer = commit('signer', new Uint8Array(32), `person of ${author}`);
    const meaning = author === this.operator ? 'responsibility' : 'meaning' in body ? body.meaning : 'author';
    return { signer, meaning, signedAt, ...(givesReason(kind, body) ? { reason: { code: 'planned' } } : {}) };
  }
}

/** True for statements that the rules always ask a reason for. */
function givesReason<K extends KindName>(kind: K, body: Bodies[K]): boolean {
  const changes = 'change' in body && ['rotate', 'revoke', 'end'].includes(body.change);
  const always = kind === 'amendment' || kind === 'withdrawal' || kind === 'correction' || kind === 'erasure';
  return always || changes || ('outcome' in body && body.outcome === 'aborted');
}

/** The usual subject: for an artefact, a file whose digest is that of its tensor set's text. */
function subjectOf<K extends KindName>(kind: K, body: Bodies[K]): Subject {
  const rule = SUBJECTS[kind];
  if (rule === undefined || !('artefact' in rule)) return bodySubject(kind, body);
  const of =
    'update' in body ? body.update : 'output' in body ? body.output : 'weights' in body ? body.weights : undefined;
  return { name: rule.artefact, sha256: digestOf(`file of ${of?.tensorSet}`) };
}
