/**
 * What stands before the first round: the task, how data is prepared, each member's dataset, the code, the first model, how
 * rounds are valued, and how credit is shared out.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import type { LedgerClient } from '../../client/ledger-client.ts';
import { bandOf } from '../../client/vocabularies.ts';
import { InvariantError } from '../../core/error.ts';
import type { CreditPolicyBody } from '../../core/generated/bodies.ts';
import { commit } from '../../core/statement/commitment.ts';
import { COPIED_ID, COPYCAT_ID, EVALUATOR_ID, RIDER_ID } from '../cast.ts';
import type { FederationData } from '../dataset/prepare.ts';
import { zeroModel } from '../learning/model.ts';
import type { Actor } from './actor.ts';
import { agree } from './enrol.ts';
import type { DemoFiles } from './files.ts';
import type { Pace } from './pace.ts';
import type { Lineage, Terms } from './round-parts.ts';

/** Name of the lineage that the demonstration trains. */
export const LINEAGE = 'safety-net';

/** Rounds of the one credit window. */
export const ROUNDS = 5;

/** Micro-credits in a credit. */
export const MICRO_CREDITS = 1_000_000n;

/** Credits of the window. */
const BUDGET_CREDITS = 5000n;

/** Honest updates have norms of 2 to 7 and cosines of at most 0.3 with each other, measured over 20 seeds. */
export const LIMITS = {
  normMinMicro: 400_000,
  normMaxMicro: 50_000_000,
  cosineMaxPpm: 900_000,
  stepCosineMaxPpm: 900_000,
};

/** How the task is recorded. */
export interface TaskTerms {
  readonly endpoint: string;
  readonly unit: string;
  readonly assay: 'adme' | 'panel';
}

export interface SetupParts {
  readonly client: LedgerClient;
  readonly files: DemoFiles;
  readonly data: FederationData;
  readonly task: TaskTerms;
  readonly aggregator: Actor;
  readonly evaluator: Actor;
  readonly stewards: readonly Actor[];
  /** Everybody with the role of a contributor. */
  readonly contributors: readonly Actor[];
  readonly pace: Pace;
}

/** Records all of it. */
export async function setUp(parts: SetupParts): Promise<{ readonly terms: Terms; readonly lineage: Lineage }> {
  await defineTask(parts);
  const lineage = await registerModel(parts);
  const datasets = await declareDatasets(parts);
  const algorithm = await agree(parts.client, parts.stewards, 'algorithm', {
    algorithm: 'fedavg-logistic',
    code: digestOf('stochastic gradient descent on logistic regression'),
    hyperparameters: digestOf('learning rate 0.05, 2 epochs, l2 1e-4'),
    cut: 'none',
    mechanism: 'none',
  });
  const policy = await agree(parts.client, parts.stewards, 'credit-policy', policyBody(parts.pace));
  const plan = await parts.evaluator.submit(parts.client, 'evaluation-plan', {
    plan: 'held-out-scaffolds',
    model: LINEAGE,
    evaluators: [EVALUATOR_ID],
    testSet: commit('test-set', randomBytes(32), 'held-out molecules'),
    split: 'scaffold',
    metric: 'roc-auc-mid-rank',
    scheme: 'exact',
    form: 'open',
  });
  return { terms: { algorithm, policy, plan: plan.digest, datasets }, lineage };
}

/** The composite policy: a floor for everybody, samples, and above all what an update is worth. */
function policyBody({ seconds }: Pace): CreditPolicyBody {
  const hour = 3600;
  return {
    policy: 'composite-1',
    components: [
      { method: 'equal', basisPoints: 2000 },
      { method: 'samples', basisPoints: 2000 },
      { method: 'shapley-exact', basisPoints: 6000 },
    ],
    budget: String(BUDGET_CREDITS * MICRO_CREDITS),
    window: { rounds: ROUNDS, seconds: 24 * hour },
    fallback: 'equal',
    groupCapBasisPoints: 5000,
    quality: 'ignored',
    reputation: { withheldBasisPoints: 1000, floorBasisPoints: 5000 },
    limits: LIMITS,
    deadlines: { award: hour, dispute: seconds, respond: hour, resolve: hour, final: hour, settle: hour },
  };
}

async function defineTask({ client, data, task, aggregator }: SetupParts): Promise<void> {
  await aggregator.submit(client, 'task', {
    task: task.endpoint,
    ...task,
    form: 'classification',
    direction: 'high',
    thresholdMicro: Math.round(data.endpoint.threshold * 1_000_000),
    metric: 'roc-auc-mid-rank',
    quorum: { active: 25, inactive: 25 },
    weight: 1,
  });
}

async function registerModel({ client, files, task, aggregator }: SetupParts): Promise<Lineage> {
  const model = zeroModel();
  const first = await files.saveModel('r0-global', model, 'global-model');
  const zero = await files.saveModel('zero-update', model, 'update');
  const body = {
    model: LINEAGE,
    tasks: [task.endpoint],
    weights: first.tensors,
    architecture: digestOf('logistic regression over 2,048 Morgan bits of radius 2, one bias'),
    zeroUpdate: zero.tensors.tensorSet,
    parents: [],
  };
  await aggregator.submit(client, 'model', body, { subject: first.subject });
  return { model, head: first.tensors.tensorSet };
}

/** Samples that the free rider claims to have. */
const RIDER_SAMPLES = 1200;

/** Every contributor declares what it holds, by band; the reference set gives the same result everywhere. */
async function declareDatasets({ client, data, task, aggregator, contributors }: SetupParts) {
  const expected = digestOf('fingerprints of the reference set');
  const preparation = await aggregator.submit(client, 'preparation', {
    preparation: 'morgan-2048',
    format: 'k-melloddy-4-6',
    pipeline: digestOf('largest fragment, non-isomeric SMILES, Morgan radius 2'),
    parameters: digestOf('2048 bits'),
    referenceSet: digestOf('reference set'),
    expected,
  });
  const datasets = new Map<string, string>();
  for (const actor of contributors) {
    const samples =
      actor.id === RIDER_ID ? RIDER_SAMPLES : rowsOf(data, actor.id === COPYCAT_ID ? COPIED_ID : actor.id);
    const declared = await actor.submit(client, 'dataset', {
      dataset: `${actor.id}-${task.endpoint}`,
      preparation: preparation.digest,
      reference: expected,
      content: commit('content', randomBytes(32), `molecules of ${actor.id}`),
      tasks: [
        {
          task: task.endpoint,
          band: bandOf(samples),
          samples: commit('samples', randomBytes(32), String(samples)),
          quorum: 'met',
        },
      ],
      quality: { reproducibilityPpm: 930_000, censoredPpm: 0, unconvertedPpm: 0, unmappedPpm: 0 },
      legalBasis: actor.institution.class === 'hospital' ? 'pseudonymised' : 'not-personal',
      riskTier: actor.institution.class === 'hospital' ? 'medium' : 'none',
      retainUntil: '2030-12-31T00:00:00.000Z',
    });
    datasets.set(actor.id, declared.digest);
  }
  return datasets;
}

/** Rows that a member holds; whoever copies it claims as many. */
function rowsOf({ members }: FederationData, member: string): number {
  const held = members.find(({ id }) => id === member);
  if (held === undefined) throw new InvariantError(`${member} holds no molecules`);
  return held.data.rowCount;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
