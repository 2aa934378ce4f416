/**
 * Bodies that aim at what a state holds: the next round of a lineage, the reveal of a commitment, a report on the players, an
 * award as it would be recomputed. Many are accepted, so that an attacker gets far; the others miss by little.
 * @module
 */
import { createHash } from 'node:crypto';
import { encodeTable } from '../../src/core/credit/utility-table.ts';
import { InputError } from '../../src/core/error.ts';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import type { Json } from '../../src/core/json/json.ts';
import { recomputeAward } from '../../src/core/rules/award-inputs.ts';
import { findDisputed } from '../../src/core/rules/disputes.ts';
import { Refusal } from '../../src/core/rules/kind.ts';
import { type InstitutionState, STATE, type StateKey, type View } from '../../src/core/rules/state.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { bodySubject } from '../../src/core/statement/statement.ts';
import { commitUpdate } from '../../src/core/statement/update-commitment.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import type { Pick } from './random-history.ts';

/** A body, and who would say it where that matters. */
export interface Aim {
  readonly body: Bodies[KindName];
  readonly author?: string;
}

/** What aiming looks at. */
export class Target implements View {
  readonly #state: ReadonlyMap<string, Json>;
  readonly #pick: Pick;

  constructor(state: ReadonlyMap<string, Json>, pick: Pick) {
    this.#state = state;
    this.#pick = pick;
  }

  get<T extends Json>(key: StateKey<T>): T | undefined {
    return this.#state.get(key) as T | undefined;
  }

  rootAt(): undefined {
    return undefined;
  }

