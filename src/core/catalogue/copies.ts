/**
 * Codes of backups and other copies of a ledger.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const COPY_CODES = {
  'bad-backup': {
    en: 'The list of the backup is not one that backup writes. Use another backup.',
    ko: '백업 목록이 backup이 만드는 형식이 아닙니다. 다른 백업을 사용하십시오.',
  },
  'backup-damaged': {
    en: 'Files of the backup are missing, damaged or added. Nothing was restored; use another backup or a mirror.',
    ko: '백업 파일이 없거나 손상되었거나 추가되었습니다. 아무것도 복원하지 않았습니다. 다른 백업이나 미러를 사용하십시오.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
