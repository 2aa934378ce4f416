/**
 * Codes of witnesses and auditors.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const WITNESS_CODES = {
  'witness-folder-missing': {
    en: 'There is no witness or auditor in this folder. Check the path, or make one with `ledgerline witness init` or `ledgerline auditor init`.',
    ko: '이 폴더에는 증인이나 감사 증인이 없습니다. 경로를 확인하거나 `ledgerline witness init` 또는 `ledgerline auditor init`으로 만드십시오.',
  },
  'rules-broken': {
    en: 'The auditor replayed the log and found a record that breaks the rules; it cosigns this log no longer. The message names the record. An operator of the auditor must look.',
    ko: '감사 증인이 로그를 재생하다 규칙을 어긴 기록을 찾아 이 로그의 공동 서명을 중단했습니다. 해당 기록은 메시지에 있습니다. 감사 증인의 운영자가 확인해야 합니다.',
  },
  'still-following': {
    en: 'The auditor is still replaying the records up to this checkpoint. Send the request again after the time given.',
    ko: '감사 증인이 이 체크포인트까지의 기록을 아직 재생하고 있습니다. 알려 준 시간 뒤에 다시 요청하십시오.',
  },
  'not-followed': {
    en: 'The auditor could not read the records of this checkpoint from the log, so it has not judged them. Check the address, the reading token and the files of the log, then try again.',
    ko: '감사 증인이 이 체크포인트의 기록을 로그에서 읽지 못해 판단하지 않았습니다. 로그의 주소, 읽기 토큰, 파일을 확인한 뒤 다시 시도하십시오.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
