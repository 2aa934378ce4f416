/**
 * Words of closed vocabularies, as reports say them.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';

const t = (en: string, ko: string): Sentence => ({ en, ko });

export const TERMS: Readonly<Record<string, Sentence>> = {
  // roles and classes
  contributor: t('contributor', '기여 기관'),
  aggregator: t('aggregator', '집계 기관'),
  evaluator: t('evaluator', '평가 기관'),
  steward: t('steward', '관리 기관'),
  treasurer: t('treasurer', '회계 기관'),
  arbiter: t('arbiter', '중재 기관'),
  auditor: t('auditor', '감사 기관'),
  regulator: t('regulator', '규제 기관'),
  pharma: t('pharmaceutical company', '제약사'),
  biotech: t('biotech company', '바이오 기업'),
  hospital: t('hospital', '병원'),
  'research-institute': t('research institute', '연구소'),
  university: t('university', '대학'),
  'platform-operator': t('platform operator', '플랫폼 운영 기관'),
  secretariat: t('secretariat', '사무국'),
  pool: t('pool', '공동 기금'),
  // standing
  active: t('active', '활동 중'),
  left: t('left', '탈퇴'),
  succeeded: t('succeeded by another', '승계됨'),
  submitted: t('submitted, undecided', '제출됨(미결정)'),
  accepted: t('accepted', '수락'),
  rejected: t('rejected', '반려'),
  withdrawn: t('withdrawn', '철회됨'),
  excluded: t('excluded from credit', '크레딧에서 제외'),
  superseded: t('superseded', '정정됨(대체)'),
  pending: t('waits for approvals', '승인 대기'),
  lapsed: t('lapsed without its quorum', '정족수 미달로 실효'),
  live: t('live', '유효'),
  ended: t('ended later', '이후 종료'),
  compromised: t('compromised', '유출됨'),
  open: t('open', '진행 중'),
  aggregated: t('aggregated', '집계됨'),
  completed: t('completed', '완료'),
  aborted: t('aborted', '중단'),
  proposed: t('proposed', '제안됨'),
  'set-aside': t('set aside', '무효'),
  final: t('final', '확정'),
  answered: t('answered', '답변됨'),
  upheld: t('upheld', '인용'),
  // meanings of signatures
  author: t('author', '작성'),
  review: t('review', '검토'),
  approval: t('approval', '승인'),
  responsibility: t('responsibility', '책임'),
  // exceptions
  unsigned: t(
    'No log of the trust policy signed the checkpoint.',
    '신뢰 정책의 로그가 체크포인트에 서명하지 않았습니다.',
  ),
  'no-witness': t(
    'No witness outside the operator cosigned the checkpoint: nothing shows that others see the same log.',
    '운영 기관 밖의 증인이 체크포인트에 공동 서명하지 않았습니다. 다른 사람도 같은 로그를 보는지 알 수 없습니다.',
  ),
  'arbiter-treasurer': t(
    'Arbiter and treasurer in one hand, as the charter allows',
    '헌장의 예외에 따른 중재·회계 겸임',
  ),
  'arbiter-evaluator': t(
    'Arbiter and evaluator in one hand, as the charter allows',
    '헌장의 예외에 따른 중재·평가 겸임',
  ),
  'evaluator-treasurer': t(
    'Evaluator and treasurer in one hand, as the charter allows',
    '헌장의 예외에 따른 평가·회계 겸임',
  ),
  'quorum-missing': t('Approvals are missing', '필요한 승인이 모자람'),
  'institution-left': t('The institution left', '기관 탈퇴'),
  'institution-succeeded': t('Another institution succeeded it', '다른 기관이 승계'),
  'key-compromised': t('Signed with a key that was compromised by then', '당시 이미 유출된 키로 서명됨'),
  revoked: t('Key revoked', '키 폐기'),
  late: t('Recorded long after it was signed', '서명 후 오래 지나 기록됨'),
  'clock-ahead': t(
    'Signed later than it was recorded, by the clocks of both',
    '기록 시각보다 서명 시각이 늦음(시계 차이)',
  ),
  corrected: t('Replaced by a later statement', '나중 진술로 대체됨'),
  erased: t('Openings of commitments were destroyed', '약정값의 공개 자료가 파기됨'),
  'refusals-omitted': t('Refused statements beyond the bound of the list', '목록 한도를 넘은 거절 진술'),
  'rejected-norm': t('Rejected: size of the update out of bounds', '반려: 업데이트의 크기가 한도를 벗어남'),
  'rejected-not-finite': t('Rejected: values that are not finite', '반려: 유한하지 않은 값'),
  'rejected-near-duplicate': t('Rejected: nearly the same as another update', '반려: 다른 업데이트와 거의 같음'),
  'rejected-stale-step': t('Rejected: repeats the last step', '반려: 직전 단계의 반복'),
  'rejected-shape': t('Rejected: shape of the tensors', '반려: 텐서의 형태'),
  undecided: t('Nobody decided it in time', '기한 안에 결정되지 않음'),
  withheld: t('Committed and never revealed', '확약하고 공개하지 않음'),
  overdue: t('Past its deadline', '기한 경과'),
  'disputed-copied': t('Disputed: copied', '이의: 복제'),
  'disputed-fabricated': t('Disputed: fabricated', '이의: 조작'),
  'disputed-evaluation': t('Disputed: evaluation', '이의: 평가'),
  'disputed-decision': t('Disputed: decision', '이의: 결정'),
  'disputed-data-quality': t('Disputed: quality of data', '이의: 데이터 품질'),
  'disputed-key-compromise': t('Disputed: compromised key', '이의: 키 유출'),
  'dispute-lapsed': t('A dispute lapsed without a resolution', '결정 없이 이의의 기한이 지남'),
  reopened: t('A compromised key gave it time for disputes once more', '키 유출로 이의 제기 기간이 다시 시작됨'),
  unsettled: t('Not settled in time', '기한 안에 정산되지 않음'),
  // reasons
  'key-rotation': t('rotation of a key', '키 교체'),
  // reading
  public: t('anybody', '누구나'),
  token: t('holders of a token', '토큰 보유자'),
  // quorums
  met: t('met', '충족'),
  unknown: t('cannot be checked by this version', '이 버전으로 확인 불가'),
  missing: t('not met', '미달'),
  // changes
  'charter-sets': t('Charter: sets', '헌장: 설정'),
  'key-enrol': t('Key enrolled', '키 등록'),
  'key-rotate': t('Key rotated', '키 교체'),
  'key-revoke': t('Key revoked', '키 폐기'),
  'role-grant': t('Role granted', '역할 부여'),
  'role-end': t('Role ended', '역할 종료'),
};
