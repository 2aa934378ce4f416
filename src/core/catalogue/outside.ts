/**
 * Codes of those outside of the ledger's process: witnesses, the signer, and requests to anybody.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const OUTSIDE_CODES = {
  // witnesses
  'witness-unknown-log': { en: 'The witness does not watch this log.', ko: '증인이 지켜보지 않는 원장입니다.' },
  'bad-witness-memory': {
    en: 'What the witness remembers is damaged. It must not cosign until its memory is restored.',
    ko: '증인의 기억이 손상되었습니다. 복구하기 전에는 공동 서명할 수 없습니다.',
  },
  'witness-memory-missing': {
    en: 'What the witness remembers of this log is gone, and its key has cosigned the log before. Put back the newest file of its state, or retire the name of the witness and begin a new one.',
    ko: '증인의 키로 공동 서명한 적이 있는 로그인데 그 로그에 대한 기억이 없습니다. 가장 새로운 상태 파일을 되돌리거나, 이 증인의 이름을 그만 쓰고 새 이름으로 시작하십시오.',
  },
  'witness-stale': {
    en: 'The proof does not start at the size that the witness cosigned last.',
    ko: '증인이 마지막으로 공동 서명한 크기에서 시작하는 증명이 아닙니다.',
  },
  'bad-witness-answer': {
    en: 'The witness answered with something that is not its cosignature. Its operator should look; the ledger goes on while the quorum is met.',
    ko: '증인의 답이 그 증인의 공동 서명이 아닙니다. 증인 운영자가 확인해야 합니다. 정족수가 차는 동안 원장은 계속됩니다.',
  },
  'witness-refused': {
    en: 'The witness did not cosign. See the status that it answered with; the ledger goes on while the quorum is met.',
    ko: '증인이 공동 서명하지 않았습니다. 증인이 답한 상태를 확인하십시오. 정족수가 차는 동안 원장은 계속됩니다.',
  },
  'witnesses-silent': {
    en: 'After a start, too few witnesses have confirmed that they know nothing newer than this folder. Until then nothing is committed; the ledger asks on.',
    ko: '시작한 뒤, 이 폴더보다 새로운 것을 알지 못한다고 확인해 준 증인이 모자랍니다. 그때까지 아무것도 확정하지 않으며, 원장은 계속 묻습니다.',
  },
  'signer-missing': {
    en: 'The process that holds the log key does not answer. Start it; commits go on, publications wait.',
    ko: '로그 키를 가진 프로세스가 답하지 않습니다. 시작하십시오. 확정은 계속되고 공개는 기다립니다.',
  },
  'bad-sign-request': {
    en: 'Not a request to the signer: old size, proof, an empty line, a checkpoint. Only the ledger talks to the signer.',
    ko: '서명 프로세스에 보내는 요청이 아닙니다. 이전 크기, 증명, 빈 줄, 체크포인트 순서여야 합니다. 서명 프로세스에는 원장만 요청합니다.',
  },
  'signer-initialised': {
    en: 'There is a signer in this folder already, or the ledger has no log key to hand over.',
    ko: '이 폴더에는 이미 서명 프로세스가 있거나, 원장에 넘겨줄 로그 키가 없습니다.',
  },
  'signer-keys': {
    en: 'The keys of the signer are not those of one log: all have the name of the log, each another key, at most eight. Look into its folder, and at what listens on the socket.',
    ko: '서명 프로세스의 키가 한 로그의 키가 아닙니다. 모두 로그의 이름을 갖는 서로 다른 키여야 하며 여덟 개까지입니다. 서명 프로세스의 폴더와 소켓에서 수신하는 프로세스를 확인하십시오.',
  },
  // outgoing requests
  'outgoing-refused': {
    en: 'The address is not asked: outgoing requests go by https to public addresses, and to those that the configuration allows.',
    ko: '이 주소로는 요청하지 않습니다. 외부 요청은 https로 공인 주소에만, 또는 설정이 허용한 주소에만 보냅니다.',
  },
} as const satisfies Record<string, Sentence>;
