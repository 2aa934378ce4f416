/**
 * One round: the aggregator opens it; everybody commits to an update, and reveals it once nobody can commit any more; the
 * aggregator measures, decides, averages by the weights of the bands and closes; the evaluator says what every coalition is
 * worth. Whoever misbehaves does it in between, through the same door.
 * @module
 */
import { COPYCAT_ID, LATE_ID } from '../cast.ts';
import { aggregate } from '../learning/average.ts';
import { evaluate } from '../learning/evaluate.ts';
import { subtractModels } from '../learning/model.ts';
import { weightOfBand } from '../learning/weights.ts';
import { type Attempt, type Caught, caught } from './caught.ts';
import { acceptedOf, type Decided, decideAll } from './decide.ts';
import { commitTo, makeUpdate, reveal } from './make.ts';
import type { Committed, Lineage, Made, Revealed, RoundParts } from './round-parts.ts';
import { LINEAGE } from './setup.ts';
import type { RoundSummary } from './summary.ts';
import { attempt, makeTricks, type Stage, tryBefore, tryEarly, tryInstead } from './tricks.ts';
import { reportUtilities } from './value.ts';

export interface RoundResult {
  readonly lineage: Lineage;
  readonly summary: RoundSummary;
  readonly caught: readonly Caught[];
  /** What was aggregated. */
  readonly accepted: readonly Revealed[];
}

/** In this round a member reveals too late. */
const LATE_ROUND = 3;

/** Plays round `number`. */
export async function playRound(parts: RoundParts, number: number, lineage: Lineage): Promise<RoundResult> {
  const stage = { parts, number, lineage };
  const honest = await Promise.all(parts.members.map((member) => makeUpdate(parts, member, number, lineage)));
  const made = [...honest, ...(await makeTricks(stage, honest))];
  const round = await openRound(parts, number, lineage);
  const committed = await commitAll(parts, round.digest, made, lineage);
  const early = await tryEarly(stage, committed);
  await parts.pace.past(round.commitBy);
  const { revealed, tried } = await revealAll(stage, committed);
  const late = revealed.length === committed.length ? [] : await tryLate(stage, committed, round.contributeBy);
  const decided = await decideAll(parts, revealed, lineage);
  const accepted = acceptedOf(decided);
  const next = await closeRound(stage, round.digest, accepted, revealed.length);
  const table = await reportUtilities(parts, round.digest, accepted, lineage);
  const all = [...early, ...tried, ...late, ...rejections(number, decided), ...withheld(number, committed, revealed)];
  return {
    lineage: next,
    caught: all,
    accepted,
    summary: {
      number,
      round: `round-${number}`,
      members: made.map(({ member }) => member.id),
      accepted: accepted.length,
      refused: all.filter(({ code }) => code !== undefined).length,
      metric: { name: 'roc-auc-mid-rank', ppm: evaluate(next.model, parts.data.test) },
      coalitions: table.length,
    },
  };
}

interface OpenedRound {
  readonly digest: string;
  readonly commitBy: string;
  readonly contributeBy: string;
}

async function openRound(parts: RoundParts, number: number, { head }: Lineage): Promise<OpenedRound> {
  const { client, aggregator, members, copycat, rider, terms, pace } = parts;
  const [commitBy, contributeBy] = [pace.after(1), pace.after(2)];
  const { digest } = await aggregator.submit(client, 'round-open', {
    round: `round-${number}`,
    number,
    model: LINEAGE,
    parent: head,
    algorithm: terms.algorithm,
    aggregator: aggregator.id,
    invited: [...members, copycat, rider].map(({ id }) => id),
    rule: 'fedavg-v1',
    contributeBy,
    decideBy: pace.faraway(1),
    closeBy: pace.faraway(2),
    credit: { policy: terms.policy, plan: terms.plan, commitBy, reportBy: pace.faraway(3) },
  });
  return { digest, commitBy, contributeBy };
}

/** All at once, but for the copy-cat: whoever copies must have seen the original, and comes after it. */
async function commitAll(parts: RoundParts, round: string, made: readonly Made[], { head }: Lineage) {
  const isCopy = ({ member }: Made): boolean => member.id === COPYCAT_ID;
  const commitEach = (some: readonly Made[]) => Promise.all(some.map((each) => commitTo(parts, round, each, head)));
  const first = await commitEach(made.filter((each) => !isCopy(each)));
  return [...first, ...(await commitEach(made.filter(isCopy)))];
}

async function revealAll(stage: Stage, committed: readonly Committed[]) {
  const revealed: Revealed[] = [];
  const tried: Caught[] = [];
  for (const each of committed) {
    if (isLate(stage, each)) continue;
    tried.push(...(await tryBefore(stage, each, revealed)));
    const instead = await tryInstead(stage, each, revealed);
    tried.push(...instead);
    if (instead.length === 0) revealed.push(await reveal(stage.parts, stage.number, each));
  }
  return { revealed, tried };
}

function isLate({ number }: Stage, { member }: Committed): boolean {
  return number === LATE_ROUND && member.id === LATE_ID;
}

/** Some committed and have not revealed: the round waits for its deadline, and then it is too late for them. */
async function tryLate(stage: Stage, committed: readonly Committed[], contributeBy: string): Promise<Caught[]> {
  await stage.parts.pace.past(contributeBy);
  const late = committed.filter((each) => isLate(stage, each));
  return Promise.all(late.map((each) => attempt(stage.parts, stage.number, 'late-reveal', each, each.body)));
}

async function closeRound(
  { parts, number, lineage }: Stage,
  round: string,
  accepted: readonly Revealed[],
  contributions: number,
): Promise<Lineage> {
  const { client, aggregator, files } = parts;
  const weighted = accepted.map(({ delta, digest, body }) => ({ delta, digest, weight: weightOfBand(body.band) }));
  const model = aggregate(lineage.model, weighted);
  const delta = subtractModels(model, lineage.model);
  const output = await files.saveModel(`r${number}-global`, model, 'global-model');
  const step = await files.saveModel(`r${number}-step`, delta, 'update');
  const aggregation = await aggregator.submit(
    client,
    'aggregation',
    {
      round,
      parent: lineage.head,
      contributions: weighted.map(({ digest, weight }) => ({ contribution: digest, weight })),
      total: weighted.reduce((sum, { weight }) => sum + weight, 0),
      rule: 'fedavg-v1',
      output: output.tensors,
      step: step.tensors.tensorSet,
    },
    { subject: output.subject },
  );
  const close = { round, outcome: 'completed' as const, aggregation: aggregation.digest, contributions };
  await aggregator.submit(client, 'round-close', close);
  return { model, head: output.tensors.tensorSet, previous: lineage.head, step: { delta, artefact: step } };
}

/** What the aggregator rejected, by what its measurements say. */
function rejections(number: number, decided: readonly Decided[]): Caught[] {
  const attempts: Readonly<Record<string, Attempt>> = {
    norm: 'tiny-update',
    'stale-step': 'noisy-replay',
    'near-duplicate': 'near-copy',
  };
  return decided.flatMap(({ revealed, cause = '' }) => {
    const what = attempts[cause];
    return what === undefined ? [] : [caught(number, revealed.member.id, what, { cause })];
  });
}

function withheld(number: number, committed: readonly Committed[], revealed: readonly Revealed[]): Caught[] {
  const ids = new Set(revealed.map(({ member }) => member.id));
  const missing = committed.filter(({ member }) => !ids.has(member.id));
  return missing.map(({ member }) => caught(number, member.id, 'withheld-reveal'));
}
