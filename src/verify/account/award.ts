/**
 * The arithmetic of an award, recomputed from the records shown with the functions of the rule book (I4), and compared with
 * the award line by line.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { requireSameAward } from '../../core/rules/award-check.ts';
import { composeAward } from '../../core/rules/award-inputs.ts';
import { require } from '../../core/rules/kind.ts';
import { type ClosedRound, deriveRound, findClosedRound } from './award-round.ts';
import type { Chronicle } from './chronicle.ts';
import type { Lookup, RecordOf } from './lookup.ts';

/**
 * Requires that `award` is what its rounds, reports and policy give.
 * @throws Refusal, InputError with the codes of the rules: `award-differs` names the first difference
 */
export function checkAward(award: RecordOf<'award'>, lookup: Lookup, chronicle: Chronicle): void {
  const { index: end } = award;
  const { policy: policyDigest, model, window, rounds: digests, replaces } = award.statement.body;
  const policy = lookup.get(policyDigest, 'credit-policy', end, 'policy-unknown').statement.body;
  const rounds = digests.map((digest) => findClosedRound(lookup, digest, end));
  checkWindow(award, rounds, chronicle);
  require(rounds.length <= policy.window.rounds, 'award-differs', () =>
    `the award shares out ${rounds.length} rounds, a window has ${policy.window.rounds}`);
  const planDigest = rounds[0]?.open.statement.body.credit?.plan ?? '';
  const plan = lookup.get(planDigest, 'evaluation-plan', rounds[0]?.open.index ?? 0, 'plan-unknown');
  const excluded = findExcluded(award, lookup, chronicle);
  const terms = { policy: policyDigest, model, window, rounds: digests };
  const computed = composeAward(
    { ...terms, ...(replaces === undefined ? {} : { replaces }) },
    policy,
    rounds.map((round) => deriveRound(round, { lookup, chronicle, plan, excluded, end })),
  );
  requireSameAward(award.statement.body, computed);
}

/** Requires rounds of one lineage, in the order in which they closed, opened under the policy of the award and one plan. */
function checkWindow(award: RecordOf<'award'>, rounds: readonly ClosedRound[], { inForce }: Chronicle): void {
  const { policy, model } = award.statement.body;
  const plan = rounds[0]?.open.statement.body.credit?.plan;
  let closedAt = -1;
  for (const { open, close } of rounds) {
    const { body } = open.statement;
    const { round, credit } = body;
    require(body.model === model, 'award-differs', () => `round ${round} is of ${body.model}, the award of ${model}`);
    require(credit?.policy === policy, 'award-differs', () =>
      `round ${round} was opened under the policy ${credit?.policy}, the award names ${policy}`);
    require(credit.plan === plan, 'window-terms', () => `round ${round} was opened with another evaluation plan`);
    require((inForce.get(policy) ?? open.index) < open.index, 'policy-unknown', () =>
      `the policy ${policy} was not in force when round ${round} opened`);
    require(close.index > closedAt, 'award-differs', () => `round ${round} closed before the round named ahead of it`);
    closedAt = close.index;
  }
}

/** What resolutions took out of this award, over all awards that it replaces in turn. */
function findExcluded(award: RecordOf<'award'>, lookup: Lookup, chronicle: Chronicle): Set<string> {
  const excluded = new Set<string>();
  for (let at = award; at.statement.body.replaces !== undefined; ) {
    const before = lookup.get(at.statement.body.replaces, 'award', at.index, 'award-unknown');
    const { model, window } = at.statement.body;
    const isSame = before.statement.body.model === model && before.statement.body.window === window;
    require(isSame, 'award-differs', () => `award ${before.digest}, which is replaced, is of another window`);
    excluded.add(disputedIn(before, at, lookup, chronicle));
    at = before;
  }
  return excluded;
}

/** What the dispute was about for which `before` was set aside, in favour of `after`. */
function disputedIn(
  before: RecordOf<'award'>,
  after: RecordOf<'award'>,
  lookup: Lookup,
  { inForce }: Chronicle,
): string {
  for (const { digest, statement } of lookup.references(before.digest, 'dispute', after.index)) {
    const upheld = lookup.references(digest, 'resolution', after.index).find((resolution) => {
      const { body } = resolution.statement;
      const isInForce = (inForce.get(resolution.digest) ?? after.index) < after.index;
      return isInForce && body.finding === 'upheld' && body.replacement === after.statement.subject.sha256;
    });
    if (upheld !== undefined) return statement.body.about;
  }
  throw new InputError('award-differs', `no resolution set award ${before.digest} aside in favour of ${after.digest}`);
}
