/**
 * `explore DIR --trust POLICY`: the explorer over the files of a ledger that is not running: a copy, a backup, a damaged folder.
 * Everything is audited first; nothing is locked, recovered or written.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { openFolderFiles } from '../../node/audit/folder-files.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { readWebBuild } from '../../server/explorer/assets.ts';
import { createReadingServer } from '../../server/explorer/reading-server.ts';
import { listen } from '../../server/listen.ts';
import type { AuditReport } from '../../verify/audit/audit.ts';
import { auditAndReplay } from '../../verify/audit/audit.ts';
import { createReplayedSource } from '../../web/replayed-source.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readTrust } from '../inputs.ts';
import { parsePort } from '../numbers.ts';
import type { Output } from '../output.ts';
import { progressBar } from '../progress-bar.ts';
import { createLogger } from '../serve.ts';

interface ExploreFlags {
  readonly trust?: string;
  readonly port: string;
}

/** Only this machine: who may read a ledger elsewhere is decided by its charter, and said by `serve` and `mirror`. */
const HOST = '127.0.0.1';
/** Institution keys and log keys: more than a consortium ever has. */
const MAX_KEYS = 4096;

export const defineExplore: Define = (command, { world, run, say }) => {
  command
    .argument(
      '<dir>',
      say({ en: 'ledger folder, or a copy of its public files', ko: '원장 폴더 또는 그 공개 파일의 사본' }),
    )
    .option(
      '--trust <policy>',
      say({ en: 'trust policy (or LEDGERLINE_TRUST)', ko: '신뢰 정책 (또는 LEDGERLINE_TRUST)' }),
    )
    .option('--port <n>', say({ en: 'port; 0 takes a free one', ko: '포트. 0이면 빈 포트를 고름' }), '7460')
    .action((dir: string, flags: ExploreFlags) => run((output) => explore(output, world, dir, flags)));
};

async function explore(output: Output, world: World, dir: string, flags: ExploreFlags): Promise<ExitCode> {
  const port = parsePort(flags.port);
  const policy = await readTrust(flags.trust, world);
  const files = await openFolderFiles(dir);
  const { verify: verifySignature } = createNodeVerifier({ maxKeys: MAX_KEYS });
  const bar = progressBar(output, output.say({ en: 'auditing', ko: '감사 중' }));
  const replayed = await auditAndReplay(files, policy, {
    verifySignature,
    onProgress: ({ records, size }) => bar.update(records, size),
  }).finally(() => bar.stop());
  const { report } = replayed;
  assertShowable(report);
  const source = await createReplayedSource(replayed, files);
  const explorer = { build: readWebBuild(), policy: new TextDecoder().decode(policy) };
  const app = createReadingServer({ source, explorer, logger: createLogger('warn') });
  const { url, close } = await listen(app, { host: HOST, port });
  announce(output, report, url);
  await world.untilStopped();
  await close();
  return report.problems.length === 0 ? EXIT.done : EXIT.failed;
}

/** Files whose checkpoints nobody of the policy signed could be anybody's. @throws InputError `ledger-unjudged` */
function assertShowable({ doubts: [doubt], published }: AuditReport): void {
  if (published > 0 || doubt === undefined) return;
  throw new InputError('ledger-unjudged', `${doubt.code}: ${doubt.message}`);
}

function announce(output: Output, { verdict, size, problems }: AuditReport, url: string): void {
  const [first] = problems;
  if (first !== undefined) {
    output.progress(
      output.say({
        en: `the ledger is damaged (${problems.length} problems); first: ${first.message} (${first.code})`,
        ko: `원장이 손상되었습니다(문제 ${problems.length}건). 첫 번째: ${first.message} (${first.code})`,
      }),
    );
  }
  output.result(
    { ok: true, url, verdict, size, problems },
    output.say({
      en: `Showing ${size} records (${verdict}) at ${url}. Nothing is written. Ctrl-C stops.`,
      ko: `기록 ${size}건(${verdict})을 ${url} 에서 보여 줍니다. 아무것도 쓰지 않습니다. Ctrl-C로 멈춥니다.`,
    }),
  );
}
