/**
 * The demonstration from the first enrolment to the last claim, as users of a ledger that is already served.
 * @module
 */
import type { LedgerClient } from '../../client/ledger-client.ts';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { InvariantError } from '../../core/error.ts';
import { creditPolicy, creditRounds } from '../../core/rules/award-inputs.ts';
import { STATE } from '../../core/rules/state.ts';
import type { RuleState } from '../../verify/audit/rule-state.ts';
import {
  AGGREGATOR_ID,
  CAST,
  COPYCAT_ID,
  EVALUATOR_ID,
  FLIPPED_ID,
  INFLATED_ID,
  MEMBERS,
  RIDER_ID,
  ROLELESS_ID,
} from '../cast.ts';
import type { FederationData } from '../dataset/prepare.ts';
import type { Actor } from './actor.ts';
import { type Caught, caught } from './caught.ts';
import { type Alternative, alternatives, trainUnprotected } from './comparison.ts';
import { type CreditStory, playCredit } from './credit.ts';
import { enrolByQuorum } from './enrol.ts';
import type { DemoFiles } from './files.ts';
import { revokeKey, rotateKey } from './keys.ts';
import { Pace } from './pace.ts';
import { playRound, type RoundResult } from './round.ts';
import type { Lineage, RoundParts } from './round-parts.ts';
import { LINEAGE, ROUNDS, setUp, type TaskTerms } from './setup.ts';

/** What is going on, for whoever watches. */
export interface Watcher {
  stage(sentence: Sentence): void;
  round(result: RoundResult): void;
}

export interface FederationParts {
  readonly client: LedgerClient;
  readonly origin: string;
  readonly files: DemoFiles;
  readonly data: FederationData;
  readonly actors: readonly Actor[];
  readonly seed: string;
  readonly watcher: Watcher;
  readonly task: TaskTerms;
  /** The state that anybody gets by replaying the published records. */
  readonly replay: () => Promise<RuleState>;
}

export interface FederationStory {
  readonly rounds: readonly RoundResult[];
  readonly credit: CreditStory;
  readonly caught: readonly Caught[];
  readonly alternatives: readonly Alternative[];
  readonly unprotected: { readonly metricPpm: number; readonly alternatives: readonly Alternative[] };
}

/** Plays the whole federation. */
export async function runFederation(parts: FederationParts): Promise<FederationStory> {
  const { client, origin, files, actors, watcher } = parts;
  const actor = (id: string): Actor => actors.find((each) => each.id === id) ?? fail(id);
  await files.prepare();
  const pace = await join(parts);
  const stewards = actors.filter(({ institution }) => institution.roles.includes('steward'));
  const contributors = actors.filter(({ institution }) => institution.roles.includes('contributor'));
  const [aggregator, evaluator] = [actor(AGGREGATOR_ID), actor(EVALUATOR_ID)];
  const { terms, lineage } = await setUp({ ...parts, aggregator, evaluator, stewards, contributors, pace });
  const round: RoundParts = {
    client,
    origin,
    files,
    data: parts.data,
    aggregator,
    evaluator,
    members: MEMBERS.map(({ id }) => actor(id)),
    copycat: actor(COPYCAT_ID),
    rider: actor(RIDER_ID),
    roleless: actor(ROLELESS_ID),
    terms,
    pace,
    seed: parts.seed,
  };
  const { results, stolen } = await playRounds(parts, round, lineage, actor);
  watcher.stage({ en: 'award, dispute, credits, claims', ko: '배분, 분쟁, 크레딧, 청구' });
  const copied = results.at(-1)?.accepted.find(({ member }) => member.id === COPYCAT_ID);
  const credit = await playCredit({ client, actor, pace, replay: parts.replay }, copied);
  const all = [...results.flatMap((result) => result.caught), ...stolen, ...credit.caught];
  return {
    rounds: results,
    credit,
    caught: [...all, caught(0, FLIPPED_ID, 'flipped-labels')],
    ...(await compare(parts)),
  };
}

/** Those who join later are enrolled; how long that takes sets the pace of what follows. */
async function join({ client, origin, actors, watcher }: FederationParts): Promise<Pace> {
  const stewards = actors.filter(({ institution }) => institution.roles.includes('steward'));
  const before = { time: Date.now(), size: (await client.ledger()).committed };
  for (const { id, name } of CAST.filter(({ joins }) => joins === 'later')) {
    watcher.stage({ en: `${name.en} joins: two stewards agree`, ko: `${name.ko} 가입: 관리 기관 둘이 동의` });
    const newcomer = actors.find((actor) => actor.id === id) ?? fail(id);
    await enrolByQuorum(client, newcomer, stewards, origin);
  }
  const statements = (await client.ledger()).committed - before.size;
  return Pace.from((Date.now() - before.time) / Math.max(1, statements));
}

async function playRounds(
  { client, origin, watcher }: FederationParts,
  round: RoundParts,
  first: Lineage,
  actor: (id: string) => Actor,
) {
  const results: RoundResult[] = [];
  const stolen: Caught[] = [];
  let lineage = first;
  for (let number = 1; number <= ROUNDS; number++) {
    const result = await playRound(round, number, lineage);
    lineage = result.lineage;
    results.push(result);
    watcher.round(result);
    if (number === 2) {
      watcher.stage({ en: 'Hanul Pharma replaces its key', ko: '한울제약이 키를 교체' });
      await rotateKey(client, actor('hanul-pharma'), origin);
    }
    if (number === 3) {
      watcher.stage({ en: 'Gaon Institute loses a key and revokes it', ko: '가온연구원이 키를 잃어 폐기' });
      stolen.push(await revokeKey(client, actor(INFLATED_ID), origin));
    }
  }
  return { results, stolen };
}

/** What other policies would have paid, for these rounds and for those without protections. */
async function compare(parts: FederationParts): Promise<Pick<FederationStory, 'alternatives' | 'unprotected'>> {
  const { view } = await parts.replay();
  const window = view.get(STATE.window(LINEAGE, 1)) ?? fail('the window');
  const policy = creditPolicy(view.get(STATE.policy(window.policy)) ?? fail('the policy'));
  const { rounds, metricPpm } = trainUnprotected(parts);
  return {
    alternatives: alternatives(policy, creditRounds(view, window)),
    unprotected: { metricPpm, alternatives: alternatives(policy, rounds) },
  };
}

function fail(what: string): never {
  throw new InvariantError(`the demonstration misses ${what}`);
}
