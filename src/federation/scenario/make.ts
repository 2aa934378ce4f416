/**
 * Making contributions: training on own molecules, committing to the update, revealing it.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { bandOf } from '../../client/vocabularies.ts';
import { InvariantError } from '../../core/error.ts';
import type { ContributionBody } from '../../core/generated/bodies.ts';
import { commit } from '../../core/statement/commitment.ts';
import { commitUpdate } from '../../core/statement/update-commitment.ts';
import { FLIPPED_ID } from '../cast.ts';
import type { MemberData } from '../dataset/prepare.ts';
import type { LinearModel } from '../learning/model.ts';
import { flipLabels } from '../learning/noise.ts';
import { trainLocal } from '../learning/train.ts';
import type { Actor } from './actor.ts';
import type { Committed, Lineage, Made, Revealed, RoundParts } from './round-parts.ts';

const EPOCHS = 2;

/** Share of the labels that are wrong at the member that flips them: its rows are pure noise. */
const FLIPPED_SHARE = 0.5;

/** The update of a member, trained from the head of the lineage. */
export function trainMember(
  { data, seed }: Pick<RoundParts, 'data' | 'seed'>,
  id: string,
  number: number,
  model: LinearModel,
): { readonly delta: LinearModel; readonly samples: number } {
  const held = own(data.members, id);
  const rows = id === FLIPPED_ID ? flipLabels(held, FLIPPED_SHARE, `${seed}|flip`) : held;
  return trainLocal(model, rows, { seed: `${seed}|${id}|${number}`, epochs: EPOCHS });
}

/** Trains a member and saves its update. */
export async function makeUpdate(parts: RoundParts, member: Actor, number: number, { model }: Lineage): Promise<Made> {
  const { delta, samples } = trainMember(parts, member.id, number, model);
  return { member, delta, samples, artefact: await parts.files.saveModel(`r${number}-${member.id}`, delta, 'update') };
}

/** Records the commitment to an update. Returns what reveals it. */
export async function commitTo(parts: RoundParts, round: string, made: Made, parent: string): Promise<Committed> {
  const { client, origin, terms } = parts;
  const { member, artefact, samples } = made;
  const nonce = randomBytes(32).toString('hex');
  const update = artefact.tensors.tensorSet;
  const commitment = commitUpdate({ origin, institution: member.id, round, update, nonce });
  const receipt = await member.submit(client, 'contribution-commit', { round, commitment });
  const dataset = terms.datasets.get(member.id);
  const body: ContributionBody = {
    round,
    parent,
    update: artefact.tensors,
    form: 'delta',
    band: bandOf(samples),
    samples: commit('samples', randomBytes(32), String(samples)),
    ...(dataset === undefined ? {} : { datasets: [dataset] }),
    localSteps: EPOCHS * samples,
    commit: receipt.digest,
    nonce,
    privacy: { mechanism: 'none' },
  };
  return { ...made, body };
}

/** Records the contribution and keeps its proof. */
export async function reveal(parts: RoundParts, number: number, committed: Committed): Promise<Revealed> {
  const { member, body, artefact } = committed;
  const { digest, bundle } = await member.submit(parts.client, 'contribution', body, { subject: artefact.subject });
  await parts.files.saveProof(`r${number}-${member.id}`, bundle);
  return { ...committed, digest };
}

function own(members: readonly MemberData[], id: string): MemberData['data'] {
  const found = members.find((member) => member.id === id);
  if (found === undefined) throw new InvariantError(`${id} holds no molecules`);
  return found.data;
}
