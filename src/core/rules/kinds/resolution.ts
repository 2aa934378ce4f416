/**
 * `resolution`: how a dispute ends. Arbiters agree by quorum, none of them a party. Where the dispute is upheld, the award is
 * set aside at once, and the resolution names the recomputed one that takes its place: anybody can then submit it.
 * @module
 */
import { encodeHex } from '../../bytes/hex.ts';
import { sha256 } from '../../bytes/sha256.ts';
import { encodeUtf8 } from '../../bytes/utf8.ts';
import type { ResolutionBody } from '../../generated/bodies.ts';
import { canonicalize } from '../../json/jcs.ts';
import type { Json } from '../../json/json.ts';
import { awardReads, recomputeAward } from '../award-inputs.ts';
import { disputedReads, findDisputed, stepAward, stepDispute } from '../disputes.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { STATE, type StateChange, set, unset, type View } from '../state.ts';
import type { AwardState, DisputeState } from '../state-credit.ts';

export const resolution: Kind<'resolution'> = {
  kind: 'resolution',
  roles: ['arbiter'],
  quorum: {
    of: 'resolution',
    by: 'arbiter',
    needed: () => true,
    bars: (statement, view, institution) => partyOf(view, statement.body, institution),
  },
  account: ({ author }) => author,
  reads({ author, body }, view) {
    const dispute = view.get(STATE.dispute(body.dispute));
    if (dispute === undefined) return [STATE.dispute(body.dispute)];
    return [
      STATE.dispute(body.dispute),
      STATE.award(dispute.award),
      STATE.openAwards,
      ...[author, dispute.disputant, dispute.respondent].map(STATE.institution),
      ...disputedReads(view, dispute.about),
      ...awardReads(view, dispute.model, dispute.window),
    ];
  },
  apply(context) {
    const { view, statement, recordedAt } = context;
    const { author, body } = statement;
    const dispute = found(
      view.get(STATE.dispute(body.dispute)),
      'dispute-unknown',
      () => `no dispute ${body.dispute} is recorded`,
    );
    const why = partyOf(view, body, author);
    require(why === undefined, 'party', () => `${author} cannot resolve it: ${why}`);
    const event = `resolution ${body.finding}`;
    const status = stepDispute(dispute, event);
    require(dispute.status === 'answered' || recordedAt > dispute.respondBy, 'dispute-window', () =>
      `${dispute.respondent} may answer until ${dispute.respondBy}`);
    require(recordedAt <= dispute.resolveBy, 'deadline-passed', () =>
      `the dispute lapsed at ${dispute.resolveBy} without a resolution`);
    const award = found(view.get(STATE.award(dispute.award)), 'award-unknown', () => `no award ${dispute.award}`);
    const stepped = { ...award, status: stepAward(award, event) };
    return [
      set(STATE.dispute(body.dispute), { ...dispute, status }),
      ...(body.finding === 'upheld'
        ? setAside(context, dispute, stepped, body.replacement)
        : [set(STATE.award(dispute.award), withoutDispute(stepped, body.dispute))]),
    ];
  },
};

/** Why `institution` is a party, itself or through its group; undefined where it is none. */
function partyOf(view: View, { dispute: digest }: ResolutionBody, institution: string): string | undefined {
  const dispute = view.get(STATE.dispute(digest));
  if (dispute === undefined) return undefined;
  const group = view.get(STATE.institution(institution))?.group;
  const party = [dispute.disputant, dispute.respondent].find(
    (id) => id === institution || (group !== undefined && group === view.get(STATE.institution(id))?.group),
  );
  return party === undefined ? undefined : `it is, or belongs to, the party ${party}`;
}

function withoutDispute(award: AwardState, digest: string): AwardState {
  return { ...award, disputes: award.disputes.filter(({ dispute }) => dispute !== digest) };
}

function isRecord(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Excludes what the dispute was about, and sets the award aside for the recomputed one. */
function setAside(
  { view, digest }: Context<'resolution'>,
  dispute: DisputeState,
  award: AwardState,
  replacement: string,
): StateChange[] {
  const { key } = findDisputed(view, dispute);
  const body = recomputeAward(view, dispute.model, dispute.window, dispute.award, key);
  const computed = encodeHex(sha256(encodeUtf8(canonicalize(body))));
  require(computed === replacement, 'award-differs', () =>
    `with the remedy the body of the award has digest ${computed}, not ${replacement}`);
  const others = (view.get(STATE.openAwards) ?? []).filter((other) => other !== dispute.award);
  const disputed = view.get(key);
  return [
    { key, value: { ...(isRecord(disputed) ? disputed : {}), excluded: digest } },
    set(STATE.award(dispute.award), { ...award, replacement }),
    others.length === 0 ? unset(STATE.openAwards) : set(STATE.openAwards, others),
  ];
}
