/**
 * After the rounds: the award, a dispute about a copy that no limit caught, the award that replaces it, credits, claims,
 * a settlement, and a hospital that passes part of its credit to its patients' fund.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import type { LedgerClient } from '../../client/ledger-client.ts';
import { InvariantError } from '../../core/error.ts';
import type { AwardBody } from '../../core/generated/bodies.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { recomputeAward } from '../../core/rules/award-inputs.ts';
import { STATE } from '../../core/rules/state.ts';
import { commit } from '../../core/statement/commitment.ts';
import type { RuleState } from '../../verify/audit/rule-state.ts';
import { ARBITER_ID, COPIED_ID, COPYCAT_ID, HOSPITAL_ID, POOL_ID, TREASURER_ID } from '../cast.ts';
import type { Actor, Receipt } from './actor.ts';
import { type Caught, caught, refusalOf } from './caught.ts';
import type { Pace } from './pace.ts';
import type { Revealed } from './round-parts.ts';
import { LINEAGE } from './setup.ts';

export interface CreditParts {
  readonly client: LedgerClient;
  readonly actor: (id: string) => Actor;
  readonly pace: Pace;
  /** The state that anybody gets by replaying the published records. */
  readonly replay: () => Promise<RuleState>;
}

/** An award as it was recorded, and what became of it. */
export interface AwardStory {
  readonly receipt: Receipt;
  readonly body: AwardBody;
  readonly status: 'set-aside' | 'final';
}

export interface CreditStory {
  readonly awards: readonly AwardStory[];
  readonly caught: readonly Caught[];
}

/** The one window of the demonstration. */
const WINDOW = 1;

/** Plays all of it. `copied` is the contribution that will be disputed. */
export async function playCredit(parts: CreditParts, copied: Revealed | undefined): Promise<CreditStory> {
  const { client, actor, pace } = parts;
  const treasurer = actor(TREASURER_ID);
  const first = await compute(parts);
  const tried = [await tryFalseAward(parts, first)];
  const proposed = await treasurer.submit(client, 'award', first);
  tried.push(await tryEarlyClaim(parts, proposed));
  const awards: AwardStory[] = [];
  let standing: Pick<AwardStory, 'receipt' | 'body'> = { receipt: proposed, body: first };
  if (copied !== undefined) {
    const body = await disputeCopy(parts, proposed, copied);
    awards.push({ ...standing, status: 'set-aside' });
    standing = { receipt: await treasurer.submit(client, 'award', body), body };
    tried.push(caught(0, COPYCAT_ID, 'noisy-copy'));
  }
  const disputeBy = (await parts.replay()).value(STATE.award(standing.receipt.digest))?.disputeBy ?? '';
  await pace.past(disputeBy);
  await treasurer.submit(client, 'award-final', { award: standing.receipt.digest });
  awards.push({ ...standing, status: 'final' });
  tried.push(...(await spend(parts)));
  return { awards, caught: tried };
}

/** The body of the award that stands in the log's own arithmetic. */
async function compute({ replay }: CreditParts, replaces?: string, without?: string): Promise<AwardBody> {
  const { view } = await replay();
  const exclusion = without === undefined ? undefined : STATE.contribution(without);
  return recomputeAward(view, LINEAGE, WINDOW, replaces, exclusion);
}

/** The treasurer moves one micro-credit from one line to another. */
async function tryFalseAward({ client, actor }: CreditParts, body: AwardBody): Promise<Caught> {
  const treasurer = actor(TREASURER_ID);
  const [first, second] = body.lines.filter(({ amount }) => amount !== '0');
  const moved = new Map([
    [first, 1n],
    [second, -1n],
  ]);
  const lines = body.lines.map((line) => ({ ...line, amount: String(BigInt(line.amount) + (moved.get(line) ?? 0n)) }));
  const signed = await treasurer.sign(client, 'award', { ...body, lines });
  return caught(0, treasurer.id, 'false-award', await refusalOf(client, signed));
}

/** A claim on an award that may still be disputed: there is no credit yet that it could name. */
async function tryEarlyClaim({ client, actor }: CreditParts, { digest }: Receipt): Promise<Caught> {
  const member = actor('hanul-pharma');
  const signed = await member.sign(client, 'claim', { credit: digest, amount: '1' });
  return caught(0, member.id, 'early-claim', await refusalOf(client, signed));
}

/** The original's author disputes the copy; the arbiters name the award that is recomputed without it. */
async function disputeCopy(parts: CreditParts, { digest: award }: Receipt, copied: Revealed): Promise<AwardBody> {
  const { client, actor } = parts;
  const evidence = [createHash('sha256').update('notebook and version history of the original').digest('hex')];
  const dispute = await actor(COPIED_ID).submit(client, 'dispute', {
    award,
    about: copied.digest,
    respondent: COPYCAT_ID,
    grounds: 'copied',
    evidence,
    remedy: 'exclude-contribution',
  });
  const answer = { dispute: dispute.digest, position: 'contests' as const, evidence: [] };
  await actor(COPYCAT_ID).submit(client, 'dispute-response', answer);
  const body = await compute(parts, award, copied.digest);
  const replacement = createHash('sha256').update(canonicalize(body)).digest('hex');
  await actor(ARBITER_ID).submit(client, 'resolution', { dispute: dispute.digest, finding: 'upheld', replacement });
  return body;
}

/** Claims, one of them twice; a settlement; a transfer to the patients' fund. */
async function spend({ client, actor, replay }: CreditParts): Promise<Caught[]> {
  const [member, hospital, fund] = [actor('hanul-pharma'), actor(HOSPITAL_ID), actor(POOL_ID)];
  const issued = await replay();
  const own = creditOf(issued, member.id);
  const claim = await member.submit(client, 'claim', { credit: own.digest, amount: own.amount });
  const again = await member.sign(client, 'claim', { credit: own.digest, amount: '1' });
  const twice = caught(0, member.id, 'double-claim', await refusalOf(client, again));
  const settlement = {
    claim: claim.digest,
    institution: member.id,
    form: 'evaluation-points' as const,
    reference: commit('reference', randomBytes(32), 'payment order 2026-0001'),
  };
  await actor(TREASURER_ID).submit(client, 'settlement', settlement);

  const held = creditOf(issued, hospital.id);
  const fifth = String(BigInt(held.amount) / 5n);
  await hospital.submit(client, 'transfer', { credit: held.digest, beneficiary: fund.id, amount: fifth });
  const half = String(BigInt(held.amount) / 2n);
  await hospital.submit(client, 'claim', { credit: held.digest, amount: half });
  const passed = creditOf(await replay(), fund.id);
  await fund.submit(client, 'claim', { credit: passed.digest, amount: passed.amount });
  return [twice];
}

/** The institution's first credit. */
function creditOf(state: RuleState, id: string): { readonly digest: string; readonly amount: string } {
  const [first] = state.under<string>(`credit-of/${id}/`);
  const [, digest = ''] = first ?? [];
  const credit = state.value(STATE.credit(digest));
  if (credit === undefined) throw new InvariantError(`${id} has no credit`);
  return { digest, amount: credit.amount };
}
