/**
 * `key rotate-log DIR`: succession of the key of the log, in three steps with an amendment by quorum between them
 * (docs/design/log-key-succession.md).
 *
 * 1. without a flag: makes keys/log-next.pem, and the draft of the amendment that adds it. Once that is in force a served
 *    ledger signs with both keys; it has to be started again once, to read the new one.
 * 2. `--retire`: the draft of the amendment that retires the old key, when witnesses and policies list both.
 * 3. `--finish`: puts the new key in the place of the old one, whose file stays under another name.
 *
 * Where a signer holds the keys, `signer next` makes the new one and `signer finish` puts it in the place of the old one: here they are
 * only drafted, and compared with the charter.
 * @module
 */
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../core/error.ts';
import type { AmendmentBody } from '../../core/generated/bodies.ts';
import type { Signer } from '../../log/ports.ts';
import { readPrivateKeyFile, syncFolder, writePrivateKeyFile } from '../../node/crypto/key-files.ts';
import { generateKeyPair } from '../../node/crypto/keys.ts';
import { readLedgerConfig } from '../../node/ledger-config.ts';
import type { OpenStores, Shell, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { LOG_KEY, logVkey, NEXT_LOG_KEY, readCharter } from '../folder-ledger.ts';
import type { Output } from '../output.ts';
import { openRemoteSigners } from '../outside.ts';

interface RotateFlags {
  readonly retire?: true;
  readonly finish?: true;
  readonly out?: string;
  readonly reason: string;
}

/** Defines it under `key`. */
export function defineRotateLog(key: Command, { world, run, say }: Shell): void {
  key
    .command('rotate-log')
    .argument('<dir>', say({ en: 'ledger folder', ko: '원장 폴더' }))
    .description(
      say({
        en: 'give the log another key: makes keys/log-next.pem and drafts the amendment that adds it',
        ko: '로그의 키를 승계합니다: keys/log-next.pem을 만들고, 이를 추가하는 개정의 초안을 씁니다',
      }),
    )
    .option(
      '--retire',
      say({
        en: 'draft the amendment that retires the old key, once witnesses and policies list both',
        ko: '증인과 정책에 두 키가 모두 들어간 뒤, 이전 키의 사용을 종료하는 개정의 초안을 씀',
      }),
    )
    .option(
      '--finish',
      say({
        en: 'the old key is retired: put the new one in its place (the ledger must not be running)',
        ko: '이전 키의 사용이 종료된 뒤 새 키로 바꿔 놓음 (원장이 실행 중이 아니어야 함)',
      }),
    )
    .option(
      '--reason <code>',
      say({ en: 'reason of the amendment, a word of the charter', ko: '개정 사유. 헌장의 용어집에 있는 말' }),
      'key-rotation',
    )
    .option(
      '--out <file>',
      say({ en: 'where the draft goes; stdout if absent', ko: '초안을 저장할 파일. 없으면 표준 출력' }),
    )
    .action((dir: string, flags: RotateFlags) =>
      run(async (output) => {
        if (flags.finish === true && flags.retire === true)
          throw new InputError('usage', '--retire and --finish are steps apart: give one');
        return flags.finish === true ? finish(output, world, dir) : draft(output, dir, flags);
      }),
    );
}

interface Vkeys {
  readonly old: string;
  readonly next: string;
}

/** Both keys as the charter would name them. @throws InputError `usage` where the new one is not made yet; as `openRemoteSigners` */
async function readVkeys(dir: string): Promise<Vkeys> {
  const config = await readLedgerConfig(dir);
  const remote = await openRemoteSigners(dir, config);
  if (remote !== undefined) return readRemote(dir, remote);
  if (!existsSync(join(dir, NEXT_LOG_KEY)))
    throw new InputError('usage', `${NEXT_LOG_KEY} is not there: run key rotate-log ${dir} first`);
  return {
    old: logVkey(config.origin, await readPrivateKeyFile(join(dir, LOG_KEY))),
    next: logVkey(config.origin, await readPrivateKeyFile(join(dir, NEXT_LOG_KEY))),
  };
}

function readRemote(dir: string, [current, next, ...others]: readonly [Signer, ...Signer[]]): Vkeys {
  if (next !== undefined && others.length === 0) return { old: current.vkey, next: next.vkey };
  const [en, remedy] =
    next === undefined
      ? ['one key', 'run ledgerline signer next in its folder, and start it again']
      : [`${2 + others.length} keys`, 'only two can take turns'];
  throw new InputError('usage', `${dir}: the signer of this log holds ${en}: ${remedy}`);
}

async function draft(output: Output, dir: string, { retire, out, reason }: RotateFlags): Promise<ExitCode> {
  const path = join(dir, NEXT_LOG_KEY);
  const isRemote = (await readLedgerConfig(dir)).signer !== undefined;
  if (!isRemote && retire === undefined && !existsSync(path)) {
    await writePrivateKeyFile(path, generateKeyPair('ed25519'));
  }
  const { old, next } = await readVkeys(dir);
  const body: AmendmentBody =
    retire === true
      ? { amendment: `retire-log-key-${idOf(old)}`, log: { retires: old } }
      : { amendment: `log-key-${idOf(next)}`, log: { vkey: next } };
  const text = JSON.stringify({ kind: 'amendment', body, reason: { code: reason } }, null, 2);
  if (out === undefined) output.document(text);
  else {
    await writeFile(out, `${text}\n`, { flag: 'wx' });
    output.result({ ok: true, old, next, out }, out);
  }
  output.progress(retire === true ? output.say(AFTER_RETIRE) : `${output.say(AFTER_BEGIN)}\n  log ${next}`);
  return EXIT.done;
}

const AFTER_BEGIN = {
  en: 'Start the ledger again, have the amendment recorded and endorsed, and hand out policies with both keys:',
  ko: '원장을 다시 시작하고, 개정을 기록하여 보증받은 뒤, 두 키가 모두 든 정책을 배포하십시오:',
};
const AFTER_RETIRE = {
  en: 'Once the amendment is in force, stop the ledger, run key rotate-log --finish, and start it again. Policies keep both keys.',
  ko: '개정이 발효되면 원장을 멈추고 key rotate-log --finish를 실행한 뒤 다시 시작하십시오. 정책에는 두 키를 모두 남겨 두십시오.',
};

async function finish(output: Output, world: World, dir: string): Promise<ExitCode> {
  const isRemote = (await readLedgerConfig(dir)).signer !== undefined;
  const stores = await world.openStores(dir, { create: false });
  try {
    return await (isRemote ? tellSigner(output, world, dir, stores) : exchangeFiles(output, world, dir, stores));
  } finally {
    await stores.close();
  }
}

async function exchangeFiles(output: Output, world: World, dir: string, stores: OpenStores): Promise<ExitCode> {
  const [current, next] = [join(dir, LOG_KEY), join(dir, NEXT_LOG_KEY)];
  // A crash between the two renames leaves the first one done.
  if (existsSync(current)) {
    const { old } = await readSucceeded(world, dir, stores);
    // It may still prove what it was; the operator destroys it when nobody asks any more.
    await rename(current, join(dir, 'keys', `log-retired-${idOf(old)}.pem`));
  }
  await rename(next, current);
  await syncFolder(join(dir, 'keys'));
  const vkey = logVkey((await readLedgerConfig(dir)).origin, await readPrivateKeyFile(current));
  output.result({ ok: true, vkey }, output.say({ en: `keys/log.pem is ${vkey}`, ko: `keys/log.pem의 키: ${vkey}` }));
  return EXIT.done;
}

/** The keys are not for this process to move. */
async function tellSigner(output: Output, world: World, dir: string, stores: OpenStores): Promise<ExitCode> {
  const { old, next } = await readSucceeded(world, dir, stores);
  const retired = idOf(old);
  output.result(
    { ok: true, vkey: next, retired },
    output.say({
      en: `The charter has retired the key ${retired}. Where the signer is: ledgerline signer finish DIR --retired ${retired}`,
      ko: `헌장에서 키 ${retired}의 사용이 종료되었습니다. 서명 프로세스가 있는 곳에서 실행하십시오: ledgerline signer finish DIR --retired ${retired}`,
    }),
  );
  return EXIT.done;
}

/** Both keys, the old one retired. @throws InputError `log-key-not-retired`, and as `readVkeys` and `readCharter` */
async function readSucceeded(world: World, dir: string, stores: OpenStores): Promise<Vkeys> {
  const { old, next } = await readVkeys(dir);
  const charter = await readCharter(dir, { stores, clock: world.clock });
  const isRetired = charter?.retiredLogKeys?.some(({ vkey }) => vkey === old) === true;
  if (isRetired && charter.logKeys.includes(next)) return { old, next };
  throw new InputError('log-key-not-retired', `the charter does not name ${next} in the place of ${old} yet`);
}

function idOf(vkey: string): string {
  return vkey.split('+')[1] ?? '';
}
