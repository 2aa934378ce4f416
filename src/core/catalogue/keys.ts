/**
 * Codes about keys over time, those of rules aside.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const KEY_CODES = {
  'log-key-not-in-charter': {
    en: 'The charter, as amended, does not name the key that signed the newest checkpoint, or that this ledger would sign with. Restore keys/log.pem, or ask the stewards which key is right.',
    ko: '개정을 반영한 헌장에 최신 체크포인트를 서명한 키, 또는 이 원장이 서명에 쓸 키가 없습니다. keys/log.pem을 되돌리거나, 어느 키가 맞는지 관리 기관에 확인하십시오.',
  },
  'log-key-not-retired': {
    en: 'The old key of the log is still in force. Have the stewards record and endorse the amendments first.',
    ko: '로그의 이전 키가 아직 유효합니다. 먼저 관리 기관이 개정을 기록하고 보증해야 합니다.',
  },
  'key-compromised': {
    en: 'The institution says that a key of its own was in other hands for a time. What the key signed then may not be its word: ask it.',
    ko: '기관이 자기 키가 한동안 유출되어 있었다고 밝혔습니다. 그동안 이 키로 서명한 것은 그 기관의 뜻이 아닐 수 있으니 기관에 확인하십시오.',
  },
} as const satisfies Record<string, Sentence>;
