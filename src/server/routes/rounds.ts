/**
 * Rounds: commitments, contributions with their decisions, the aggregation with its players, reports, and the award of the window
 * that the round fell in.
 * @module
 */
import type { Request } from 'express';
import { STATE } from '../../core/rules/state.ts';
import type { RoundState } from '../../core/rules/state-round.ts';
import type { Ledger } from '../../log/ledger.ts';
import { nameParam } from '../params.ts';
import { listPlaced, one, place, placeOne } from '../state-reading.ts';

/** A round invites at most so many. */
const MAX_INVITED = 128;
/** A report has at most so many parts. */
const MAX_PARTS = 9999;

export async function listRounds(ledger: Ledger, request: Request): Promise<object> {
  return listPlaced(
    ledger,
    STATE.roundName(''),
    request,
    ({ value }) => String(value),
    (entries) => ledger.state(entries.map(({ value }) => STATE.round(String(value)))),
  );
}

/** A round, by its name or by the digest that opened it. */
export async function readRound(ledger: Ledger, request: Request): Promise<object> {
  const name = nameParam(request, 'id');
  const [byDigest, named] = await ledger.state<RoundState | string>([STATE.round(name), STATE.roundName(name)]);
  const id = byDigest === undefined ? String(named) : name;
  const round = await one(ledger, STATE.round(id), `round ${name}`);
  const placed = await placeOne(ledger, id, `round ${name}`);
  const { aggregation, ...rest } = round;
  return {
    ...placed,
    ...rest,
    commits: await readCommits(ledger, id, round),
    contributions: await readContributions(ledger, id),
    ...(aggregation === undefined ? {} : { aggregation: await readAggregation(ledger, aggregation) }),
    reports: await readReports(ledger, id, round),
    ...(await readAward(ledger, round)),
  };
}

async function readCommits(ledger: Ledger, id: string, { committed }: RoundState): Promise<object[]> {
  const commits = await ledger.state(committed.map((institution) => STATE.commit(id, institution)));
  const placed = await place(
    ledger,
    commits.flatMap((commit) => commit?.digest ?? []),
  );
  return committed.map((institution, i) => {
    const { digest = '', commitment } = commits[i] ?? {};
    return { ...placed.get(digest), institution, commitment };
  });
}

/** The contributions to a round, by institution. */
async function readContributions(ledger: Ledger, round: string): Promise<object[]> {
  const entries = await ledger.stateUnder(STATE.contributed(round, ''), MAX_INVITED);
  const ids = entries.map(({ value }) => String(value));
  const [contributions, placed] = await Promise.all([ledger.state(ids.map(STATE.contribution)), place(ledger, ids)]);
  return ids.map((id, i) => {
    const { round: _, ...contribution } = contributions[i] ?? {};
    return { ...placed.get(id), ...contribution };
  });
}

async function readAggregation(ledger: Ledger, id: string): Promise<object> {
  const { output, step } = await one(ledger, STATE.aggregation(id), `aggregation ${id}`);
  return { ...(await placeOne(ledger, id, `aggregation ${id}`)), output, step };
}

/** What the evaluators of the plan reported, each with the statements that its report consists of. */
async function readReports(ledger: Ledger, id: string, { credit }: RoundState): Promise<object[]> {
  if (credit === undefined) return [];
  const evaluators = (await one(ledger, STATE.plan(credit.plan), `plan ${credit.plan}`)).evaluators;
  const utilities = await ledger.state(evaluators.map((evaluator) => STATE.utility(id, evaluator)));
  const reports = evaluators.map(async (evaluator, i) => {
    const utility = utilities[i];
    if (utility === undefined) return [];
    const parts = await ledger.stateUnder(STATE.report(id, evaluator, 0).slice(0, -4), MAX_PARTS);
    const digests = parts.map(({ value }) => String(value));
    return [{ evaluator, ...utility, statements: [...(await place(ledger, digests)).values()] }];
  });
  return (await Promise.all(reports)).flat();
}

async function readAward(ledger: Ledger, { model, window }: RoundState): Promise<object> {
  if (window === undefined) return {};
  const { award } = await one(ledger, STATE.window(model, window), `window ${window} of ${model}`);
  return award === undefined ? {} : { award: await placeOne(ledger, award, `award ${award}`) };
}
