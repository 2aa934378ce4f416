/**
 * Places outside: flags of the commands that read a log at an address, or in a folder, without being its participant.
 * @module
 */
import type { Command } from 'commander';
import { parsePolicy } from '../core/note/policy.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import { createOutgoing } from '../node/outgoing.ts';
import { openPlace } from '../node/static-files.ts';
import type { LedgerFiles } from '../verify/audit/ledger-files.ts';
import type { NoteTrust } from '../verify/follow/signed-notes.ts';
import type { Say, World } from './command.ts';
import { collect, readToken, readTrust } from './inputs.ts';

export interface PlaceFlags {
  readonly trust?: string;
  readonly readingTokenFile?: string;
  readonly allowAddress?: readonly string[];
}

/** Adds `--trust`, `--reading-token-file` and `--allow-address`. */
export function withPlaceFlags(command: Command, say: Say): Command {
  return command
    .option(
      '--trust <policy>',
      say({ en: 'trust policy (or LEDGERLINE_TRUST)', ko: '신뢰 정책 (또는 LEDGERLINE_TRUST)' }),
    )
    .option('--reading-token-file <file>', say({ en: 'file with the reading token', ko: '읽기 토큰이 든 파일' }))
    .option(
      '--allow-address <subnet>',
      say({
        en: 'address or subnet that may be asked although it is not public, by http too; repeatable',
        ko: '공인 주소가 아니어도, http로도 요청할 수 있는 주소나 서브넷. 여러 번 지정 가능',
      }),
      collect,
    );
}

/** The files at an address, or in a folder. */
export async function openFlagged(place: string, flags: PlaceFlags): Promise<Pick<LedgerFiles, 'read'>> {
  const token = flags.readingTokenFile === undefined ? {} : { readingToken: await readToken(flags.readingTokenFile) };
  return openPlace(place, { outgoing: createOutgoing({ allow: flags.allowAddress ?? [] }), ...token });
}

/** The trust policy, and OpenSSL to judge by it. */
export async function openTrust(flag: string | undefined, world: World): Promise<NoteTrust> {
  const policy = parsePolicy(await readTrust(flag, world));
  return { policy, verifySignature: createNodeVerifier({ maxKeys: 256 }).verifySync };
}
