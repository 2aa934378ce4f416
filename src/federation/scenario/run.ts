/**
 * The demonstration from the first enrolment to the last round, as users of a ledger that is already served.
 * @module
 */
import { createHash } from 'node:crypto';
import type { LedgerClient } from '../../client/ledger-client.ts';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { InvariantError } from '../../core/error.ts';
import { AGGREGATOR_ID, CAST, MEMBERS, ROLELESS_ID } from '../cast.ts';
import type { FederationData } from '../dataset/prepare.ts';
import { zeroModel } from '../learning/model.ts';
import type { Actor } from './actor.ts';
import { enrolByQuorum } from './enrol.ts';
import type { DemoFiles } from './files.ts';
import { LINEAGE, playRound, type RoundResult } from './round.ts';
import type { Lineage, RoundParts } from './round-parts.ts';

export const ROUNDS = 5;

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
  /** The endpoint code and unit that the task is recorded under. */
  readonly task: { readonly endpoint: string; readonly unit: string; readonly assay: 'adme' | 'panel' };
}

/** Plays the whole federation and returns its rounds. */
export async function runFederation(parts: FederationParts): Promise<readonly RoundResult[]> {
  const { client, origin, files, actors, watcher } = parts;
  const byId = (id: string): Actor => actors.find((actor) => actor.id === id) ?? fail(id);
  const stewards = actors.filter(({ institution }) => institution.roles.includes('steward'));
  await files.prepare();

  for (const { id, name } of CAST.filter(({ joins }) => joins === 'later')) {
    watcher.stage({ en: `${name.en} joins: two stewards agree`, ko: `${name.ko} 가입: 관리 기관 둘이 동의` });
    await enrolByQuorum(client, byId(id), stewards, origin);
  }
  const aggregator = byId(AGGREGATOR_ID);
  await defineTask(parts, aggregator);
  let lineage = await registerModel(parts, aggregator);
  const round: RoundParts = {
    client,
    files,
    data: parts.data,
    aggregator,
    members: MEMBERS.map(({ id }) => byId(id)),
    roleless: byId(ROLELESS_ID),
    seed: parts.seed,
  };
  const results: RoundResult[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    const result = await playRound(round, number, lineage);
    lineage = result.lineage;
    results.push(result);
    watcher.round(result);
  }
  return results;
}

async function defineTask({ client, data, task }: FederationParts, steward: Actor): Promise<void> {
  const thresholdMicro = Math.round(data.endpoint.threshold * 1_000_000);
  await steward.submit(client, 'task', {
    task: task.endpoint,
    ...task,
    form: 'classification',
    direction: 'high',
    thresholdMicro,
    metric: 'roc-auc-mid-rank',
    quorum: { active: 25, inactive: 25 },
    weight: 1,
  });
}

async function registerModel({ client, files, task }: FederationParts, aggregator: Actor): Promise<Lineage> {
  const model = zeroModel();
  const first = await files.saveModel('r0-global', model, 'global-model');
  const zero = await files.saveModel('zero-update', model, 'update');
  const architecture = createHash('sha256')
    .update('logistic regression over 2,048 Morgan bits of radius 2, one bias')
    .digest('hex');
  const body = {
    model: LINEAGE,
    tasks: [task.endpoint],
    weights: first.tensors,
    architecture,
    zeroUpdate: zero.tensors.tensorSet,
    parents: [],
  };
  await aggregator.submit(client, 'model', body, { subject: first.subject });
  return { model, head: first.tensors.tensorSet };
}

function fail(id: string): never {
  throw new InvariantError(`${id} is not in the cast`);
}
