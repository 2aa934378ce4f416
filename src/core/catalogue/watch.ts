/**
 * Codes of those who watch a ledger from outside: evidence against it, and alarms of a monitor.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const WATCH_CODES = {
  // evidence
  'bad-evidence': {
    en: 'The evidence is not of the form that its kind has. Make it again with `ledgerline evidence`.',
    ko: '증거가 해당 종류의 형식에 맞지 않습니다. `ledgerline evidence`로 다시 만드십시오.',
  },
  'evidence-incomplete': {
    en: 'The file does not carry what would decide it. The detail says what must be obtained or replayed.',
    ko: '판단에 필요한 것이 파일에 없습니다. 무엇을 구하거나 재생해야 하는지는 상세 내용에 있습니다.',
  },
  'evidence-refuted': {
    en: 'The file itself shows that what it claims is not so.',
    ko: '파일의 주장이 사실이 아님을 파일 스스로 보여 줍니다.',
  },
  'nothing-wrong': {
    en: 'There is nothing to make evidence of: the ledger is as it should be here.',
    ko: '증거로 만들 것이 없습니다. 원장의 이 부분은 올바릅니다.',
  },
  // monitor
  'foreign-statement': {
    en: 'A record in the name of the institution that it does not know. If nobody of yours signed it, its key is stolen: revoke it at once, with compromisedSince.',
    ko: '기관의 이름으로 된, 기관이 알지 못하는 기록입니다. 내부에서 서명한 사람이 없다면 키가 도난당한 것이니 compromisedSince를 적어 즉시 폐기하십시오.',
  },
  'own-statement': {
    en: 'A record in the name of the institution. Name what it signed with --own or --own-here, and anything else is an alarm.',
    ko: '기관의 이름으로 된 기록입니다. --own이나 --own-here로 기관이 서명한 것을 알려 주면 그 밖의 기록은 경보가 됩니다.',
  },
  'key-event': {
    en: 'A key of the institution was enrolled, rotated or revoked. If that was not agreed with you, ask the stewards at once.',
    ko: '기관의 키가 등록, 교체 또는 폐기되었습니다. 협의된 일이 아니라면 즉시 관리 기관에 확인하십시오.',
  },
  'role-event': {
    en: 'A role of the institution was granted or ended.',
    ko: '기관의 역할이 부여되거나 종료되었습니다.',
  },
  'standing-event': {
    en: 'The enrolment of the institution was changed.',
    ko: '기관의 등록 상태가 바뀌었습니다.',
  },
  'receipt-broken': {
    en: 'The log does not hold what its receipt says. Keep the receipt; `ledgerline evidence omission` makes evidence of it.',
    ko: '로그에 영수증이 말하는 기록이 없습니다. 영수증을 보관하십시오. `ledgerline evidence omission`으로 증거를 만듭니다.',
  },
  'left-out': {
    en: 'A statement that was submitted is not recorded. Submit it again; if it is left out again, ask the operator why.',
    ko: '제출한 진술이 기록되지 않았습니다. 다시 제출하고, 그래도 기록되지 않으면 운영 기관에 이유를 물으십시오.',
  },
  'rolled-back': {
    en: 'The ledger shows fewer records than it has shown before, and does not show that it still has the others.',
    ko: '원장이 전에 보인 것보다 적은 기록을 보이며, 나머지를 아직 갖고 있다는 것도 보이지 않습니다.',
  },
  'view-behind': {
    en: 'Others are shown a larger tree than you are. It may be a delay; if it stays, the ledger hides records from you.',
    ko: '다른 곳에는 더 큰 트리가 보입니다. 지연일 수 있으나 계속되면 원장이 기록을 숨기고 있는 것입니다.',
  },
  'witness-late': {
    en: 'A witness of the policy has not cosigned for long. Ask whoever runs it.',
    ko: '정책의 증인이 오랫동안 공동 서명하지 않았습니다. 증인을 운영하는 곳에 문의하십시오.',
  },
  'bad-own-list': {
    en: 'A line of the list of own statements is neither a digest nor an event of a journal.',
    ko: '자체 진술 목록의 한 줄이 다이제스트도 저널 이벤트도 아닙니다.',
  },
  'bad-monitor-state': {
    en: 'What the monitor remembers is damaged. Restore it, or begin anew in another --state folder; keep the old one.',
    ko: '감시 도구의 기억이 손상되었습니다. 복구하거나 다른 --state 폴더에서 새로 시작하고, 이전 폴더는 보관하십시오.',
  },
} as const satisfies Record<string, Sentence>;
