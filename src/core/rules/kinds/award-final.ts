/**
 * `award-final`: makes an award final, once it can no longer be disputed. Its credits follow at once.
 * @module
 */
import { stepAward } from '../disputes.ts';
import { holdsRole } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { operatorReads, requireOperatorKey } from '../operator.ts';
import { STATE, type StateChange, set, unset } from '../state.ts';
import type { AwardState } from '../state-credit.ts';

export const awardFinal: Kind<'award-final'> = {
  kind: 'award-final',
  roles: [],
  account: ({ author }) => author,
  reads: ({ body }, view) => [STATE.award(body.award), STATE.openAwards, ...operatorReads(view)],
  apply(context) {
    const { view, author, statement, digest, recordedAt } = context;
    const { body } = statement;
    const award = found(view.get(STATE.award(body.award)), 'award-unknown', () => `no award ${body.award} is recorded`);
    const status = stepAward(award, 'award-final');
    require(recordedAt > award.disputeBy, 'dispute-window', () => `the award can be disputed until ${award.disputeBy}`);
    const open = award.disputes.find(({ resolveBy }) => recordedAt <= resolveBy);
    require(open === undefined, 'dispute-open', () =>
      `dispute ${open?.dispute} may be resolved until ${open?.resolveBy}`);
    require(holdsRole(author, 'treasurer', recordedAt) || recordedAt > award.finalBy, 'role-missing', () =>
      `the treasurer finalises; anyone may past ${award.finalBy}`);
    requireOperatorKey(context);
    const others = (view.get(STATE.openAwards) ?? []).filter((other) => other !== body.award);
    return [
      set(STATE.award(body.award), finalised({ ...award, status })),
      others.length === 0 ? unset(STATE.openAwards) : set(STATE.openAwards, others),
      ...drain(digest, award),
    ];
  },
};

/** Disputes that nobody resolved in time have lapsed, and that stays visible. */
function finalised({ disputes, ...award }: AwardState): AwardState {
  return { ...award, disputes, ...(disputes.length === 0 ? {} : { lapsed: true as const }) };
}

function drain(source: string, { policy, lines }: AwardState): StateChange[] {
  return lines.length === 0 ? [] : [set(STATE.drain, { source, policy, lines })];
}
