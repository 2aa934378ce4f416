/**
 * The commands of those who watch a ledger from outside, part of the list in `command-list.ts`.
 * @module
 */
import type { ListedCommand } from './command.ts';

export const WATCHING_COMMANDS: readonly ListedCommand[] = [
  {
    name: 'witness',
    description: {
      en: 'run a witness: cosign what only ever grows',
      ko: '증인을 운영합니다: 덧붙이기만 한 로그에 공동 서명합니다',
    },
    isService: true,
    load: async () => (await import('./commands/witness.ts')).defineWitness,
  },
  {
    name: 'auditor',
    description: {
      en: 'run an auditor: a witness that replays every record first',
      ko: '감사 증인을 운영합니다: 모든 기록을 재생해 본 뒤 공동 서명합니다',
    },
    isService: true,
    load: async () => (await import('./commands/auditor.ts')).defineAuditor,
  },
  {
    name: 'explore',
    description: {
      en: 'look at a copy or a damaged ledger folder in a browser, read-only',
      ko: '사본이나 손상된 원장 폴더를 브라우저로 살펴봅니다 (읽기 전용)',
    },
    isService: true,
    load: async () => (await import('./commands/explore.ts')).defineExplore,
  },
];
