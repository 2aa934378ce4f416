/**
 * The rule book: every statement kind, and the normative table of who may write it.
 *
 * To add a kind: a schema in `schemas/kinds/`, a file in `kinds/`, a line here.
 * @module
 */
import { InvariantError } from '../error.ts';
import type { KindName } from '../statement/validate.ts';
import type { Kind } from './kind.ts';
import { aggregation } from './kinds/aggregation.ts';
import { algorithm } from './kinds/algorithm.ts';
import { amendment } from './kinds/amendment.ts';
import { award } from './kinds/award.ts';
import { awardFinal } from './kinds/award-final.ts';
import { charter } from './kinds/charter.ts';
import { claim } from './kinds/claim.ts';
import { contribution } from './kinds/contribution.ts';
import { contributionCommit } from './kinds/contribution-commit.ts';
import { contributionDecision } from './kinds/contribution-decision.ts';
import { correction } from './kinds/correction.ts';
import { credit } from './kinds/credit.ts';
import { creditPolicy } from './kinds/credit-policy.ts';
import { dataset } from './kinds/dataset.ts';
import { dispute } from './kinds/dispute.ts';
import { disputeResponse } from './kinds/dispute-response.ts';
import { endorsement } from './kinds/endorsement.ts';
import { erasure } from './kinds/erasure.ts';
import { evaluationPlan } from './kinds/evaluation-plan.ts';
import { institution } from './kinds/institution.ts';
import { key } from './kinds/key.ts';
import { model } from './kinds/model.ts';
import { preparation } from './kinds/preparation.ts';
import { refusals } from './kinds/refusals.ts';
import { report } from './kinds/report.ts';
import { resolution } from './kinds/resolution.ts';
import { role } from './kinds/role.ts';
import { roundClose } from './kinds/round-close.ts';
import { roundOpen } from './kinds/round-open.ts';
import { settlement } from './kinds/settlement.ts';
import { task } from './kinds/task.ts';
import { transfer } from './kinds/transfer.ts';
import { utilityReport } from './kinds/utility-report.ts';
import { withdrawal } from './kinds/withdrawal.ts';

/** All kinds by name. The type makes the compiler name a kind that has a schema and no rule. */
const KINDS: { readonly [K in KindName]: Kind<K> } = {
  // governance
  charter,
  amendment,
  institution,
  key,
  role,
  endorsement,
  // preparation
  task,
  preparation,
  dataset,
  algorithm,
  model,
  // round
  'round-open': roundOpen,
  'contribution-commit': contributionCommit,
  contribution,
  'contribution-decision': contributionDecision,
  aggregation,
  'round-close': roundClose,
  // evaluation
  'evaluation-plan': evaluationPlan,
  'utility-report': utilityReport,
  // credit
  'credit-policy': creditPolicy,
  award,
  dispute,
  'dispute-response': disputeResponse,
  resolution,
  'award-final': awardFinal,
  credit,
  claim,
  settlement,
  transfer,
  // correction
  correction,
  withdrawal,
  erasure,
  // evidence
  report,
  refusals,
};

/** The rules of a kind in the version in force. */
export function kindRules(kind: KindName, rules: number): Kind<KindName> {
  if (rules !== 1) throw new InvariantError(`no rules version ${rules}`);
  return KINDS[kind];
}

/** Names of all kinds, in the order of the book. */
export const KIND_NAMES: readonly KindName[] = Object.keys(KINDS) as KindName[];
