/**
 * `account INSTITUTION`: everything that a ledger has recorded for one account, with its credit, as a file that proves it.
 * From a server, or from a folder that is only read; what comes is verified before a word of it is printed.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { openFolderFiles } from '../../node/audit/folder-files.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { assembleStatement } from '../../verify/account/assemble.ts';
import { openFilesSource } from '../../verify/account/files-source.ts';
import { renderAccount } from '../../verify/account/text.ts';
import { type AccountVerification, verifyAccountStatement } from '../../verify/account/verify-account.ts';
import type { Define, World } from '../command.ts';
import { type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { collect, readTrust } from '../inputs.ts';
import { parseCount } from '../numbers.ts';
import type { Output } from '../output.ts';
import { openClient } from '../participant.ts';
import { progressBar } from '../progress-bar.ts';
import { assertOnePlace, type ReplayFlags, withReplayFlags } from '../replay.ts';

export interface AccountFlags extends ReplayFlags {
  readonly out?: string;
  readonly maxAge?: string;
  readonly auditor?: readonly string[];
}

/** What `--auditor` takes, here and in `verify`. */
export const AUDITOR: Sentence = {
  en: 'witness of the policy that replays the log before it cosigns; may be repeated',
  ko: '로그를 재생한 뒤에만 공동 서명하는 정책의 증인. 여러 번 쓸 수 있음',
};

export const defineAccount: Define = (command, { world, run, say }) => {
  withReplayFlags(command, say)
    .argument(
      '<institution>',
      say({
        en: 'whose account: an institution, "keys/" and an institution, or "system"',
        ko: '계정: 기관, "keys/" 뒤에 기관, 또는 "system"',
      }),
    )
    .option(
      '--out <file>',
      say({ en: 'where the statement goes (*.account.json)', ko: '명세서를 저장할 파일 (*.account.json)' }),
    )
    .option(
      '--max-age <seconds>',
      say({
        en: 'CANNOT TELL if the checkpoint is older than this',
        ko: '체크포인트가 이보다 오래되면 CANNOT TELL',
      }),
    )
    .option('--auditor <name>', say(AUDITOR), collect)
    .action((institution: string, flags: AccountFlags) =>
      run((output) => showAccount(output, world, institution, flags)),
    );
};

async function showAccount(output: Output, world: World, account: string, flags: AccountFlags): Promise<ExitCode> {
  const policy = await readTrust(flags.trust, world);
  const statement = await obtain(output, world, account, flags);
  const verification = await judgeAccount(statement, policy, flags, world);
  // Also what failed is kept: it is evidence.
  if (flags.out !== undefined) await writeFile(flags.out, statement);
  const file = flags.out === undefined ? {} : { out: flags.out };
  output.result({ account, ...file, ...verification }, renderAccount(verification, output.language).trimEnd());
  return exitCodeOfVerdict(verification.verdict);
}

/** Verifies an account statement as this command and `verify` do. @throws InputError `bad-policy`, `usage` */
export function judgeAccount(
  statement: Uint8Array,
  policy: Uint8Array,
  { maxAge, auditor = [] }: Pick<AccountFlags, 'maxAge' | 'auditor'>,
  world: World,
): Promise<AccountVerification> {
  const verifier = createNodeVerifier({ maxKeys: 1024 });
  return verifyAccountStatement(statement, policy, {
    verifySignature: (key, message, signature) => verifier.verifySync(key, message, signature),
    auditors: auditor,
    nowUnixMs: world.clock.now(),
    ...(maxAge === undefined ? {} : { maxAgeSeconds: parseCount(maxAge, '--max-age') }),
  });
}

async function obtain(output: Output, world: World, account: string, flags: AccountFlags): Promise<Uint8Array> {
  assertOnePlace(flags);
  const { folder } = flags;
  if (folder === undefined) return (await openClient(flags, world)).accountStatement(account);
  const bar = progressBar(output, output.say({ en: 'reading', ko: '읽는 중' }));
  try {
    const files = await openFolderFiles(folder);
    const source = await openFilesSource(files, ({ records, size }) => bar.update(records, size));
    return await assembleStatement(source, account);
  } finally {
    bar.stop();
  }
}
