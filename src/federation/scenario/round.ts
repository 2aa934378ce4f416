/**
 * One round: the aggregator opens it, members train on their own molecules and contribute, the aggregator averages by the
 * weights of the bands and closes. Whoever misbehaves does it in between, through the same door.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { bandOf, DEFAULT_BANDS } from '../../client/vocabularies.ts';
import { InvariantError } from '../../core/error.ts';
import type { ContributionBody } from '../../core/generated/bodies.ts';
import { commit } from '../../core/statement/commitment.ts';
import { formatInstant } from '../../core/statement/instant.ts';
import type { FederationData, MemberData } from '../dataset/prepare.ts';
import { aggregate } from '../learning/average.ts';
import { evaluate } from '../learning/evaluate.ts';
import { subtractModels } from '../learning/model.ts';
import { trainLocal } from '../learning/train.ts';
import type { Actor } from './actor.ts';
import { attempts } from './misbehaviour.ts';
import type { Lineage, Made, RoundParts } from './round-parts.ts';
import type { Refused, RoundSummary } from './summary.ts';

/** Name of the lineage that the demonstration trains. */
export const LINEAGE = 'safety-net';

export interface RoundResult {
  readonly lineage: Lineage;
  readonly summary: RoundSummary;
  readonly refused: readonly Refused[];
}

const HOUR_MS = 3_600_000;

/** Plays round `number`. */
export async function playRound(parts: RoundParts, number: number, lineage: Lineage): Promise<RoundResult> {
  const { client, files, aggregator, members, data } = parts;
  const name = `round-${number}`;
  const now = Date.now();
  const open = await aggregator.submit(client, 'round-open', {
    round: name,
    number,
    model: LINEAGE,
    parent: lineage.head,
    aggregator: aggregator.id,
    invited: members.map(({ id }) => id),
    rule: 'fedavg-v1',
    contributeBy: formatInstant(now + HOUR_MS),
    decideBy: formatInstant(now + 2 * HOUR_MS),
    closeBy: formatInstant(now + 2 * HOUR_MS),
  });
  const made = await Promise.all(members.map((member) => train(parts, member, number, open.digest, lineage)));
  const refused: Refused[] = [];
  const accepted: { made: Made; digest: string }[] = [];
  for (const each of made) {
    refused.push(
      ...(await attempts(
        parts,
        number,
        each,
        accepted.map((a) => a.made),
        lineage,
      )),
    );
    const { digest, bundle } = await each.member.submit(client, 'contribution', each.body, {
      subject: each.artefact.subject,
    });
    await files.saveProof(`r${number}-${each.member.id}`, bundle);
    accepted.push({ made: each, digest });
  }

  const weights = accepted.map(({ made: { body }, digest }) => ({ contribution: digest, weight: weightOf(body.band) }));
  const updates = accepted.map(({ made: { delta, body } }) => ({ delta, weight: weightOf(body.band) }));
  const model = aggregate(lineage.model, updates);
  const output = await files.saveModel(`r${number}-global`, model, 'global-model');
  const step = await files.saveModel(`r${number}-step`, subtractModels(model, lineage.model), 'update');
  const aggregation = await aggregator.submit(
    client,
    'aggregation',
    {
      round: open.digest,
      parent: lineage.head,
      contributions: weights,
      total: weights.reduce((sum, { weight }) => sum + weight, 0),
      rule: 'fedavg-v1',
      output: output.tensors,
      step: step.tensors.tensorSet,
    },
    { subject: output.subject },
  );
  await aggregator.submit(client, 'round-close', {
    round: open.digest,
    outcome: 'completed',
    aggregation: aggregation.digest,
    contributions: accepted.length,
  });
  return {
    lineage: { model, head: output.tensors.tensorSet, previous: lineage.head },
    summary: {
      number,
      round: name,
      members: members.map(({ id }) => id),
      accepted: accepted.length,
      refused: refused.length,
      metric: { name: 'roc-auc-mid-rank', ppm: evaluate(model, data.test) },
    },
    refused,
  };
}

async function train(
  parts: RoundParts,
  member: Actor,
  number: number,
  round: string,
  { model, head }: Lineage,
): Promise<Made> {
  const { data } = own(parts.data, member.id);
  const epochs = 2;
  const { delta, samples: rows } = trainLocal(model, data, { seed: `${parts.seed}|${member.id}|${number}`, epochs });
  const artefact = await parts.files.saveModel(`r${number}-${member.id}`, delta, 'update');
  const samples = commit('samples', randomBytes(32), String(rows));
  const body: ContributionBody = {
    round,
    parent: head,
    update: artefact.tensors,
    form: 'delta',
    band: bandOf(rows),
    samples,
    localSteps: epochs * rows,
    privacy: { mechanism: 'none' },
  };
  return { member, body, artefact, delta };
}

function own(data: FederationData, id: string): MemberData {
  const found = data.members.find((member) => member.id === id);
  if (found === undefined) throw new InvariantError(`${id} holds no molecules`);
  return found;
}

function weightOf(code: string): number {
  const band = DEFAULT_BANDS.find((b) => b.code === code);
  if (band === undefined) throw new InvariantError(`no band ${code}`);
  return band.weight;
}
