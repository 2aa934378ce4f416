/**
 * What would have been paid otherwise: by each method alone over the same rounds; and by the same policy in a federation
 * without the protections, which is trained once more for this, off the ledger, with everybody's tricks going through.
 * @module
 */
import { bandOf } from '../../client/vocabularies.ts';
import { computeAward } from '../../core/credit/award.ts';
import type { CreditMethod, CreditPolicy, CreditRound } from '../../core/credit/input.ts';
import { leaveOneOutOfAll } from '../../core/credit/leave-one-out.ts';
import { exactShapley } from '../../core/credit/shapley-exact.ts';
import { COPIED_ID, COPYCAT_ID, INFLATED_ID, MEMBERS, RIDER_ID } from '../cast.ts';
import { aggregate } from '../learning/average.ts';
import { evaluate, evaluateCoalitions } from '../learning/evaluate.ts';
import { type LinearModel, zeroModel } from '../learning/model.ts';
import { addNoise } from '../learning/noise.ts';
import { weightOfBand } from '../learning/weights.ts';
import { trainMember } from './make.ts';
import type { RoundParts } from './round-parts.ts';
import { ROUNDS } from './setup.ts';

/** Who would have got how many micro-credits, by institution. */
export interface Alternative {
  readonly policy: CreditMethod | 'composite';
  readonly amounts: Readonly<Record<string, string>>;
}

const METHODS: readonly CreditMethod[] = ['equal', 'samples', 'leave-one-out', 'shapley-exact'];

/** The split by each method alone, and by the policy itself. */
export function alternatives(policy: CreditPolicy, rounds: readonly CreditRound[]): Alternative[] {
  const alone = METHODS.map((method) => ({
    policy: method,
    amounts: amountsOf({ ...policy, components: [{ method, basisPoints: 10_000 }] }, rounds),
  }));
  return [...alone, { policy: 'composite', amounts: amountsOf(policy, rounds) }];
}

function amountsOf(policy: CreditPolicy, rounds: readonly CreditRound[]): Record<string, string> {
  return Object.fromEntries(computeAward(policy, rounds).lines.map((line) => [line.beneficiary, String(line.amount)]));
}

/** The federation as it would have been. */
export interface Unprotected {
  readonly rounds: readonly CreditRound[];
  /** Of the last model, ppm. */
  readonly metricPpm: number;
}

interface Update {
  readonly id: string;
  readonly delta: LinearModel;
  readonly weight: number;
}

/** Trains all rounds again with copies, empty updates and inflated bands accepted. */
export function trainUnprotected(parts: Pick<RoundParts, 'data' | 'seed'>): Unprotected {
  const rounds: CreditRound[] = [];
  let model = zeroModel();
  for (let number = 1; number <= ROUNDS; number++) {
    const updates = updatesOf(parts, number, model);
    const table = evaluateCoalitions(model, updates, parts.data.test);
    const n = updates.length;
    rounds.push({
      players: updates.map(({ id, weight }) => ({ contribution: `${number}-${id}`, institution: id, weight })),
      reports: [{ shapley: exactShapley(table, n), leaveOneOut: leaveOneOutOfAll(table, n) }],
      withheld: [],
    });
    model = aggregate(model, updates);
  }
  return { rounds, metricPpm: evaluate(model, parts.data.test) };
}

/** In the order of the institutions, as the players of a round need to be. */
function updatesOf(parts: Pick<RoundParts, 'data' | 'seed'>, number: number, model: LinearModel): Update[] {
  const honest = MEMBERS.map(({ id }): Update => {
    const { delta, samples } = trainMember(parts, id, number, model);
    return { id, delta, weight: weightOfBand(bandOf(id === INFLATED_ID ? 3 * samples : samples)) };
  });
  const copied = honest.find(({ id }) => id === COPIED_ID);
  const rider = { id: RIDER_ID, delta: zeroModel(), weight: weightOfBand(bandOf(1200)) };
  const copy =
    copied === undefined || number === 1
      ? []
      : [{ ...copied, id: COPYCAT_ID, delta: addNoise(copied.delta, 0.05, `${parts.seed}|copy|${number}`) }];
  return [...honest, rider, ...copy].sort((a, b) => (a.id < b.id ? -1 : 1));
}
