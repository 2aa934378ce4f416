/**
 * Words that statements use, in words that people use. A code that is not listed stands for itself.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';

const VOCABULARY: Readonly<Record<string, Sentence>> = {
  // Roles and classes.
  contributor: { en: 'contributor', ko: '기여 기관' },
  aggregator: { en: 'aggregator', ko: '집계 기관' },
  evaluator: { en: 'evaluator', ko: '평가 기관' },
  steward: { en: 'steward', ko: '관리 기관' },
  treasurer: { en: 'treasurer', ko: '회계 기관' },
  arbiter: { en: 'arbiter', ko: '중재 기관' },
  auditor: { en: 'auditor', ko: '감사 기관' },
  regulator: { en: 'regulator', ko: '규제 기관' },
  pharma: { en: 'pharmaceutical company', ko: '제약사' },
  biotech: { en: 'biotech company', ko: '바이오 기업' },
  hospital: { en: 'hospital', ko: '병원' },
  'research-institute': { en: 'research institute', ko: '연구소' },
  university: { en: 'university', ko: '대학' },
  'platform-operator': { en: 'platform operator', ko: '플랫폼 운영 기관' },
  secretariat: { en: 'secretariat', ko: '사무국' },
  pool: { en: 'common pool', ko: '공동 기금' },
  // Meanings of a signature.
  author: { en: 'authorship', ko: '작성' },
  review: { en: 'review', ko: '검토' },
  approval: { en: 'approval', ko: '승인' },
  responsibility: { en: 'responsibility', ko: '책임' },
  // Contributions and rounds.
  accepted: { en: 'accepted', ko: '수락' },
  rejected: { en: 'rejected', ko: '거절' },
  submitted: { en: 'submitted', ko: '제출됨' },
  withdrawn: { en: 'withdrawn', ko: '철회됨' },
  excluded: { en: 'excluded from credit', ko: '크레딧에서 제외됨' },
  norm: { en: 'the norm is outside of the limits', ko: '노름이 한계를 벗어남' },
  'not-finite': { en: 'values that are not finite', ko: '유한하지 않은 값이 있음' },
  'near-duplicate': { en: 'nearly the same as an earlier update', ko: '앞선 업데이트와 거의 같음' },
  'stale-step': { en: 'the last global step once more', ko: '직전 전역 변화량을 되풀이함' },
  shape: { en: 'another shape than the model', ko: '모델과 형태가 다름' },
  completed: { en: 'completed', ko: '완료' },
  aborted: { en: 'aborted', ko: '중단' },
  delta: { en: 'difference to the parent', ko: '기준 모델과의 차이' },
  weights: { en: 'whole weights', ko: '전체 가중치' },
  none: { en: 'none', ko: '없음' },
  clipping: { en: 'clipping', ko: '클리핑' },
  'dp-sgd': { en: 'differential privacy (DP-SGD)', ko: '차등 개인정보 보호(DP-SGD)' },
  'secure-aggregation': { en: 'secure aggregation', ko: '보안 집계' },
  'trunk-head': { en: 'trunk shared, heads kept', ko: '본체만 공유' },
  // Data.
  consent: { en: 'consent', ko: '동의' },
  pseudonymised: { en: 'pseudonymised', ko: '가명 처리' },
  'public-data': { en: 'public data', ko: '공개 데이터' },
  contract: { en: 'contract', ko: '계약' },
  'not-personal': { en: 'not personal data', ko: '개인정보 아님' },
  met: { en: 'quorum met', ko: '최소 수 충족' },
  'not-met': { en: 'quorum not met', ko: '최소 수 미달' },
  low: { en: 'low', ko: '낮음' },
  medium: { en: 'medium', ko: '중간' },
  high: { en: 'high', ko: '높음' },
  scaffold: { en: 'by scaffold', ko: '골격 기준' },
  time: { en: 'by time', ko: '시간 기준' },
  random: { en: 'at random', ko: '무작위' },
  open: { en: 'open', ko: '공개' },
  sealed: { en: 'sealed', ko: '봉인' },
  // Institutions and keys.
  active: { en: 'active', ko: '참여 중' },
  left: { en: 'left', ko: '떠남' },
  succeeded: { en: 'succeeded', ko: '승계됨' },
  grant: { en: 'granted', ko: '부여' },
  end: { en: 'ended', ko: '종료' },
  enrol: { en: 'enrolled', ko: '등록' },
  rotate: { en: 'rotated', ko: '교체' },
  revoke: { en: 'revoked', ko: '폐기' },
  // Credit.
  equal: { en: 'equal shares', ko: '균등' },
  samples: { en: 'by samples', ko: '표본 수 비례' },
  'leave-one-out': { en: 'leave-one-out', ko: '하나 빼기' },
  'shapley-exact': { en: 'Shapley value, exact', ko: '샤플리 값(정확)' },
  'shapley-permutation': { en: 'Shapley value, by permutations', ko: '샤플리 값(순열)' },
  exact: { en: 'exact', ko: '정확 계산' },
  permutation: { en: 'by permutations', ko: '순열 표본' },
  reserve: { en: 'reserve', ko: '유보' },
  ignored: { en: 'ignored', ko: '반영 안 함' },
  multiplied: { en: 'multiplied', ko: '곱함' },
  copied: { en: 'copied update', ko: '복제된 업데이트' },
  fabricated: { en: 'fabricated update', ko: '조작된 업데이트' },
  evaluation: { en: 'wrong evaluation', ko: '잘못된 평가' },
  decision: { en: 'wrong decision', ko: '잘못된 심사 결정' },
  'data-quality': { en: 'quality of the data', ko: '데이터 품질' },
  'key-compromise': { en: 'compromised key', ko: '키 유출' },
  'exclude-contribution': { en: 'exclude the contribution', ko: '해당 기여 제외' },
  'exclude-report': { en: 'exclude the report', ko: '해당 보고 제외' },
  accepts: { en: 'accepts', ko: '인정' },
  contests: { en: 'contests', ko: '반박' },
  upheld: { en: 'upheld', ko: '인용' },
  proposed: { en: 'proposed', ko: '제안됨' },
  'set-aside': { en: 'set aside', ko: '취소됨' },
  final: { en: 'final', ko: '확정' },
  cash: { en: 'cash', ko: '현금' },
  compute: { en: 'computing time', ko: '연산 자원' },
  'model-access': { en: 'access to models', ko: '모델 이용권' },
  authorship: { en: 'authorship', ko: '저자권' },
  'evaluation-points': { en: 'evaluation points', ko: '평가 점수' },
  // Reports.
  certificate: { en: 'contribution certificate', ko: '기여 확인서' },
  period: { en: 'period audit report', ko: '기간 감사 보고서' },
  credit: { en: 'credit statement', ko: '크레딧 명세서' },
  dossier: { en: 'model dossier', ko: '모델 이력서' },
  inspection: { en: 'inspection package', ko: '실사 자료 묶음' },
  incident: { en: 'incident evidence', ko: '사고 증거' },
};

/** The word for a code. */
export function word(code: string): Sentence {
  return Object.hasOwn(VOCABULARY, code) ? (VOCABULARY[code] as Sentence) : { en: code, ko: code };
}

/** The word with its code behind it, as a fact shows it: what is signed is the code. */
export function wordAndCode(code: string): Sentence {
  const { en, ko } = word(code);
  return { en: en === code ? en : `${en} (${code})`, ko: ko === code ? ko : `${ko} (${code})` };
}
