/**
 * What commands share that ask a whole ledger, not its server: they replay it, from an address or a folder, up to the newest
 * published checkpoint.
 * @module
 */
import type { Command } from 'commander';
import { InputError } from '../core/error.ts';
import { openFolderFiles } from '../node/audit/folder-files.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import type { LedgerFiles } from '../verify/audit/ledger-files.ts';
import { type ReplayedLedger, replayLedger } from '../verify/audit/replay-ledger.ts';
import type { Say, World } from './command.ts';
import { readTrust } from './inputs.ts';
import type { Output } from './output.ts';
import { type LedgerFlags, openClient, withLedgerFlags } from './participant.ts';
import { progressBar } from './progress-bar.ts';

export interface ReplayFlags extends LedgerFlags {
  readonly folder?: string;
}

/** Institution keys and log keys: more than a consortium ever has. */
const MAX_KEYS = 4096;

/** Adds `--folder` and the flags of a ledger at an address. */
export function withReplayFlags(command: Command, say: Say): Command {
  return withLedgerFlags(command, say).option(
    '--folder <dir>',
    say({
      en: 'ledger folder, or a copy of its public files, instead of an address',
      ko: '주소 대신 원장 폴더 또는 그 공개 파일의 사본',
    }),
  );
}

/** @throws InputError `usage` where the flags name a folder and an address */
export function assertOnePlace({ folder, ledger }: ReplayFlags): void {
  if (folder !== undefined && ledger !== undefined)
    throw new InputError('usage', 'name --folder or --ledger, not both');
}

/** Replays the ledger that the flags name. @throws InputError `ledger-unsound`, `ledger-unjudged`, `usage`, `unreachable` */
export async function replay(output: Output, world: World, flags: ReplayFlags): Promise<ReplayedLedger> {
  assertOnePlace(flags);
  const policy = await readTrust(flags.trust, world);
  const files = flags.folder === undefined ? await filesOfServer(flags, world) : await openFolderFiles(flags.folder);
  const { verify: verifySignature } = createNodeVerifier({ maxKeys: MAX_KEYS });
  const bar = progressBar(output, output.say({ en: 'replaying', ko: '재생 중' }));
  const onProgress = ({ records, size }: { readonly records: number; readonly size: number }): void =>
    bar.update(records, size);
  return replayLedger(files, policy, { verifySignature, onProgress }).finally(() => bar.stop());
}

/** The static read path of a server, whose checkpoint fits what was seen of the ledger before. */
async function filesOfServer(flags: LedgerFlags, world: World): Promise<LedgerFiles> {
  const client = await openClient(flags, world);
  await client.checkpoint();
  return { read: (path) => client.file(path) };
}
