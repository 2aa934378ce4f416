/**
 * What some try in the rounds. Everything goes through the same client, API and rules as honest work.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { bandOf } from '../../client/vocabularies.ts';
import { decodeUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { ContributionBody } from '../../core/generated/bodies.ts';
import type { SignedStatement } from '../../core/record/record.ts';
import { parseStatement, statementDigest } from '../../core/statement/statement.ts';
import { COPIED_ID, INFLATED_ID } from '../cast.ts';
import { type LinearModel, zeroModel } from '../learning/model.ts';
import { addNoise } from '../learning/noise.ts';
import { type Attempt, type Caught, caught, refusalOf } from './caught.ts';
import type { Artefact } from './files.ts';
import type { Committed, Lineage, Made, Revealed, RoundParts } from './round-parts.ts';

/** Samples that the free rider claims. */
const RIDER_SAMPLES = 1200;

/** A stage of a round at which somebody may try something. */
export interface Stage {
  readonly parts: RoundParts;
  readonly number: number;
  readonly lineage: Lineage;
}

/** What copy-cat and free rider commit to in this round, besides the members' updates. */
export async function makeTricks({ parts, number, lineage }: Stage, members: readonly Made[]): Promise<Made[]> {
  const { copycat, rider, files, seed } = parts;
  const copied = members.find(({ member }) => member.id === COPIED_ID);
  const copy = (noise: number) => addNoise(copied?.delta ?? zeroModel(), noise, `${seed}|copy|${number}`);
  const step = lineage.step?.delta ?? zeroModel();
  const copies: Readonly<Record<number, LinearModel>> = { 2: unit(1000 + number), 3: copy(0.05), 5: copy(1) };
  const rides: Readonly<Record<number, LinearModel>> = {
    1: zeroModel(),
    2: unit(number),
    3: step,
    4: addNoise(step, 0.05, `${seed}|ride|${number}`),
  };
  const made: Made[] = [];
  const [copied_, ridden] = [copies[number], rides[number]];
  if (copied_ !== undefined) {
    const artefact = await files.saveModel(`r${number}-${copycat.id}`, copied_, 'update');
    made.push({ member: copycat, delta: copied_, artefact, samples: copied?.samples ?? 1 });
  }
  if (ridden !== undefined) {
    const artefact = await files.saveModel(`r${number}-${rider.id}`, ridden, 'update');
    made.push({ member: rider, delta: ridden, artefact, samples: RIDER_SAMPLES });
  }
  return made;
}

/** An update of next to nothing: one weight moves by a tenth. */
function unit(bit: number): LinearModel {
  const model = zeroModel();
  model.weight[bit] = 100_000;
  return model;
}

/** Between the commitments and their deadline: somebody cannot wait. */
export async function tryEarly({ parts, number }: Stage, committed: readonly Committed[]): Promise<Caught[]> {
  const [first] = committed;
  if (number !== 1 || first === undefined) return [];
  return [await attempt(parts, number, 'early-reveal', first, first.body)];
}

/** Before `next` reveals its update. `before` are those who revealed theirs. */
export async function tryBefore(stage: Stage, next: Committed, before: readonly Revealed[]): Promise<Caught[]> {
  const { parts, number, lineage } = stage;
  const { member, body } = next;
  if (number === 1 && before.length === 1) return [await tryWithoutRole(stage, body)];
  if (number === 1 && member.id === INFLATED_ID)
    return [await attempt(parts, number, 'inflated-band', next, { ...body, band: bandOf(3 * next.samples) })];
  if (number === 2 && before.length === 2) return [await tryChangedByte(stage, next)];
  if (number === 4 && before.length === 3 && lineage.previous !== undefined)
    return [await attempt(parts, number, 'wrong-parent', next, { ...body, parent: lineage.previous })];
  return [];
}

/** Instead of revealing what was committed to. Empty where the institution goes on as it should. */
export async function tryInstead(stage: Stage, next: Committed, before: readonly Revealed[]): Promise<Caught[]> {
  const { parts, number } = stage;
  const { member, body } = next;
  if (member.id === parts.rider.id && number === 1) return [await attempt(parts, number, 'zero-update', next, body)];
  if (member.id === parts.rider.id && number === 3) return [await attempt(parts, number, 'replayed-step', next, body)];
  const original = before.find((revealed) => revealed.member.id === COPIED_ID);
  if (member.id !== parts.copycat.id || number !== 2 || original === undefined) return [];
  const noisy = addNoise(original.delta, 0.05, `${parts.seed}|swap`);
  const swapped = await parts.files.saveModel(`r${number}-${member.id}-swapped`, noisy, 'update');
  return [
    await attempt(parts, number, 'copied-update', { ...next, artefact: original.artefact }, body),
    await attempt(parts, number, 'swapped-update', { ...next, artefact: swapped }, body),
  ];
}

/** Signs and submits what must be refused: the contribution of `made`, with this body and the artefact's digests. */
export async function attempt(
  { client }: Pick<RoundParts, 'client'>,
  number: number,
  what: Attempt,
  { member, artefact }: { readonly member: Made['member']; readonly artefact: Artefact },
  body: ContributionBody,
): Promise<Caught> {
  const signed = await member.sign(
    client,
    'contribution',
    { ...body, update: artefact.tensors },
    { subject: artefact.subject },
  );
  return caught(number, member.id, what, await refusalOf(client, signed));
}

async function tryWithoutRole({ parts, number }: Stage, body: ContributionBody): Promise<Caught> {
  const { files, roleless } = parts;
  const artefact = await files.saveModel(`r${number}-${roleless.id}`, { ...zeroModel(), bias: 1 }, 'update');
  return attempt(parts, number, 'no-role', { member: roleless, artefact }, body);
}

/** Somebody on the way changes one byte of a signed statement. */
async function tryChangedByte({ parts, number }: Stage, { member, body, artefact }: Committed): Promise<Caught> {
  const samples = randomBytes(32).toString('hex');
  const signed = await member.sign(parts.client, 'contribution', { ...body, samples }, { subject: artefact.subject });
  return caught(number, member.id, 'changed-byte', await refusalOf(parts.client, changeByte(signed, samples)));
}

/** The envelope with one hexadecimal digit of its payload changed; still a well-formed statement, no longer what was signed. */
function changeByte(signed: SignedStatement, digest: string): SignedStatement {
  const changed = `${digest.startsWith('0') ? '1' : '0'}${digest.slice(1)}`;
  const payload = encodeUtf8(decodeUtf8(signed.payload).replace(digest, changed));
  return { ...signed, payload, statement: parseStatement(payload), digest: statementDigest(payload) };
}