  /** A state key with this prefix, without it. @throws Refusal where there is none */
  any(prefix: string): string {
    const keys = [...this.#state.keys()].filter((key) => key.startsWith(prefix));
    return this.oneOf(keys).slice(prefix.length);
  }

  all<T extends Json>(prefix: string): [string, T][] {
    const entries = [...this.#state].filter(([key]) => key.startsWith(prefix));
    return entries.map(([key, value]) => [key.slice(prefix.length), value as T]);
  }

  /** @throws Refusal where there is none */
  oneOf<T>(items: readonly T[]): T {
    const item = items[this.#pick(items.length)];
    if (item === undefined) throw new Refusal('subject-unknown', 'nothing to aim at');
    return item;
  }

  /** True once in `n` times. */
  chance(n: number): boolean {
    return this.#pick(n) === 0;
  }

  /** The instant in so many seconds. */
  in(seconds: number): string {
    return formatInstant(Date.parse(this.get(STATE.clock) ?? '') + seconds * 1000);
  }

  value<T extends Json>(key: StateKey<T>): T {
    return this.oneOf([this.get(key)].flatMap((value) => (value === undefined ? [] : [value])));
  }
}

const hash = (...parts: readonly unknown[]): string => createHash('sha256').update(parts.join(' ')).digest('hex');

type Aims = { readonly [K in KindName]?: (at: Target) => { readonly body: Bodies[K]; readonly author?: string } };

const AIMS: Aims = {
  endorsement(at) {
    const subject = at.chance(4) ? at.any('record/') : at.any('pending/');
    const { account } = at.value(STATE.record(subject));
    return { body: { subject, account, meaning: 'approval' } };
  },

  key(at) {
    const institution = at.any('institution/');
    const revokes = at.oneOf(Object.keys(at.value(STATE.institution(institution)).keys));
    const body = { institution, change: 'revoke' as const, revokes };
    return { author: at.chance(2) ? institution : at.any('institution/'), body: { ...body, compromisedSince: 1 } };
  },

  'round-open'(at) {
    const id = at.any('model/');
    const model = at.value(STATE.model(id));
    const contributors = at.all<InstitutionState>('institution/').filter(([, { roles }]) => 'contributor' in roles);
    const aggregators = at.all<InstitutionState>('institution/').filter(([, { roles }]) => 'aggregator' in roles);
    const [aggregator] = at.oneOf(aggregators);
    const credit = { policy: at.any('policy/'), plan: at.any('plan/'), commitBy: at.in(2), reportBy: at.in(9) };
    const body = {
      round: `round-${hash(id, at.in(0)).slice(0, 8)}`,
      number: model.rounds + 1,
      model: id,
      parent: model.head,
      aggregator,
      invited: contributors.slice(0, at.oneOf([1, 2, 2, 64])).map(([institution]) => institution),
      rule: 'fedavg-v1' as const,
      contributeBy: at.in(4),
      decideBy: at.in(6),
      closeBy: at.in(8),
    };
    return { author: aggregator, body: at.chance(4) ? body : { ...body, credit } };
  },

  'contribution-commit'(at) {
    const [round, institution] = openRound(at);
    const { origin } = at.value(STATE.ledger);
    const opening = { origin, institution, round, update: hash(round, institution), nonce: hash('nonce') };
    return { author: institution, body: { round, commitment: commitUpdate(opening) } };
  },

  contribution(at) {
    const [round, institution] = openRound(at);
    const { parent, credit } = at.value(STATE.round(round));
    const datasets = at.all<{ author: string }>('dataset/').filter(([, { author }]) => author === institution);
    const commit = at.get(STATE.commit(round, institution))?.digest ?? hash('commit');
    const reveal = { commit, nonce: hash('nonce'), datasets: datasets.slice(0, 1).map(([digest]) => digest) };
    const body = {
      round,
      parent,
      update: { tensorSet: hash(round, institution), format: 'safetensors' as const, sizeBytes: 1 },
      form: 'delta' as const,
      band: 'small',
      samples: hash('samples'),
      privacy: { mechanism: 'none' as const },
    };
    return { author: institution, body: credit === undefined ? body : { ...body, ...reveal } };
  },

  'contribution-decision'(at) {
    const contribution = at.any('contribution/');
    const { institution, round } = at.value(STATE.contribution(contribution));
    const { aggregator } = at.value(STATE.round(round));
    const other = at.any('contribution/');
    const nearest = { nearest: { contribution: other, cosinePpm: at.oneOf([0, 1_000_000]) } };
    const measured = { normMicro: 1000, nonFinite: 0, stepCosinePpm: 0, ...(other === contribution ? {} : nearest) };
    return { author: aggregator, body: { contribution, institution, outcome: 'accepted', measured } };
  },

  aggregation(at) {
    const round = at.any('round/');
    const { aggregator, parent } = at.value(STATE.round(round));
    const all = at.all<{ round: string; status: string; weight: number }>('contribution/');
    const accepted = all.filter(([, { round: of, status }]) => of === round && status === 'accepted');
    const contributions = accepted.map(([contribution, { weight }]) => ({ contribution, weight }));
    const total = contributions.reduce((sum, { weight }) => sum + weight, 0);
    const output = { tensorSet: hash(round, 'output'), format: 'safetensors' as const, sizeBytes: 1 };
    const body = { round, parent, contributions, total, rule: 'fedavg-v1' as const, output, step: hash(round, 'step') };
    return { author: aggregator, body };
  },

  'round-close'(at) {
    const round = at.any('round/');
    const { aggregator, aggregation, contributed } = at.value(STATE.round(round));
    const contributions = contributed.length;
    if (aggregation === undefined || at.chance(4))
      return { author: aggregator, body: { round, outcome: 'aborted', contributions } };
    return { author: aggregator, body: { round, outcome: 'completed', aggregation, contributions } };
  },

  'utility-report'(at) {
    const round = at.any('round/');
    const { credit, players = [], parent } = at.value(STATE.round(round));
    const plan = credit?.plan ?? at.any('plan/');
    const { evaluators, scheme } = at.value(STATE.plan(plan));
    const author = at.oneOf(evaluators);
    const n = players.length;
    const empty = at.get(STATE.worth(plan, author, parent)) ?? 1;
    const inner = scheme === 'exact' ? 2 ** Math.min(n, 12) - 2 : scheme === 'permutation' ? 2 * (n - 1) : n;
    const values = Array.from({ length: Math.max(0, inner) }, (_, i) => i);
    const table = encodeTable(scheme === 'exact' ? [empty, ...values, 9] : values);
    const named = players.map(({ contribution }) => contribution);
    const part = (at.get(STATE.utility(round, author))?.parts ?? 0) + 1;
    const parts = scheme === 'permutation' ? 2 : 1;
    return { author, body: { round, plan, players: named, form: 'open', part, parts, empty, grand: 9, table } };
  },

  award(at) {
    const [model = '', number] = at.any('window/').split('/');
    const { award } = at.value(STATE.window(model, Number(number)));
    return { body: recomputeAward(at, model, Number(number), award) };
  },

  dispute(at) {
    const award = at.any('award/');
    const remedy = at.oneOf(['exclude-contribution', 'exclude-report'] as const);
    const about = remedy === 'exclude-contribution' ? at.any('contribution/') : at.any('report-of/');
    const respondent = findDisputed(at, { about, remedy }).institution;
    return { body: { award, about, respondent, grounds: 'copied', evidence: [], remedy } };
  },

  'dispute-response'(at) {
    const dispute = at.any('dispute/');
    const { respondent } = at.value(STATE.dispute(dispute));
    return { author: respondent, body: { dispute, position: 'contests', evidence: [] } };
  },

  resolution(at) {
    const dispute = at.any('dispute/');
    if (at.chance(4)) return { body: { dispute, finding: 'rejected' } };
    const state = at.value(STATE.dispute(dispute));
    const body = recomputeAward(at, state.model, state.window, state.award, findDisputed(at, state).key);
    return { body: { dispute, finding: 'upheld', replacement: bodySubject('award', body).sha256 } };
  },

  'award-final': (at) => ({ body: { award: at.any('award/') } }),

  credit(at) {
    const { source, lines } = at.value(STATE.drain);
    return { body: { source, ...at.oneOf(lines.slice(0, 1)) } };
  },

  claim(at) {
    const credit = at.any('credit/');
    const { beneficiary, amount } = at.value(STATE.credit(credit));
    return { author: beneficiary, body: { credit, amount: at.oneOf(['1', amount]) } };
  },

  transfer(at) {
    const credit = at.any('credit/');
    const { beneficiary: author, amount } = at.value(STATE.credit(credit));
    return { author, body: { credit, beneficiary: at.any('institution/'), amount: at.oneOf(['1', amount]) } };
  },

  settlement(at) {
    const claim = at.any('claim/');
    const { institution } = at.value(STATE.claim(claim));
    return { body: { claim, institution, form: 'compute', reference: hash('invoice') } };
  },

  correction(at) {
    const supersedes = at.any('record/');
    const { kind, author } = at.value(STATE.record(supersedes));
    const same = at
      .all<{ kind: string; author: string }>('record/')
      .filter(([, r]) => r.kind === kind && r.author === author);
    return { author, body: { supersedes, replacement: at.oneOf(same)[0] } };
  },

  withdrawal(at) {
    const subject = at.chance(2) ? at.any('dataset/') : at.any('contribution/');
    return { author: at.value(STATE.record(subject)).author, body: { subject } };
  },
};

/** A round, most likely an open one, and somebody who is invited. */
function openRound(at: Target): [round: string, institution: string] {
  const open = at.all<{ status: string }>('round/').filter(([, { status }]) => status === 'open');
  const [round] = open.length > 0 ? at.oneOf(open) : [at.any('round/')];
  return [round, at.oneOf(at.value(STATE.round(round)).invited)];
}

/** A statement of the kind that the state would have, or nearly; undefined where nothing is there to aim at. */
export function aim(kind: KindName, state: ReadonlyMap<string, Json>, pick: Pick): Aim | undefined {
  try {
    return AIMS[kind]?.(new Target(state, pick));
  } catch (error) {
    if (error instanceof Refusal || error instanceof InputError) return undefined;
    throw error;
  }
}
