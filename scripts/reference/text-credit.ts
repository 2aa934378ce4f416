/**
 * What the pages of the credit kinds say.
 * @module
 */
import { type KindText, rule, said } from './kind-text.ts';

const AWARD_OPEN = rule(
  'The award is recorded, and neither final nor set aside.',
  '배분이 기록되어 있고, 확정되거나 무효가 되지 않았어야 합니다.',
  'award-unknown',
  'award-not-open',
);
const SPENDING = rule(
  'The credit is recorded, belongs to the author, and has that much left.',
  '크레딧이 기록되어 있고, 작성 기관의 것이며, 그만큼 남아 있어야 합니다.',
  'credit-unknown',
  'not-beneficiary',
  'credit-spent',
);

export const CREDIT = {
  'credit-policy': {
    meaning: said(
      'How the budget of a credit window is split, what the aggregator may accept, and what happens past each deadline. It is in force once the quorum is complete; a round names it when it opens, so nobody can choose a policy after the results are known.',
      '크레딧 구간의 예산을 어떻게 나누고, 집계 기관이 무엇을 받아들일 수 있으며, 기한이 지나면 어떻게 되는지 정합니다. 정족수가 차면 시행됩니다. 라운드를 열 때 정책을 적으므로 결과를 알고 나서 정책을 고를 수 없습니다.',
    ),
    rules: [
      rule(
        'The name is new: a policy never changes, and a new version has a new name.',
        '이름은 처음 쓰는 것이어야 합니다. 정책은 바뀌지 않으며 새 판은 새 이름을 씁니다.',
        'name-taken',
      ),
      rule(
        'Each method is named once, and the parts sum to 10,000 basis points.',
        '방법은 한 번씩만 적고, 비율의 합은 10,000 베이시스 포인트여야 합니다.',
        'policy-components',
      ),
      rule('The smallest norm is not above the largest.', '최소 노름은 최대 노름보다 클 수 없습니다.', 'policy-limits'),
    ],
  },
  award: {
    writer: said(
      'the treasurer; everybody enrolled once it is overdue',
      '회계 기관 `treasurer`. 기한이 지나면 등록된 모든 기관',
    ),
    meaning: said(
      'What each institution gets of the budget of a window. There is nothing to decide: the body must equal the recomputation from the log, bit for bit, so it does not matter who submits it.',
      '구간의 예산에서 각 기관이 받는 몫입니다. 결정할 것은 없습니다. 본문은 로그에서 다시 계산한 결과와 비트까지 같아야 하므로 누가 제출하든 상관없습니다.',
    ),
    rules: [
      rule('The lineage has the window.', '계보에 있는 크레딧 구간이어야 합니다.', 'window-unknown'),
      rule(
        'The window is over: it has as many rounds as the policy says, or its time has passed.',
        '구간이 끝나야 합니다. 정책이 정한 수의 라운드가 찼거나 기간이 지났어야 합니다.',
        'window-running',
      ),
      rule(
        'Every evaluator has reported on every round, or the last `reportBy` has passed.',
        '모든 평가 기관이 모든 라운드를 보고했거나, 마지막 `reportBy`가 지났어야 합니다.',
        'reports-missing',
      ),
      rule(
        'The treasurer submits it; past the deadline of the policy everybody may.',
        '회계 기관이 제출하며, 정책의 기한이 지나면 누구나 제출할 수 있습니다.',
        'role-missing',
      ),
      rule(
        'A window has one award, unless a resolution set it aside.',
        '구간의 배분은 하나입니다. 분쟁 결정이 무효로 한 경우만 다시 제출합니다.',
        'already-awarded',
      ),
      rule(
        'The body is what the log gives; one that replaces another also has the digest that the resolution named.',
        '본문은 로그에서 계산한 결과와 같아야 합니다. 대체 배분은 결정이 적은 다이제스트와도 같아야 합니다.',
        'award-differs',
      ),
      rule('The lines and the reserve sum to the budget (I6).', '줄과 예비분의 합은 예산과 같습니다(I6).'),
    ],
  },
  dispute: {
    meaning: said(
      'An institution says that a contribution or a utility report of the window is at fault, and asks that it be left out. It names the institution that answers for the record. The evidence stays off the log, by digest.',
      '구간의 기여나 효용 보고에 잘못이 있다며 제외를 요구합니다. 그 기록에 책임이 있는 기관을 피신청 기관으로 적습니다. 증거는 다이제스트만 남기고 로그 밖에 둡니다.',
    ),
    rules: [
      AWARD_OPEN,
      rule('The time for disputes is not over.', '이의 제기 기간이 남아 있어야 합니다.', 'deadline-passed'),
      rule('An institution disputes an award once.', '기관은 배분마다 한 번만 이의를 제기합니다.', 'already-disputed'),
      rule(
        'It is about a contribution (`exclude-contribution`) or a utility report (`exclude-report`) of a round of the window.',
        '구간에 든 라운드의 기여(`exclude-contribution`)나 효용 보고(`exclude-report`)에 대한 것이어야 합니다.',
        'disputed-unknown',
      ),
      rule(
        'The respondent is the author of that record, and not the disputant.',
        '피신청 기관은 그 기록의 작성 기관이며, 신청 기관일 수 없습니다.',
        'respondent',
      ),
    ],
  },
  'dispute-response': {
    writer: said('the respondent', '피신청 기관'),
    meaning: said(
      'The respondent has been heard. Arbiters need not wait any longer; accepting does not decide the dispute.',
      '피신청 기관의 답변이 있었으므로 중재 기관은 더 기다리지 않아도 됩니다. 인정한다고 분쟁이 끝나지는 않습니다.',
    ),
    rules: [
      rule(
        'The dispute is recorded and not yet answered or resolved.',
        '분쟁이 기록되어 있고, 아직 답변되거나 해결되지 않았어야 합니다.',
        'dispute-unknown',
        'dispute-not-open',
      ),
      rule('The author is the respondent.', '작성 기관은 피신청 기관이어야 합니다.', 'respondent'),
      rule('The time for the answer is not over.', '답변 기간이 남아 있어야 합니다.', 'deadline-passed'),
    ],
  },
  resolution: {
    meaning: said(
      'The arbiters uphold or reject the dispute. Where they uphold it, the record at fault counts no longer, the award is set aside at once, and everybody can compute the one that replaces it: nobody re-evaluates anything.',
      '중재 기관들이 분쟁을 인용하거나 기각합니다. 인용하면 잘못된 기록은 더 이상 셈에 들지 않고 배분은 즉시 무효가 되며, 대체 배분은 누구나 계산할 수 있습니다. 아무것도 다시 평가하지 않습니다.',
    ),
    rules: [
      rule(
        'The dispute is recorded, and not resolved.',
        '분쟁이 기록되어 있고 해결되지 않았어야 합니다.',
        'dispute-unknown',
        'dispute-not-open',
      ),
      rule(
        'No arbiter that counts is a party to the dispute, or belongs to the group of one.',
        '정족수에 드는 중재 기관은 분쟁 당사자이거나 그 그룹에 속할 수 없습니다.',
        'party',
      ),
      rule(
        'The respondent has answered, or its time is over.',
        '피신청 기관이 답변했거나 답변 기간이 끝났어야 합니다.',
        'dispute-window',
      ),
      rule('The dispute has not lapsed.', '분쟁이 기한을 넘겨 소멸하지 않았어야 합니다.', 'deadline-passed'),
      rule(
        'The award is neither final nor set aside.',
        '배분이 확정되거나 무효가 되지 않았어야 합니다.',
        'award-not-open',
      ),
      rule(
        '`replacement` is the digest of the award as recomputed without the record at fault, `replaces` included.',
        '`replacement`는 잘못된 기록을 빼고 다시 계산한 배분 본문(`replaces` 포함)의 다이제스트여야 합니다.',
        'award-differs',
      ),
    ],
  },
  'award-final': {
    writer: said(
      'the treasurer; everybody enrolled once it is overdue',
      '회계 기관 `treasurer`. 기한이 지나면 등록된 모든 기관',
    ),
    meaning: said(
      'The award can no longer be disputed, and final credit stands. The ledger then writes one `credit` for each line above 0, in order, and accepts nothing else until the last is recorded.',
      '배분에 더는 이의를 제기할 수 없으며, 확정된 크레딧은 유지됩니다. 원장은 곧바로 0보다 큰 줄마다 `credit`을 순서대로 기록하고, 마지막 것이 기록될 때까지 다른 진술을 받지 않습니다.',
    ),
    rules: [
      AWARD_OPEN,
      rule('The time for disputes is over.', '이의 제기 기간이 끝났어야 합니다.', 'dispute-window'),
      rule(
        'No dispute can still be resolved. One that nobody resolved in time has lapsed, and the award says so for ever.',
        '해결될 수 있는 분쟁이 없어야 합니다. 기한 안에 해결되지 않은 분쟁은 소멸하며, 그 사실은 배분에 계속 표시됩니다.',
        'dispute-open',
      ),
      rule(
        'The treasurer finalises; past the deadline of the policy everybody may.',
        '회계 기관이 확정하며, 정책의 기한이 지나면 누구나 확정할 수 있습니다.',
        'role-missing',
      ),
      rule(
        'The operator institution has a live key, so that the credits can be written.',
        '크레딧을 기록할 수 있도록 운영 기관에 유효한 키가 있어야 합니다.',
        'operator-key',
      ),
    ],
  },
  credit: {
    meaning: said(
      'The beneficiary can claim or transfer this much. A credit follows from its award or transfer and adds nothing to it; it is a record so that it stands in the account of its owner, with a proof.',
      '수령 기관은 이만큼 청구하거나 이전할 수 있습니다. 크레딧은 배분이나 이전에서 그대로 나오며 더하는 것이 없습니다. 주인의 계정에 증명과 함께 남도록 기록됩니다.',
    ),
    rules: [
      rule(
        'It is the next line of the `award-final` or `transfer` before it: same source, line, beneficiary and amount.',
        '바로 앞의 `award-final`이나 `transfer`의 다음 줄이어야 합니다. 출처, 줄, 수령 기관, 금액이 같아야 합니다.',
        'credit-unfounded',
      ),
      rule(
        'Its amount is issued to the account of the beneficiary, and nothing else ever issues credit (I6).',
        '금액은 수령 기관의 계정에 발급됩니다. 크레딧을 발급하는 기록은 이것뿐입니다(I6).',
      ),
    ],
  },
  claim: {
    meaning: said(
      'The owner asks for what the credit stands for. What is claimed is spent, whatever comes of it outside the ledger. An institution that left still claims what it earned.',
      '주인이 크레딧에 해당하는 것을 요구합니다. 청구한 금액은 원장 밖의 결과와 상관없이 사용된 것입니다. 떠난 기관도 얻은 크레딧을 청구할 수 있습니다.',
    ),
    rules: [SPENDING],
  },
  settlement: {
    writer: said(
      'the treasurer; a steward once it is overdue',
      '회계 기관 `treasurer`. 기한이 지나면 관리 기관 `steward`',
    ),
    meaning: said(
      'The claim was met outside the ledger, in this form. That it was, the claimant confirms with an `endorsement`.',
      '청구가 원장 밖에서 이 방식으로 이행되었습니다. 청구 기관은 `endorsement`로 이를 확인합니다.',
    ),
    rules: [
      rule(
        'The claim is recorded, and of the institution that is named.',
        '청구가 기록되어 있고, 적힌 기관의 것이어야 합니다.',
        'claim-unknown',
        'subject-account',
      ),
      rule('A claim is settled once.', '청구는 한 번만 정산합니다.', 'already-settled'),
      rule('Nobody settles its own claim.', '자기 청구는 스스로 정산하지 않습니다.', 'settles-own'),
      rule(
        'The treasurer settles; past the deadline of the policy a steward may.',
        '회계 기관이 정산하며, 정책의 기한이 지나면 관리 기관이 할 수 있습니다.',
        'role-missing',
      ),
    ],
  },
  transfer: {
    meaning: said(
      'Credit passes to another institution, a pool for instance. The ledger writes the `credit` of the beneficiary at once, before anything else.',
      '크레딧이 공동 기금과 같은 다른 기관으로 넘어갑니다. 원장은 다른 무엇보다 먼저 수령 기관의 `credit`을 기록합니다.',
    ),
    rules: [
      SPENDING,
      rule(
        'The beneficiary is another active institution, and not the operator.',
        '수령 기관은 다른 활성 기관이어야 하며 운영 기관일 수 없습니다.',
        'beneficiary',
      ),
      rule(
        'The operator institution has a live key, so that the credit can be written.',
        '크레딧을 기록할 수 있도록 운영 기관에 유효한 키가 있어야 합니다.',
        'operator-key',
      ),
    ],
  },
} satisfies Record<string, KindText>;
