/**
 * Codes of refusals about preparation, credit-bearing rounds, evaluation, awards and credit.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const CREDIT_CODES = {
  // preparation and corrections
  'preparation-unknown': {
    en: 'No such preparation is recorded. Name the statement digest of one that is.',
    ko: '기록되지 않은 전처리 기준입니다. 기록된 기준의 진술 다이제스트를 적으십시오.',
  },
  'reference-mismatch': {
    en: 'The pipeline gives another result for the reference set than was agreed. Check its version and parameters, then run it again.',
    ko: '기준 자료에 대한 처리 결과가 합의된 값과 다릅니다. 파이프라인의 버전과 매개변수를 확인하고 다시 실행하십시오.',
  },
  'task-twice': { en: 'Name each task once.', ko: '과제는 한 번씩만 적으십시오.' },
  'dataset-unknown': {
    en: 'Not a dataset of this institution. Declare it first, and name its statement digest.',
    ko: '이 기관의 데이터셋이 아닙니다. 먼저 신고하고 그 진술 다이제스트를 적으십시오.',
  },
  'dataset-unusable': {
    en: 'The dataset was withdrawn or superseded, or its time of use is over. Name one that may be used.',
    ko: '철회되었거나 대체되었거나 이용 기간이 끝난 데이터셋입니다. 쓸 수 있는 데이터셋을 적으십시오.',
  },
  'algorithm-unknown': {
    en: 'No such algorithm is in force. Have it registered and approved by the stewards first.',
    ko: '시행 중인 알고리즘이 아닙니다. 먼저 등록하고 관리 기관의 승인을 받으십시오.',
  },
  superseded: {
    en: 'A later statement took the place of this one. Use the one that the message names.',
    ko: '나중의 진술이 이것을 대체했습니다. 메시지에 적힌 진술을 사용하십시오.',
  },
  'correction-subject': {
    en: 'A correction names an own earlier preparation, dataset or task, and a later own one of the same kind. Record that one first.',
    ko: '정정은 자기 기관의 이전 전처리 기준·데이터셋·과제와, 같은 종류의 나중 것을 적습니다. 나중 것을 먼저 기록하십시오.',
  },
  'not-own': {
    en: 'Only the institution whose record it is may do this.',
    ko: '해당 기록을 작성한 기관만 할 수 있습니다.',
  },
  // rounds that bear credit
  'policy-unknown': {
    en: 'No such credit policy is in force. Name one that the stewards approved.',
    ko: '시행 중인 크레딧 정책이 아닙니다. 관리 기관이 승인한 정책을 적으십시오.',
  },
  'policy-components': {
    en: 'A policy names each method once, and its parts sum to 10,000 basis points. Correct the parts.',
    ko: '정책은 방법을 한 번씩만 적고 비율의 합이 10,000이어야 합니다. 비율을 고치십시오.',
  },
  'policy-limits': {
    en: 'The smallest norm lies above the largest. Swap or correct the limits.',
    ko: '최소 노름이 최대 노름보다 큽니다. 한계값을 고치십시오.',
  },
  'plan-unknown': {
    en: 'Not the evaluation plan of this round, or none is recorded. Name the plan that the round was opened with.',
    ko: '이 라운드의 평가 계획이 아니거나 기록되지 않은 계획입니다. 라운드를 열 때 적은 계획을 적으십시오.',
  },
  'plan-scheme': {
    en: 'The scheme does not fit: permutations need their number and truncation, other schemes have neither; only exact can be sealed.',
    ko: '평가 방식이 맞지 않습니다. permutation에는 횟수와 절단값이 필요하고 다른 방식에는 없어야 하며, exact만 봉인할 수 있습니다.',
  },
  'policy-plan': {
    en: 'The plan does not give what the policy needs, or is for another lineage. Choose a plan whose scheme serves every method of the policy.',
    ko: '계획이 정책에 필요한 값을 주지 않거나 다른 계보의 것입니다. 정책의 모든 방법에 맞는 계획을 고르십시오.',
  },
  'too-many-players': {
    en: 'More institutions than the scheme can value (12 for exact, 64 otherwise), than a report holds permutations of, or than one window can credit (64). Invite fewer, use permutations or fewer of them, or wait for the next window.',
    ko: '평가 방식이 다룰 수 있는 수(exact 12, 그 밖 64), 보고서에 순열을 담을 수 있는 수, 한 크레딧 구간에 담을 수 있는 수(64)보다 기관이 많습니다. 초대를 줄이거나, permutation을 쓰거나 횟수를 줄이거나, 다음 구간을 기다리십시오.',
  },
  'evaluator-contributes': {
    en: 'An evaluator and its group contribute nothing in rounds that it values. Invite others, or name another evaluator.',
    ko: '평가 기관과 그 계열은 자신이 평가하는 라운드에 기여할 수 없습니다. 초대나 평가 기관을 바꾸십시오.',
  },
  'window-terms': {
    en: 'The running credit window of the lineage has another policy or plan. Keep them until it is over.',
    ko: '진행 중인 크레딧 구간의 정책이나 계획과 다릅니다. 구간이 끝날 때까지 그대로 쓰십시오.',
  },
  'no-credit': {
    en: 'The round bears no credit: it takes no commitments. Contribute without commit and nonce.',
    ko: '크레딧이 없는 라운드이므로 확약을 받지 않습니다. commit과 nonce 없이 기여하십시오.',
  },
  'already-committed': {
    en: 'One commitment an institution and round. Reveal the one that is recorded.',
    ko: '기관은 라운드마다 한 번만 확약할 수 있습니다. 기록된 확약을 공개하십시오.',
  },
  'reveal-early': {
    en: 'Updates are revealed once nobody can commit any more. Submit again after the commitment deadline.',
    ko: '확약 기한이 지난 뒤에 업데이트를 공개합니다. 기한이 지난 뒤 다시 제출하십시오.',
  },
  'commit-unknown': {
    en: 'The institution committed to nothing in this round, and cannot contribute to it. Commit in time in the next one.',
    ko: '이 라운드에 확약하지 않아 기여할 수 없습니다. 다음 라운드에는 기한 안에 확약하십시오.',
  },
  'commit-mismatch': {
    en: 'Update and nonce do not open the commitment. Contribute the very update that was committed to, with its nonce.',
    ko: '업데이트와 nonce가 확약과 맞지 않습니다. 확약한 바로 그 업데이트와 nonce를 제출하십시오.',
  },
  'dataset-missing': {
    en: 'A contribution that earns credit names its datasets. Declare them, and name their statement digests.',
    ko: '크레딧을 받는 기여는 데이터셋을 적어야 합니다. 데이터셋을 신고하고 그 진술 다이제스트를 적으십시오.',
  },
  'band-over-dataset': {
    en: 'The sample band claims more than the datasets declare. Claim the band of the samples that were trained on.',
    ko: '표본 구간이 신고된 데이터셋보다 큽니다. 실제로 학습한 표본의 구간을 적으십시오.',
  },
  'already-decided': {
    en: 'The contribution is decided or withdrawn already.',
    ko: '이미 결정되었거나 철회된 기여입니다.',
  },
  'not-measured': {
    en: 'The decision lacks a measurement that the policy asks for. Measure against all other contributions and the last global step.',
    ko: '정책이 요구하는 측정값이 없습니다. 다른 모든 기여와 직전 전역 변화량에 대해 측정하십시오.',
  },
  'outside-limits': {
    en: "What was measured lies outside the policy's limits, so the contribution cannot be accepted. Reject it with the cause named.",
    ko: '측정값이 정책의 한계를 벗어나 수락할 수 없습니다. 표시된 사유로 거절하십시오.',
  },
  'cause-unfounded': {
    en: 'What was measured does not bear out the cause of the rejection. Accept the contribution, or name the cause that holds.',
    ko: '측정값이 거절 사유를 뒷받침하지 않습니다. 수락하거나 실제로 해당하는 사유를 적으십시오.',
  },
  'round-collecting': {
    en: 'Contributions may still come. Aggregate once all have come, or past the deadline.',
    ko: '아직 기여가 들어올 수 있습니다. 모두 들어오거나 기한이 지난 뒤 집계하십시오.',
  },
  undecided: {
    en: 'Contributions are undecided. Decide on them first, or wait for the deadline of decisions.',
    ko: '결정되지 않은 기여가 있습니다. 먼저 결정하거나 결정 기한이 지나기를 기다리십시오.',
  },
  'not-accepted': {
    en: 'Only accepted contributions are aggregated. Leave this one out.',
    ko: '수락된 기여만 집계합니다. 이 기여를 빼십시오.',
  },
  'accepted-left-out': {
    en: 'An accepted contribution is missing. Name all of them: who was accepted is credited.',
    ko: '수락된 기여가 빠졌습니다. 수락된 기여는 모두 적어야 합니다.',
  },
  // evaluation
  'not-evaluator': {
    en: 'The plan of the round does not name this evaluator.',
    ko: '라운드의 계획에 적힌 평가 기관이 아닙니다.',
  },
  'round-not-closed': {
    en: 'Only completed rounds are valued. Report after the round is closed.',
    ko: '완료된 라운드만 평가합니다. 라운드가 닫힌 뒤 보고하십시오.',
  },
  'already-reported': {
    en: 'One report an evaluator and round. It stands as recorded.',
    ko: '평가 기관은 라운드마다 한 번만 보고합니다. 기록된 보고가 유효합니다.',
  },
  'report-form': {
    en: 'The report is not of the form that the plan asks for. Check the form, the number of values, and that empty and grand are those of the table.',
    ko: '계획이 요구하는 보고 형식이 아닙니다. 형식, 값의 수, 그리고 empty와 grand가 표와 같은지 확인하십시오.',
  },
  'report-part': {
    en: 'Not the next part of the report. Submit the parts in order, each once, with the same empty and grand.',
    ko: '보고의 다음 부분이 아닙니다. 부분을 순서대로 한 번씩, 같은 empty와 grand로 제출하십시오.',
  },
  'report-players': {
    en: 'The players are the aggregated contributions of the round, ascending by statement digest. Order them so.',
    ko: '참가자는 라운드에서 집계된 기여이며 진술 다이제스트 오름차순입니다. 그 순서로 적으십시오.',
  },
  'utility-inconsistent': {
    en: 'The evaluator valued the same model otherwise before, under the same plan. Evaluate again.',
    ko: '같은 계획에서 같은 모델을 전에 다르게 평가했습니다. 다시 평가하십시오.',
  },
  // awards and disputes
  'window-unknown': { en: 'The lineage has no such credit window.', ko: '이 계보에 없는 크레딧 구간입니다.' },
  'window-running': {
    en: 'Rounds may still fall in the window. Wait until it is full or its time is over.',
    ko: '구간에 라운드가 더 들어올 수 있습니다. 구간이 차거나 기간이 끝나기를 기다리십시오.',
  },
  'reports-missing': {
    en: 'Utility reports may still come. Wait for all of them, or for their deadline.',
    ko: '효용 보고가 더 들어올 수 있습니다. 모두 들어오거나 기한이 지나기를 기다리십시오.',
  },
  'already-awarded': {
    en: 'The window has its award; only a resolution can set it aside.',
    ko: '이미 배분이 있는 구간입니다. 분쟁 결정만이 이를 무효로 할 수 있습니다.',
  },
  'award-differs': {
    en: 'The award is not what the log gives. Compute it with: ledgerline award compute.',
    ko: '배분이 로그에서 계산한 결과와 다릅니다. ledgerline award compute로 계산하십시오.',
  },
  'award-unknown': { en: 'No such award is recorded.', ko: '기록되지 않은 배분입니다.' },
  'award-not-open': {
    en: 'The award is final or was set aside. Final credit stands.',
    ko: '이미 확정되었거나 무효가 된 배분입니다. 확정된 크레딧은 유지됩니다.',
  },
  'dispute-window': {
    en: 'Somebody may still be heard. Wait for the deadline that the message names.',
    ko: '아직 이의나 답변을 제출할 수 있는 기간입니다. 메시지에 적힌 기한이 지나기를 기다리십시오.',
  },
  'dispute-open': {
    en: 'A dispute can still be resolved. Wait for its resolution, or for its deadline.',
    ko: '해결될 수 있는 분쟁이 있습니다. 결정이 나거나 기한이 지나기를 기다리십시오.',
  },
  'dispute-unknown': { en: 'No such dispute is recorded.', ko: '기록되지 않은 분쟁입니다.' },
  'dispute-not-open': {
    en: 'The dispute is answered or resolved already.',
    ko: '이미 답변되었거나 해결된 분쟁입니다.',
  },
  'already-disputed': {
    en: 'One dispute an institution and award.',
    ko: '기관은 배분마다 한 번만 이의를 제기할 수 있습니다.',
  },
  'disputed-unknown': {
    en: 'A dispute is about a contribution or a utility report of the window. Name its statement digest, and the remedy that fits it.',
    ko: '분쟁은 해당 구간의 기여나 효용 보고에 대한 것입니다. 그 진술 다이제스트와 알맞은 구제 방법을 적으십시오.',
  },
  respondent: {
    en: 'The respondent is the institution whose record is disputed, never the disputant.',
    ko: '피신청 기관은 다툼이 된 기록을 작성한 기관이며 신청 기관일 수 없습니다.',
  },
  party: {
    en: 'Who is a party to the dispute, or belongs to one, cannot decide it. Ask another arbiter.',
    ko: '분쟁 당사자나 그 계열은 결정에 참여할 수 없습니다. 다른 중재 기관에 요청하십시오.',
  },
  // credit
  'credits-first': {
    en: 'The ledger is writing the credits of a final award or a transfer. Submit again.',
    ko: '원장이 확정된 배분이나 이전의 크레딧을 기록하는 중입니다. 다시 제출하십시오.',
  },
  'credit-unfounded': {
    en: 'Credit follows from a final award or a transfer, line by line, and from nothing else.',
    ko: '크레딧은 확정된 배분이나 이전에서 줄 순서대로만 생깁니다.',
  },
  'operator-key': {
    en: 'The operator institution has no live key, so the credits could not be written. Have the stewards enrol one.',
    ko: '운영 기관에 유효한 키가 없어 크레딧을 기록할 수 없습니다. 관리 기관이 키를 등록해야 합니다.',
  },
  'credit-unknown': {
    en: 'No such credit is recorded. Credit exists once its award is final.',
    ko: '기록되지 않은 크레딧입니다. 크레딧은 배분이 확정된 뒤에 생깁니다.',
  },
  'not-beneficiary': {
    en: 'The credit belongs to another institution.',
    ko: '다른 기관의 크레딧입니다.',
  },
  'credit-spent': {
    en: 'The credit would be spent beyond its amount. Claim or transfer at most what is left of it.',
    ko: '크레딧의 금액을 넘어 사용하게 됩니다. 남은 금액 이내에서 청구하거나 이전하십시오.',
  },
  beneficiary: {
    en: 'Credit passes to another active institution. Name one that is enrolled.',
    ko: '크레딧은 다른 활성 기관에만 이전할 수 있습니다. 등록된 기관을 적으십시오.',
  },
  'claim-unknown': { en: 'No such claim is recorded.', ko: '기록되지 않은 청구입니다.' },
  'settles-own': {
    en: 'Nobody settles its own claim. Ask the treasurer, or past the deadline a steward, of another institution.',
    ko: '자기 청구는 스스로 정산할 수 없습니다. 다른 기관의 회계 담당이나, 기한이 지난 뒤에는 관리 기관에 요청하십시오.',
  },
  'already-settled': { en: 'The claim is settled already.', ko: '이미 정산된 청구입니다.' },
  // evidence
  'report-size': {
    en: 'The report claims to cover more records than there are. Name a published size.',
    ko: '보고서가 있는 기록보다 많은 기록을 다룬다고 합니다. 게시된 크기를 적으십시오.',
  },
  'refusals-rate': {
    en: 'The ledger lists refusals at most once a second.',
    ko: '원장은 거절 목록을 초당 한 번까지만 기록합니다.',
  },
  'refusals-list': {
    en: 'The list of refusals names a statement twice, or not in the order of their times.',
    ko: '거절 목록에 같은 진술이 두 번 있거나 시각 순서가 아닙니다.',
  },
} as const satisfies Record<string, Sentence>;
