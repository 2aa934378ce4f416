/**
 * Every deadline of the rules: what is due, who does it, and what happens past it, so that nobody can block.
 * @module
 */
import type { KindName } from '../../src/core/statement/validate.ts';
import { type Said, said } from './kind-text.ts';

export interface Duty {
  /** The fields that set it, as `kind.path`. */
  readonly fields: readonly string[];
  /** The kinds that are written until, or from, then. */
  readonly kinds: readonly KindName[];
  readonly due: Said;
  readonly past: Said;
}

export const DUTIES: readonly Duty[] = [
  {
    fields: ['charter.endorseWithin', 'amendment.endorseWithin'],
    kinds: ['endorsement'],
    due: said('The approvals that a pending statement needs.', '대기 중인 진술에 필요한 승인.'),
    past: said('It lapses. Its author may sign a new one.', '효력을 잃습니다. 작성 기관이 새로 서명할 수 있습니다.'),
  },
  {
    fields: ['role.until'],
    kinds: ['role'],
    due: said('What the role allows.', '그 역할로 할 수 있는 일.'),
    past: said(
      'The role is no longer held. The stewards may grant it again.',
      '역할이 없어집니다. 관리 기관이 다시 부여할 수 있습니다.',
    ),
  },
  {
    fields: ['dataset.retainUntil'],
    kinds: ['contribution'],
    due: said('Contributions that name the dataset.', '그 데이터셋을 적는 기여.'),
    past: said('They are refused.', '거절됩니다.'),
  },
  {
    fields: ['round-open.credit.commitBy'],
    kinds: ['contribution-commit', 'contribution'],
    due: said('Commitments.', '확약.'),
    past: said(
      'Commitments are refused, and contributions begin. Who has not committed cannot contribute.',
      '확약은 거절되고 기여가 시작됩니다. 확약하지 않은 기관은 기여할 수 없습니다.',
    ),
  },
  {
    fields: ['round-open.contributeBy'],
    kinds: ['contribution', 'aggregation'],
    due: said('Contributions.', '기여.'),
    past: said(
      'Contributions are refused, and the round is aggregated without the missing ones. Who committed and did not reveal has withheld, which costs reputation as the policy says.',
      '기여는 거절되고, 빠진 기여 없이 집계합니다. 확약하고 공개하지 않은 기관은 미공개로 남아 정책이 정한 만큼 평판이 깎입니다.',
    ),
  },
  {
    fields: ['round-open.decideBy'],
    kinds: ['contribution-decision', 'aggregation'],
    due: said('Decisions of the aggregator.', '집계 기관의 결정.'),
    past: said(
      'Decisions are refused, and what is undecided is not aggregated.',
      '결정은 거절되고, 결정되지 않은 기여는 집계하지 않습니다.',
    ),
  },
  {
    fields: ['round-open.closeBy'],
    kinds: ['round-close'],
    due: said('Closing the round.', '라운드 마감.'),
    past: said(
      'A steward may abort the round. The aggregator may still complete it until then.',
      '관리 기관이 라운드를 중단할 수 있습니다. 그전까지는 집계 기관이 완료할 수 있습니다.',
    ),
  },
  {
    fields: ['round-open.credit.reportBy'],
    kinds: ['utility-report', 'endorsement', 'award'],
    due: said(
      'Utility reports of the evaluators, and the endorsements of auditors that make sealed ones usable.',
      '평가 기관의 효용 보고와, 봉인된 보고를 쓸 수 있게 하는 감사 기관의 보증.',
    ),
    past: said(
      'Reports are refused, and the award goes by those that came. A method for whose window no usable report came follows the fallback of the policy.',
      '보고는 거절되고, 들어온 보고로 배분합니다. 구간에 쓸 수 있는 보고가 하나도 없는 방법은 정책의 대체 방법을 따릅니다.',
    ),
  },
  {
    fields: ['credit-policy.window.seconds'],
    kinds: ['round-close', 'award'],
    due: said('Rounds that fall in the window, from its first close on.', '첫 라운드 마감부터 구간에 드는 라운드.'),
    past: said(
      'The window is over, full or not. The next completed round begins a new one.',
      '찼든 안 찼든 구간이 끝납니다. 다음에 완료되는 라운드는 새 구간을 시작합니다.',
    ),
  },
  {
    fields: ['credit-policy.deadlines.award'],
    kinds: ['award'],
    due: said('The award, from the treasurer.', '회계 기관의 배분.'),
    past: said('Everybody enrolled may submit it.', '등록된 모든 기관이 제출할 수 있습니다.'),
  },
  {
    fields: ['credit-policy.deadlines.dispute'],
    kinds: ['dispute', 'award-final'],
    due: said('Disputes of the award.', '배분에 대한 이의 제기.'),
    past: said(
      'Disputes are refused, and the award can be made final.',
      '이의 제기는 거절되고, 배분을 확정할 수 있습니다.',
    ),
  },
  {
    fields: ['credit-policy.deadlines.respond'],
    kinds: ['dispute-response', 'resolution'],
    due: said('The answer of the respondent.', '피신청 기관의 답변.'),
    past: said(
      'The answer is refused, and arbiters resolve without it.',
      '답변은 거절되고, 중재 기관은 답변 없이 결정합니다.',
    ),
  },
  {
    fields: ['credit-policy.deadlines.resolve'],
    kinds: ['resolution', 'award-final'],
    due: said('The resolution, with its quorum of arbiters.', '중재 기관 정족수를 갖춘 결정.'),
    past: said(
      'The dispute lapses. The award can be made final, and says for ever that a dispute lapsed.',
      '분쟁은 소멸합니다. 배분을 확정할 수 있으며, 소멸한 분쟁이 있다는 사실이 계속 표시됩니다.',
    ),
  },
  {
    fields: ['credit-policy.deadlines.final'],
    kinds: ['award-final'],
    due: said('Making the award final, by the treasurer.', '회계 기관의 배분 확정.'),
    past: said('Everybody enrolled may do it.', '등록된 모든 기관이 확정할 수 있습니다.'),
  },
  {
    fields: ['credit-policy.deadlines.settle'],
    kinds: ['settlement'],
    due: said('The settlement of a claim, by the treasurer.', '회계 기관의 청구 정산.'),
    past: said('A steward may settle it.', '관리 기관이 정산할 수 있습니다.'),
  },
];
