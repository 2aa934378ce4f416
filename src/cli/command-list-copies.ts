/**
 * The commands that keep a ledger in more places than one: part of the list in `command-list.ts`.
 * @module
 */
import type { ListedCommand } from './command.ts';

export const COPY_COMMANDS: readonly ListedCommand[] = [
  {
    name: 'mirror',
    description: {
      en: 'keep a verified copy of the public files of a ledger, and serve it',
      ko: '원장의 공개 파일을 검증하며 복제해 보관하고 서비스합니다',
    },
    load: async () => (await import('./commands/mirror.ts')).defineMirror,
  },
  {
    name: 'hydrate',
    description: {
      en: 'bring a ledger folder that lags, such as a restored backup, up to what was published',
      ko: '복원한 백업처럼 뒤처진 원장 폴더를 발행된 상태까지 되살립니다',
    },
    load: async () => (await import('./commands/hydrate.ts')).defineHydrate,
  },
  {
    name: 'backup',
    description: {
      en: 'copy a ledger folder, also while it is served',
      ko: '서비스 중에도 원장 폴더를 백업합니다',
    },
    load: async () => (await import('./commands/backup.ts')).defineBackup,
  },
  {
    name: 'restore',
    description: {
      en: 'make a ledger folder of a backup, and test it against what was witnessed',
      ko: '백업에서 원장 폴더를 복원하고 증인이 본 상태와 대조합니다',
    },
    load: async () => (await import('./commands/restore.ts')).defineRestore,
  },
];
