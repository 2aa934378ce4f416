/**
 * Reading utility reports: what their tables and numerators say of each player, recomputed, never believed. The rules and
 * the offline verifier share these functions.
 * @module
 */
import { decodeHex } from '../bytes/hex.ts';
import { leaveOneOut, leaveOneOutOfAll } from '../credit/leave-one-out.ts';
import { permutationSeed } from '../credit/permutation.ts';
import { assertEfficiency, exactShapley } from '../credit/shapley-exact.ts';
import { addPermutationPart } from '../credit/shapley-permutation.ts';
import { decodeTable } from '../credit/utility-table.ts';
import type { UtilityReportBody, UtilitySealedBody, UtilityTableBody } from '../generated/bodies.ts';
import { require } from './kind.ts';
import type { UtilityState } from './state-credit.ts';
import type { PlanState } from './state-round.ts';

/** An aggregated contribution of the round with its revealed nonce. */
export interface RevealedPlayer {
  readonly institution: string;
  readonly nonce: string;
}

/** What reading a report needs besides its body. */
export interface ReportContext {
  /** Digest of the plan. */
  readonly planDigest: string;
  readonly plan: PlanState;
  /** The players in the order of the report. */
  readonly players: readonly RevealedPlayer[];
  /** What the parts before left; undefined for the first. */
  readonly before: UtilityState | undefined;
}

/**
 * The state of an evaluator's report after this part.
 * @throws Refusal `report-form`, `report-part`; InputError `bad-utility-table`, `shapley-sum`
 */
export function readReport(body: UtilityReportBody, context: ReportContext): UtilityState {
  const { plan, players } = context;
  require(body.form === plan.form, 'report-form', () => `the plan asks for ${plan.form} reports`);
  require(body.quality === undefined || body.quality.length === players.length, 'report-form', () =>
    `quality has ${body.quality?.length} values for ${players.length} players`);
  if (body.form === 'sealed') return readSealed(body, context);
  return plan.scheme === 'permutation' ? readPermutations(body, context) : readTable(body, context);
}

function readSealed(body: UtilitySealedBody, { planDigest, players }: ReportContext): UtilityState {
  const numerators = body.numerators.map(BigInt);
  assertEfficiency(numerators, players.length, body.empty, body.grand);
  return { ...common(body, planDigest), status: 'unendorsed', parts: 1, shapley: body.numerators };
}

function readTable(body: UtilityTableBody, { planDigest, plan, players, before }: ReportContext): UtilityState {
  const n = players.length;
  require(body.part === 1 && body.parts === 1 && before === undefined, 'report-part', () =>
    `a table of the scheme ${plan.scheme} comes in one part, once`);
  const values = decodeTable(body.table);
  const usable = { ...common(body, planDigest), status: 'usable', parts: 1 } as const;
  if (plan.scheme === 'leave-one-out')
    return { ...usable, leaveOneOut: leaveOneOut([body.empty, body.grand, ...values], n).map(String) };
  const shapley = exactShapley(values, n);
  require(values[0] === body.empty && values.at(-1) === body.grand, 'report-form', () =>
    `the table begins with ${values[0]} and ends with ${values.at(-1)}, not with empty and grand`);
  return { ...usable, shapley: shapley.map(String), leaveOneOut: leaveOneOutOfAll(values, n).map(String) };
}

function readPermutations(body: UtilityTableBody, { planDigest, plan, players, before }: ReportContext): UtilityState {
  const { permutations = 0, truncationPpm = 0 } = plan;
  const done = before?.parts ?? 0;
  require(body.part === done + 1 && body.part <= body.parts && before?.status !== 'usable', 'report-part', () =>
    `part ${done + 1} comes next, not ${body.part} of ${body.parts}`);
  const same = before === undefined || (before.empty === body.empty && before.grand === body.grand);
  require(same && (before === undefined || body.quality === undefined), 'report-part', () =>
    'the parts of a report agree on empty and grand, and the first one carries the quality');
  const values = decodeTable(body.table);
  const start = before?.permutations ?? 0;
  const n = players.length;
  const count = n === 1 ? permutations : Math.floor(values.length / (n - 1));
  const end = start + count;
  require(body.part === body.parts ? end === permutations : end < permutations, 'report-part', () =>
    `the plan asks for ${permutations} permutations; part ${body.part} of ${body.parts} leads to ${end}`);
  const read = addPermutationPart(before?.shapley?.map(BigInt) ?? players.map(() => 0n), {
    seed: seedOf(body, planDigest, players),
    players: n,
    start,
    count,
    values,
    empty: body.empty,
    grand: body.grand,
    truncation: truncationPpm,
  });
  return {
    ...common(body, planDigest),
    ...(before?.quality === undefined ? {} : { quality: before.quality }),
    status: body.part === body.parts ? 'usable' : 'partial',
    parts: body.part,
    permutations: end,
    shapley: read.sums.map(String),
    residual: String(BigInt(before?.residual ?? 0) + read.residual),
  };
}

function common({ empty, grand, quality }: UtilityReportBody, plan: string) {
  return { plan, empty, grand, ...(quality === undefined ? {} : { quality }) };
}

/** The seed that nobody could choose: it rests on nonces that all players had committed to. */
function seedOf({ round }: UtilityReportBody, plan: string, players: readonly RevealedPlayer[]): Uint8Array {
  const byInstitution = players.toSorted((a, b) => (a.institution < b.institution ? -1 : 1));
  return permutationSeed({
    roundOpen: decodeHex(round, 32),
    plan: decodeHex(plan, 32),
    nonces: byInstitution.map(({ nonce }) => decodeHex(nonce, 32)),
  });
}
