/**
 * The record of a restore test, for people: what was compared, and what came out.
 * @module
 */
import { CATALOGUE } from '../core/catalogue/catalogue.ts';
import type { BackupDocument } from '../core/generated/documents.ts';
import type { Compared, RestoreTest } from '../node/backup/restore-test.ts';
import type { AuditFinding } from '../verify/audit/findings.ts';
import type { Output } from './output.ts';

/** Findings shown to people; `--json` has all. */
const SHOWN = 20;

export interface RestoreFacts {
  readonly backup: string;
  readonly into: string;
  readonly restoredAt: string;
  readonly seconds: number;
}

export function describeTest(
  output: Output,
  document: BackupDocument | undefined,
  { backup, into, restoredAt, seconds }: RestoreFacts,
  test: RestoreTest | undefined,
): string {
  const lines: string[] = [];
  const say = (en: string, ko: string): void => {
    lines.push(output.say({ en, ko }));
  };
  if (document === undefined) say(`${into} was not made.`, `${into} 폴더를 만들지 않았습니다.`);
  else {
    const { head, files, takenAt } = document;
    say(
      `${into}: ${head.size} records from the backup of ${takenAt}, ${files} files with the SHA-256 that was noted.`,
      `${into}: ${takenAt} 백업에서 기록 ${head.size}건 복원. 파일 ${files}개의 SHA-256이 백업 당시와 같습니다.`,
    );
  }
  if (test === undefined) {
    say('Not tested: --verify does that.', '시험하지 않았습니다. 시험하려면 --verify를 쓰십시오.');
    return lines.join('\n');
  }
  say(`Restore test: ${test.verdict}`, `복원 시험: ${test.verdict}`);
  say(`  backup      ${backup}`, `  백업        ${backup}`);
  say(`  tested at   ${restoredAt}, in ${seconds} s`, `  시험 시각   ${restoredAt}, ${seconds}초`);
  say(
    `  recomputed  ${test.size} records, root ${test.root}, published up to ${test.published}`,
    `  다시 계산   기록 ${test.size}건, 루트 ${test.root}, ${test.published}까지 발행됨`,
  );
  if (test.replayed > 0)
    say(
      `  replayed    signatures and rules of ${test.replayed} records`,
      `  재생        기록 ${test.replayed}건의 서명과 규칙`,
    );
  for (const compared of test.compared) lines.push(...describeCompared(output, compared));
  if (test.compared.length === 0) lines.push(output.say(NOTHING_COMPARED));
  lines.push(...describeFindings(output, [...test.problems, ...test.doubts]));
  return lines.join('\n');
}

const NOTHING_COMPARED = {
  en: '  witnessed   nothing to compare with: give --trust, and --witnessed with a checkpoint that others have seen',
  ko: '  증인        대조할 것이 없습니다. --trust와, 다른 기관이 본 체크포인트를 --witnessed로 지정하십시오',
};

function describeCompared(
  output: Output,
  { source, size, root, cosignedBy, relation, rootsEqual }: Compared,
): string[] {
  const by = cosignedBy.length === 0 ? '-' : cosignedBy.join(', ');
  const head = output.say({
    en: `  witnessed   size ${size}, root ${root}, by ${by} (${source})`,
    ko: `  증인        크기 ${size}, 루트 ${root}, 증인 ${by} (${source})`,
  });
  return [head, `              ${output.say(RELATIONS[relation][rootsEqual === false ? 'other' : 'equal'])}`];
}

const RELATIONS = {
  within: {
    equal: { en: 'roots equal', ko: '루트 일치' },
    other: { en: 'ROOTS DIFFER', ko: '루트 불일치' },
  },
  continued: {
    equal: {
      en: 'it continues this backup, by a consistency proof: hydrate before serving',
      ko: '일관성 증명에 따라 이 백업을 잇습니다. 서비스 전에 hydrate를 실행하십시오',
    },
    other: { en: 'IT DOES NOT CONTINUE THIS BACKUP', ko: '이 백업을 잇지 않습니다' },
  },
  beyond: {
    equal: {
      en: 'larger than the backup, and no one showed that it continues it: name a mirror instead',
      ko: '백업보다 크며 백업을 잇는다는 증명이 없습니다. 미러를 지정하십시오',
    },
    other: { en: 'ROOTS DIFFER', ko: '루트 불일치' },
  },
} as const;

function describeFindings(output: Output, findings: readonly AuditFinding[]): string[] {
  return findings
    .slice(0, SHOWN)
    .flatMap(({ code, message }) => [`  ${message}`, `    ${code}: ${output.say(CATALOGUE[code])}`]);
}
