/**
 * Words of the desk.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';

export const DESK_WORDS = {
  institution: { en: 'Your institution', ko: '기관' },
  institutionHint: {
    en: 'Its id on this ledger, such as hanul-pharma.',
    ko: '이 원장에 등록된 기관 ID입니다. 예: hanul-pharma',
  },
  check: { en: 'Check before signing', ko: '서명 전 확인' },
  working: { en: 'Hashing in this page', ko: '이 페이지에서 해시를 계산하는 중' },
  sheet: { en: 'Check sheet', ko: '확인표' },
  becomesPublic: { en: 'Becomes public', ko: '공개되는 것' },
  staysHere: { en: 'Stays with you', ko: '기관에 남는 것' },
  sign: { en: 'Sign with a key file', ko: '키 파일로 서명' },
  keyHint: {
    en: 'The key is read into this page and used here. It is not sent, and not stored.',
    ko: '키는 이 페이지 안에서만 읽어 씁니다. 전송하거나 저장하지 않습니다.',
  },
  key: { en: 'Private key (*.pem)', ko: '개인키 (*.pem)' },
  signer: { en: 'Signer record (*.signer.json)', ko: '서명자 기록 (*.signer.json)' },
  signerHint: {
    en: 'Stands beside the key. The log gets only a commitment to the name in it.',
    ko: '키 옆에 있는 파일입니다. 로그에는 이름에 대한 확약만 남습니다.',
  },
  signAndSubmit: { en: 'Sign and submit', ko: '서명하고 제출' },
  elsewhere: { en: 'Sign elsewhere', ko: '다른 곳에서 서명' },
  elsewhereHint: {
    en: 'Download the draft, sign it where the key lives (ledgerline sign), and hand in the envelope.',
    ko: '초안을 내려받아 키가 있는 곳에서 서명(ledgerline sign)한 뒤 봉투를 제출하십시오.',
  },
  download: { en: 'Download the draft', ko: '초안 내려받기' },
  envelope: { en: 'Signed envelope (*.json)', ko: '서명된 봉투 (*.json)' },
  submitEnvelope: { en: 'Submit the envelope', ko: '봉투 제출' },
  submitting: { en: 'Submitted; waiting until it is published', ko: '제출했습니다. 발행을 기다리는 중입니다' },
  done: { en: 'Recorded', ko: '기록되었습니다' },
  receipt: { en: 'Keep the receipt', ko: '영수증 보관' },
  receiptHint: {
    en: 'The proof bundle verifies offline, for ever, without this server.',
    ko: '이 증명 묶음은 이 서버 없이도 언제나 오프라인으로 검증할 수 있습니다.',
  },
  secretKept: {
    en: 'Was downloaded before submitting. Keep it, and keep it secret.',
    ko: '제출 전에 내려받았습니다. 비밀로 보관하십시오.',
  },
  openRecord: { en: 'Open the record', ko: '기록 보기' },
  again: { en: 'Start over', ko: '처음부터' },
  problem: { en: 'That did not work', ko: '처리하지 못했습니다' },
} as const satisfies Record<string, Sentence>;
