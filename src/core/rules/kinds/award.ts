/**
 * `award`: shares out the budget of a window. It must equal the recomputation bit for bit, so it does not matter who submits
 * it: the treasurer first, anyone once it is overdue.
 * @module
 */
import { addSeconds } from '../../statement/instant.ts';
import { requireSameAward } from '../award-check.ts';
import { awardReads, recomputeAward } from '../award-inputs.ts';
import { holdsRole } from '../institution.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { AWARD } from '../machines.ts';
import { STATE, type StateKey, set, type View } from '../state.ts';
import type { PolicyState, WindowState } from '../state-credit.ts';
import { isWindowOver } from '../windows.ts';

export const award: Kind<'award'> = {
  kind: 'award',
  roles: [],
  account: ({ author }) => author,
  reads: ({ body }, view) => [
    STATE.openAwards,
    ...awardReads(view, body.model, body.window),
    ...standingReads(view, body.model, body.window),
  ],
  apply(context) {
    const { view, statement, digest, recordedAt } = context;
    const { body } = statement;
    const window = found(
      view.get(STATE.window(body.model, body.window)),
      'window-unknown',
      () => `${body.model} has no credit window ${body.window}`,
    );
    const policy = found(view.get(STATE.policy(window.policy)), 'policy-unknown', () => `no policy ${window.policy}`);
    checkDue(context, window, policy);
    checkReplaces(context, window);
    requireSameAward(body, recomputeAward(view, body.model, body.window, window.award));
    const disputeBy = addSeconds(recordedAt, policy.deadlines.dispute);
    const lines = body.lines.map(({ beneficiary, amount }, line) => ({ line, beneficiary, amount }));
    return [
      set(STATE.award(digest), {
        policy: window.policy,
        model: body.model,
        window: body.window,
        lines: lines.filter(({ amount }) => amount !== '0'),
        status: AWARD.initial,
        disputeBy,
        finalBy: addSeconds(disputeBy, policy.deadlines.final),
        disputes: [],
      }),
      set(STATE.window(body.model, body.window), { ...window, award: digest }),
      set(STATE.openAwards, [...(view.get(STATE.openAwards) ?? []), digest]),
    ];
  },
};

function standingReads(view: View, model: string, number: number): StateKey[] {
  const standing = view.get(STATE.window(model, number))?.award;
  return standing === undefined ? [] : [STATE.award(standing)];
}

/** Requires that no round and no report can come any more, and that the author's turn has come. */
function checkDue({ view, author, statement, recordedAt }: Context<'award'>, window: WindowState, policy: PolicyState) {
  const { model, window: number } = statement.body;
  require(isWindowOver(window, policy, recordedAt), 'window-running', () =>
    `window ${number} of ${model} has ${window.rounds.length} of ${policy.window.rounds} rounds and is not over`);
  require(recordedAt > window.reportsBy || isReported(view, window), 'reports-missing', () =>
    `reports on window ${number} of ${model} may come until ${window.reportsBy}`);
  const dueBy = addSeconds(window.reportsBy, policy.deadlines.award);
  require(holdsRole(author, 'treasurer', recordedAt) || recordedAt > dueBy, 'role-missing', () =>
    `the treasurer submits the award; anyone may past ${dueBy}`);
}

/** True when every evaluator's report on every round can be used. */
function isReported(view: View, { rounds, plan }: WindowState): boolean {
  const evaluators = view.get(STATE.plan(plan))?.evaluators ?? [];
  return rounds.every((round) => evaluators.every((id) => view.get(STATE.utility(round, id))?.status === 'usable'));
}

/** One award a window, unless a resolution set the standing one aside; then the body it named. */
function checkReplaces({ view, statement }: Context<'award'>, { award: standing }: WindowState): void {
  const { window, model } = statement.body;
  if (standing === undefined) return;
  const before = view.get(STATE.award(standing));
  require(before?.status === 'set-aside', 'already-awarded', () =>
    `window ${window} of ${model} has its award: ${standing}`);
  require(before.replacement === statement.subject.sha256, 'award-differs', () =>
    `the resolution named the body ${before.replacement}, this is ${statement.subject.sha256}`);
}
