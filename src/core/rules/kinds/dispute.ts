/**
 * `dispute`: disputes an award that is not final, over a contribution or a utility report of its window. It names one
 * respondent; past its deadlines it lapses, with a flag on the award, so that nobody can block.
 * @module
 */
import { addSeconds } from '../../statement/instant.ts';
import { disputedReads, findDisputed, stepAward } from '../disputes.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { DISPUTE } from '../machines.ts';
import { STATE, set } from '../state.ts';
import type { AwardState } from '../state-credit.ts';

export const dispute: Kind<'dispute'> = {
  kind: 'dispute',
  roles: [],
  account: ({ author }) => author,
  reads({ author, body }, view) {
    const award = view.get(STATE.award(body.award));
    return [
      STATE.award(body.award),
      STATE.disputed(body.award, author),
      ...(award === undefined ? [] : [STATE.policy(award.policy)]),
      ...disputedReads(view, body.about),
    ];
  },
  apply(context) {
    const { view, statement, digest, recordedAt } = context;
    const { author, body } = statement;
    const award = found(view.get(STATE.award(body.award)), 'award-unknown', () => `no award ${body.award} is recorded`);
    const status = stepAward(award, 'dispute');
    require(recordedAt <= award.disputeBy, 'deadline-passed', () =>
      `the award could be disputed until ${award.disputeBy}`);
    const earlier = view.get(STATE.disputed(body.award, author));
    require(earlier === undefined, 'already-disputed', () => `${author} disputes the award already: ${earlier}`);
    checkSubject(context, award);
    const deadlines = found(view.get(STATE.policy(award.policy)), 'policy-unknown', () => 'its policy').deadlines;
    const respondBy = addSeconds(recordedAt, deadlines.respond);
    const resolveBy = addSeconds(respondBy, deadlines.resolve);
    const { model, window } = award;
    const { about, respondent, remedy } = body;
    return [
      set(STATE.dispute(digest), {
        award: body.award,
        model,
        window,
        about,
        disputant: author,
        respondent,
        remedy,
        respondBy,
        resolveBy,
        status: DISPUTE.initial,
      }),
      set(STATE.disputed(body.award, author), digest),
      set(STATE.award(body.award), { ...award, status, disputes: [...award.disputes, { dispute: digest, resolveBy }] }),
    ];
  },
};

function checkSubject({ view, statement: { author, body } }: Context<'dispute'>, { model, window }: AwardState): void {
  const disputed = findDisputed(view, body);
  const round = view.get(STATE.round(disputed.round));
  require(round?.model === model && round.window === window, 'disputed-unknown', () =>
    `${body.about} is not of window ${window} of ${model}, which the award is about`);
  require(disputed.institution === body.respondent && body.respondent !== author, 'respondent', () =>
    `the respondent is ${disputed.institution}, whose record it is, and not the disputant itself`);
}
