/**
 * The words of the verifier page.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/catalogue.ts';

export const TEXT = {
  title: { en: 'Ledgerline verifier', ko: 'Ledgerline 검증기' },
  lead: {
    en: 'Checks proofs and reports of a Ledgerline ledger on this computer. Nothing is sent anywhere; the page works without a network.',
    ko: 'Ledgerline 원장의 증명과 보고서를 이 컴퓨터에서 확인합니다. 어디에도 전송하지 않으며 네트워크 없이 동작합니다.',
  },
  other: { en: '한국어', ko: 'English' },
  step1: { en: '1. Whom do you trust?', ko: '1. 누구를 신뢰합니까?' },
  step1Lead: {
    en: 'Load the trust policy: a small text file with the keys of the log and of its witnesses. Get it from your federation office, not from whoever gave you the proof.',
    ko: '신뢰 정책을 불러오십시오. 로그와 증인의 키가 담긴 작은 텍스트 파일입니다. 증명을 건넨 쪽이 아니라 컨소시엄 사무국에서 받으십시오.',
  },
  choosePolicy: { en: 'Choose trust policy', ko: '신뢰 정책 선택' },
  noPolicy: { en: 'No trust policy is loaded.', ko: '불러온 신뢰 정책이 없습니다.' },
  policyLog: { en: 'Log', ko: '로그' },
  policyWitnesses: { en: 'Witnesses', ko: '증인' },
  policyQuorum: { en: 'Needed', ko: '필요 조건' },
  noWitness: { en: 'none: the log alone is trusted', ko: '없음. 로그만 신뢰합니다' },
  policyFile: { en: 'File', ko: '파일' },
  policyKeys: { en: 'Keys, to compare with your office', ko: '사무국과 대조할 키' },
  policyOfReport: {
    en: 'This policy came with the report: whoever made the report chose whom you trust. Load your own to rely on the verdict.',
    ko: '이 정책은 보고서에 들어 있던 것으로, 누구를 신뢰할지 보고서 작성자가 정한 셈입니다. 판정에 의존하려면 직접 받은 정책을 불러오십시오.',
  },
  usePolicyOfReport: { en: 'Use the policy inside the report', ko: '보고서에 들어 있는 정책 사용' },
  step2: { en: '2. What do you want to check?', ko: '2. 무엇을 확인합니까?' },
  drop: { en: 'Drop files here', ko: '파일을 여기에 놓으십시오' },
  dropLead: {
    en: 'Proof bundles, account statements, evidence, inclusion proofs, PDF or HTML reports; several at once. The trust policy, a saved checkpoint and a model file may come along.',
    ko: '증명 묶음, 계정 명세서, 증거, 포함 증명, PDF·HTML 보고서를 여러 개 한꺼번에 놓을 수 있습니다. 신뢰 정책, 보관한 체크포인트, 모델 파일도 함께 놓을 수 있습니다.',
  },
  chooseFiles: { en: 'Choose files', ko: '파일 선택' },
  extras: { en: 'More to compare with (optional)', ko: '함께 대조할 것 (선택)' },
  artefact: { en: 'Model file', ko: '모델 파일' },
  artefactLead: {
    en: 'Is this the very model that was recorded? Its digest is computed here, whatever its size.',
    ko: '기록된 바로 그 모델입니까? 크기와 관계없이 여기서 다이제스트를 계산합니다.',
  },
  saved: { en: 'My saved checkpoint', ko: '보관한 체크포인트' },
  savedLead: {
    en: 'A checkpoint that you kept earlier: shows whether the log has told you two stories.',
    ko: '이전에 보관해 둔 체크포인트. 로그가 서로 다른 이력을 보였는지 알 수 있습니다.',
  },
  later: { en: 'Later evidence', ko: '후속 증거' },
  laterLead: {
    en: 'Shows that a newer checkpoint still contains the record.',
    ko: '더 새로운 체크포인트가 기록을 여전히 포함함을 보입니다.',
  },
  choose: { en: 'Choose', ko: '선택' },
  results: { en: '3. Verdicts', ko: '3. 판정' },
  nothingYet: { en: 'Nothing has been checked yet.', ko: '아직 확인한 파일이 없습니다.' },
  working: { en: 'Checking…', ko: '확인하는 중…' },
  print: { en: 'Print', ko: '인쇄' },
  clear: { en: 'Start again', ko: '처음부터' },
  hashing: { en: 'Computing the digest', ko: '다이제스트 계산 중' },
  fits: { en: 'The artefact recorded in: #', ko: '다음 증명에 기록된 산출물입니다: #' },
  fitsNone: {
    en: 'None of the proofs given is about this file.',
    ko: '제시된 증명 가운데 이 파일에 대한 것이 없습니다.',
  },
  fitsNothingYet: {
    en: 'Its digest alone proves nothing: add the proof.',
    ko: '다이제스트만으로는 아무것도 증명되지 않습니다. 증명을 추가하십시오.',
  },
  unreadable: { en: 'The file could not be read: #', ko: '파일을 읽을 수 없습니다: #' },
  loaded: { en: 'Loaded: #', ko: '불러옴: #' },
  about: { en: 'About this page', ko: '이 페이지에 대하여' },
  aboutHash: {
    en: 'Whoever gives you this page could give you one that lies. Compare the SHA-256 of the file with the one in the release notes, in SHA256SUMS of the installation, or in a report that you already trust:',
    ko: '이 페이지를 건넨 쪽이 거짓 판정을 내는 페이지를 줄 수도 있습니다. 파일의 SHA-256을 배포 안내, 설치본의 SHA256SUMS, 또는 이미 신뢰하는 보고서에 적힌 값과 대조하십시오.',
  },
  aboutSignatures: { en: 'Signatures are verified by: #', ko: '서명 확인 방법: #' },
  webcrypto: { en: 'your browser (WebCrypto)', ko: '브라우저(WebCrypto)' },
  own: { en: 'the code in this page', ko: '이 페이지의 코드' },
  aboutVersion: { en: 'Version #', ko: '버전 #' },
  aboutWords: {
    en: 'VERIFIED: every check passed under your policy. FAILED: broken or contradictory, do not rely on it. CANNOT TELL: nothing wrong was found, but it is not enough to vouch for.',
    ko: 'VERIFIED(확인됨): 정책 아래 모든 항목이 통과했습니다. FAILED(검증 실패): 손상되었거나 모순되므로 신뢰하지 마십시오. CANNOT TELL(판단 불가): 잘못된 점은 없으나 보증하기에 부족합니다.',
  },
} as const satisfies Record<string, Sentence>;
