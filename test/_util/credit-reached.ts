/**
 * How far random histories of credit came, so that they cannot silently go shallow.
 * @module
 */
import { expect } from 'vitest';
import type { Json } from '../../src/core/json/json.ts';
import { type InstitutionState, STATE, type StateChange } from '../../src/core/rules/state.ts';
import type { AwardState, DisputeState, UtilityState } from '../../src/core/rules/state-credit.ts';
import type { RoundState } from '../../src/core/rules/state-round.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import type { QuickRecord } from './quick-ledger.ts';
import type { CreditHistory } from './random-credit-history.ts';

/** What a history may reach, and in how many of a hundred histories it must at least. */
const AT_LEAST = {
  'an award': 85,
  'a final award': 75,
  'a credit': 75,
  'a dispute': 60,
  'a dispute that was upheld': 20,
  'a dispute that lapsed': 15,
  'an award without a contribution': 10,
  'an award without a report': 4,
  'a claim': 70,
  'a transfer': 45,
  'a settlement': 60,
  'a withheld reveal': 60,
  'a sealed report': 30,
  'permutations in parts': 15,
  'an aborted round': 40,
  'a rotated key': 15,
  'a key compromised while an award was open': 15,
  'a role that ended': 30,
  'a member that left': 25,
  'credit used after leaving': 2,
} as const;

type Depth = keyof typeof AT_LEAST;

export class Reached {
  readonly #histories = new Map<Depth, number>();
  readonly #refusals = new Map<string, number>();

  refusal(code: string): void {
    this.#refusals.set(code, (this.#refusals.get(code) ?? 0) + 1);
  }

  history(history: CreditHistory): void {
    for (const depth of depthsOf(history)) this.#histories.set(depth, (this.#histories.get(depth) ?? 0) + 1);
  }

  /** Requires that enough of `runs` histories went deep, and that many rules refused something. */
  expectDepth(runs: number): void {
    const shallow = Object.entries(AT_LEAST).filter(
      ([depth, hundredths]) => (this.#histories.get(depth as Depth) ?? 0) < Math.floor((hundredths * runs) / 100),
    );
    expect(shallow.map(([depth]) => `${depth}: ${this.#histories.get(depth as Depth) ?? 0}`)).toEqual([]);
    expect(this.#refusals.size).toBeGreaterThan(runs < 50 ? 30 : 50);
  }

  /** For people: what was reached, and what was refused. */
  toString(): string {
    const lines = (all: ReadonlyMap<string, number>) =>
      [...all].sort(([, a], [, b]) => b - a).map(([name, count]) => `${count} ${name}`);
    return [...lines(this.#histories), ...lines(this.#refusals)].join('\n');
  }
}

function depthsOf({ ledger, world }: CreditHistory): Set<Depth> {
  const reached = new Set<Depth>();
  const before = new Map(world.ledger.state);
  for (const record of ledger.records.slice(world.ledger.size)) {
    const depth = depthOfStatement(record);
    if (depth !== undefined) reached.add(depth);
    for (const change of record.change.changes)
      for (const each of depthsOfChange(record, change, before)) reached.add(each);
    for (const { key, value } of record.change.changes) {
      if (value !== null) before.set(key, value);
    }
    for (const each of replacedBy(record, before)) reached.add(each);
    const author = before.get(STATE.institution(record.signed.statement.author)) as InstitutionState | undefined;
    if (record.change.spentDelta > 0n && author?.status !== 'active') reached.add('credit used after leaving');
  }
  return reached;
}

const BY_KIND: { readonly [K in KindName]?: Depth } = {
  award: 'an award',
  'award-final': 'a final award',
  credit: 'a credit',
  dispute: 'a dispute',
  claim: 'a claim',
  transfer: 'a transfer',
  settlement: 'a settlement',
};

function depthOfStatement({ signed: { statement } }: QuickRecord): Depth | undefined {
  if (statement.kind === 'key' && statement.body.change === 'rotate') return 'a rotated key';
  return BY_KIND[statement.kind];
}

/** What a resolution took out of the award that this one replaces. */
function* replacedBy({ signed: { statement } }: QuickRecord, state: ReadonlyMap<string, Json>): Generator<Depth> {
  if (statement.kind !== 'award' || statement.body.replaces === undefined) return;
  for (const [key, value] of state) {
    if (!key.startsWith('dispute/')) continue;
    const { award, status, remedy } = value as DisputeState;
    if (award !== statement.body.replaces || status !== 'upheld') continue;
    yield remedy === 'exclude-report' ? 'an award without a report' : 'an award without a contribution';
  }
}

/** What a change says of how far the history came. */
function* depthsOfChange(
  { signed: { statement } }: QuickRecord,
  { key, value }: StateChange,
  before: ReadonlyMap<string, Json>,
): Generator<Depth> {
  const [kind] = key.split('/');
  if (kind === 'award') {
    const award = value as AwardState;
    if (award.lapsed) yield 'a dispute that lapsed';
    if (before.has(key) && award.disputeBy > (before.get(key) as AwardState).disputeBy)
      yield 'a key compromised while an award was open';
  } else if (kind === 'dispute') {
    if ((value as DisputeState).status === 'upheld') yield 'a dispute that was upheld';
  } else if (kind === 'round') {
    const { status, withheld = [] } = value as RoundState;
    if (status === 'aborted') yield 'an aborted round';
    if (status === 'completed' && withheld.length > 0) yield 'a withheld reveal';
  } else if (kind === 'utility') {
    const { status, excluded } = value as UtilityState;
    if (status === 'usable' && statement.kind === 'endorsement' && excluded === undefined) yield 'a sealed report';
    if (status === 'partial') yield 'permutations in parts';
  } else if (kind === 'institution') {
    const [was, is] = [before.get(key) as InstitutionState | undefined, value as InstitutionState];
    if (is.status === 'left') yield 'a member that left';
    if (Object.keys(is.roles).length < Object.keys(was?.roles ?? {}).length) yield 'a role that ended';
  }
}
