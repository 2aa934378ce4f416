/**
 * What an evaluator is asked, and its answer as statements: the players of a round in their order, the coalitions to value, and the
 * reports made from the utilities, checked as the rules will check them.
 * @module
 */
import { decodeHex } from '../../core/bytes/hex.ts';
import { permutationSeed, permutations } from '../../core/credit/permutation.ts';
import { exactShapley } from '../../core/credit/shapley-exact.ts';
import { encodeTable, tableDigest } from '../../core/credit/utility-table.ts';
import { InputError } from '../../core/error.ts';
import type { UtilityReportBody } from '../../core/generated/bodies.ts';
import { STATE, type View } from '../../core/rules/state.ts';
import type { UtilityState } from '../../core/rules/state-credit.ts';
import type { PlayerState } from '../../core/rules/state-round.ts';
import { type RevealedPlayer, readReport } from '../../core/rules/utility-reading.ts';
import type { RoundFacts } from './round-facts.ts';

/** What has to be valued. */
export interface Assignment {
  readonly round: string;
  readonly id: string;
  readonly plan: string;
  readonly scheme: 'exact' | 'permutation' | 'leave-one-out';
  readonly form: 'open' | 'sealed';
  /** Player i is the bit of value 2^i of a coalition. */
  readonly players: readonly PlayerState[];
  /** Fixed total weight of the round: absent members count as zero updates. */
  readonly total: number;
  /** For the scheme `permutation`: the orders in which the players join. */
  readonly permutations?: readonly (readonly number[])[];
}

/** Utilities as an evaluator writes them down, in parts per million of the range of the metric. */
export interface Utilities {
  readonly empty: number;
  readonly grand: number;
  /** Of the coalitions that the scheme asks for, in the order of `docs/reference/credit.md`. */
  readonly table: readonly number[];
  /** Basis points, one a player. */
  readonly quality?: readonly number[];
}

/** Values in one part: 16,384 bytes, which leave room for the rest of a statement. */
const PART_VALUES = 4096;

/** @throws InputError `not-found` where the round is not valued by a plan, or not aggregated yet */
export function assignmentOf({ id, state, plan, contributions }: RoundFacts): Assignment {
  const { credit, players } = state;
  if (credit === undefined || plan === undefined)
    throw new InputError('not-found', `${state.round} is valued by no plan: it bears no credit`);
  if (players === undefined) throw new InputError('not-found', `${state.round} has no aggregation yet`);
  const revealed = revealedPlayers({ contributions }, players);
  return {
    round: state.round,
    id,
    plan: credit.plan,
    scheme: plan.scheme,
    form: plan.form,
    players,
    total: players.reduce((sum, { weight }) => sum + weight, 0),
    ...(plan.scheme === 'permutation'
      ? { permutations: orders(id, credit.plan, revealed, plan.permutations ?? 0) }
      : {}),
  };
}

/**
 * The reports that are still missing, in order.
 * @param view the state of the rules
 * @throws InputError, Refusal as `readReport`: `report-form`, `report-part`, `bad-utility-table`, `shapley-sum`
 */
export function reportsOf(facts: RoundFacts, view: View, evaluator: string, utilities: Utilities): UtilityReportBody[] {
  const { round: _, id, plan: planDigest, players, form } = assignmentOf(facts);
  const { plan, contributions } = facts;
  if (plan === undefined) throw new InputError('not-found', 'the plan of the round');
  const { empty, grand, table, quality } = utilities;
  const common = {
    round: id,
    plan: planDigest,
    players: players.map(({ contribution }) => contribution),
    empty,
    grand,
  };
  const measured = quality === undefined ? {} : { quality: [...quality] };
  const revealed = revealedPlayers({ contributions }, players);
  let before: UtilityState | undefined = view.get(STATE.utility(id, evaluator));
  const done = before?.parts ?? 0;
  if (form === 'sealed') {
    const numerators = exactShapley(table, players.length).map(String);
    // The rules never see the table, so nobody else would find it out.
    if (table[0] !== empty || table.at(-1) !== grand)
      throw new InputError('report-form', `the table begins with ${table[0]} and ends with ${table.at(-1)}`);
    const body = { ...common, ...measured, form, numerators, tableDigest: tableDigest(table) };
    readReport(body, { planDigest, plan, players: revealed, before });
    return [body];
  }
  const parts = cut(table, plan.scheme === 'permutation' ? Math.max(1, players.length - 1) : table.length);
  const bodies = parts.map((values, i) => ({
    ...common,
    ...(i === 0 ? measured : {}),
    form,
    part: i + 1,
    parts: parts.length,
    table: encodeTable(values),
  }));
  const missing = bodies.slice(done);
  for (const body of missing) before = readReport(body, { planDigest, plan, players: revealed, before });
  return missing;
}

/** The table in parts of whole permutations; one part where it fits. */
function cut(table: readonly number[], unit: number): (readonly number[])[] {
  const size = Math.max(unit, Math.floor(PART_VALUES / unit) * unit);
  const count = Math.max(1, Math.ceil(table.length / size));
  return Array.from({ length: count }, (_, i) => table.slice(i * size, (i + 1) * size));
}

function revealedPlayers(
  { contributions }: Pick<RoundFacts, 'contributions'>,
  players: readonly PlayerState[],
): RevealedPlayer[] {
  return players.map(({ contribution, institution }) => {
    const nonce = contributions.find(({ id }) => id === contribution)?.state.nonce ?? '';
    return { institution, nonce };
  });
}

function orders(round: string, plan: string, players: readonly RevealedPlayer[], count: number): number[][] {
  const byInstitution = players.toSorted((a, b) => (a.institution < b.institution ? -1 : 1));
  const seed = permutationSeed({
    roundOpen: decodeHex(round, 32),
    plan: decodeHex(plan, 32),
    nonces: byInstitution.map(({ nonce }) => decodeHex(nonce, 32)),
  });
  return [...permutations(seed, players.length, count)];
}
