/**
 * `audit DIR or URL --trust POLICY` and `fsck DIR`: replay everything, list every disagreement. Read-only: a ledger may be
 * served meanwhile.
 * @module
 */
import pc from 'picocolors';
import type { LedgerClient } from '../../client/ledger-client.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { CATALOGUE, type Sentence } from '../../core/catalogue/catalogue.ts';
import { auditFiles, auditFolder, fsckFolder, type Timed } from '../../node/audit/audit-folder.ts';
import type { AuditReport, StructureReport } from '../../verify/audit/audit.ts';
import type { AuditFinding } from '../../verify/audit/findings.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import type { Define, World } from '../command.ts';
import { EXIT, exitCodeOfVerdict } from '../exit-codes.ts';
import { readTrust } from '../inputs.ts';
import type { Output } from '../output.ts';
import { type LedgerFlags, openClient } from '../participant.ts';
import { progressBar } from '../progress-bar.ts';

/** Findings shown to people; `--json` has all. */
const SHOWN = 20;

type AuditFlags = Pick<LedgerFlags, 'trust' | 'readingTokenFile'>;

export const defineAudit: Define = (command, { world, run, say }) => {
  command
    .argument('<place>', say({ en: 'ledger folder or address', ko: '원장 폴더 또는 주소' }))
    .option(
      '--trust <policy>',
      say({ en: 'trust policy (or LEDGERLINE_TRUST)', ko: '신뢰 정책 (또는 LEDGERLINE_TRUST)' }),
    )
    .option('--reading-token-file <file>', say({ en: 'file with the reading token', ko: '읽기 토큰 파일' }))
    .action((place: string, flags: AuditFlags) =>
      run(async (output) => {
        const report = await auditPlace(output, world, place, flags);
        output.result(report, describeAudit(output, report));
        return exitCodeOfVerdict(report.verdict);
      }),
    );
};

export const defineFsck: Define = (command, { run, say }) => {
  command.argument('<dir>', say({ en: 'ledger folder', ko: '원장 폴더' })).action((dir: string) =>
    run(async (output) => {
      const report = await fsckFolder(dir);
      const { isSound, size, root } = report;
      const head = isSound
        ? { en: `sound: ${size} records, root ${root}`, ko: `이상 없음: 기록 ${size}건, 루트 ${root}` }
        : { en: `damaged: ${size} records`, ko: `손상됨: 기록 ${size}건` };
      output.result(report, [output.say(head), ...describeFindings(output, report)].join('\n'));
      return isSound ? EXIT.done : EXIT.failed;
    }),
  );
};

async function auditPlace(output: Output, world: World, place: string, flags: AuditFlags): Promise<Timed<AuditReport>> {
  const policy = await readTrust(flags.trust, world);
  const bar = progressBar(output, output.say({ en: 'auditing', ko: '감사 중' }));
  const onProgress = ({ records, size }: { readonly records: number; readonly size: number }): void =>
    bar.update(records, size);
  try {
    if (!/^https?:\/\//.test(place)) return await auditFolder(place, policy, { onProgress });
    const client = await openClient({ ...flags, ledger: place }, world);
    return await auditFiles({ read: (path) => readServed(client, path) }, policy, { onProgress });
  } finally {
    bar.stop();
  }
}

/**
 * A file as a server shows it. Its checkpoint is opened first: what nobody known has signed could name any size, and be followed
 * for ever.
 * @throws InputError `unverified-note`, `bad-note-signature`, `checkpoint-inconsistent`, which end the audit
 */
async function readServed(client: LedgerClient, path: string): Promise<Uint8Array | undefined> {
  if (path !== CHECKPOINT_PATH || (await client.file(path)) === undefined) return client.file(path);
  return encodeUtf8((await client.checkpoint()).note);
}

function describeAudit(output: Output, report: Timed<AuditReport>): string {
  const { verdict, records, size, published, root, seconds, doubts } = report;
  const head = {
    en: `${verdict}: ${records} of ${size} records replayed, published up to ${published}, in ${seconds.toFixed(1)} s\n  root ${root}`,
    ko: `${verdict}: 기록 ${size}건 중 ${records}건 재생, ${published}까지 발행됨, ${seconds.toFixed(1)}초\n  루트 ${root}`,
  };
  const unsure = listFindings(output, { en: 'cannot tell', ko: '판단 불가' }, doubts);
  return [output.say(head), ...describeFindings(output, report), ...unsure].join('\n');
}

function describeFindings(output: Output, { problems, notes }: StructureReport): string[] {
  return [
    ...listFindings(output, { en: 'problem', ko: '문제' }, problems),
    ...listFindings(output, { en: 'note', ko: '참고' }, notes),
  ];
}

function listFindings(output: Output, title: Sentence, findings: readonly AuditFinding[]): string[] {
  const lines = findings.slice(0, SHOWN).flatMap(({ index, path, code, message }) => {
    const where = [...(index === undefined ? [] : [`#${index}`]), ...(path === undefined ? [] : [path])].join(' ');
    return [
      `  ${pc.yellow(output.say(title))} ${where} ${message}`,
      `    ${pc.dim(`${code}:`)} ${output.say(CATALOGUE[code])}`,
    ];
  });
  const more = findings.length - SHOWN;
  const cut = { en: `  and ${more} more; --json lists them`, ko: `  그 밖에 ${more}건. --json으로 모두 봅니다` };
  return more > 0 ? [...lines, output.say(cut)] : lines;
}
