/**
 * `key rotate-log DIR`: succession of the key of the log, in three steps with an amendment by quorum between them
 * (docs/design/log-key-succession.md).
 *
 * 1. without a flag: makes keys/log-next.pem, and the draft of the amendment that adds it. Once that is in force a served
 *    ledger signs with both keys; it has to be started again once, to read the new one.
 * 2. `--retire`: the draft of the amendment that retires the old key, when witnesses and policies list both.
 * 3. `--finish`: puts the new key in the place of the old one, whose file stays under another name.
 * @module
 */
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { InputError } from '../../core/error.ts';
import type { AmendmentBody } from '../../core/generated/bodies.ts';
import { readPrivateKeyFile, syncFolder, writePrivateKeyFile } from '../../node/crypto/key-files.ts';
import { generateKeyPair } from '../../node/crypto/keys.ts';
import { readLedgerConfig } from '../../node/ledger-config.ts';
import type { OpenStores, Shell, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { LOG_KEY, logVkey, NEXT_LOG_KEY, readCharter } from '../folder-ledger.ts';
import type { Output } from '../output.ts';

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
        if ((await readLedgerConfig(dir)).signer !== undefined)
          throw new InputError('usage', `${dir}: a signer holds the key of this log; rotate it there`);
        return flags.finish === true ? finish(output, world, dir) : draft(output, dir, flags);
      }),
    );
}

/** Both keys as the charter would name them. @throws InputError `usage` where the new one is not made yet */
async function readVkeys(dir: string): Promise<{ readonly old: string; readonly next: string }> {
  const { origin } = await readLedgerConfig(dir);
  if (!existsSync(join(dir, NEXT_LOG_KEY)))
    throw new InputError('usage', `${NEXT_LOG_KEY} is not there: run key rotate-log ${dir} first`);
  return {
    old: logVkey(origin, await readPrivateKeyFile(join(dir, LOG_KEY))),
    next: logVkey(origin, await readPrivateKeyFile(join(dir, NEXT_LOG_KEY))),
  };
}

async function draft(output: Output, dir: string, { retire, out, reason }: RotateFlags): Promise<ExitCode> {
  const path = join(dir, NEXT_LOG_KEY);
  if (retire === undefined && !existsSync(path)) {
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
  const [current, next] = [join(dir, LOG_KEY), join(dir, NEXT_LOG_KEY)];
  const stores = await world.openStores(dir, { create: false });
  try {
    // A crash between the two renames leaves the first one done.
    if (existsSync(current)) await retireFile(world, dir, stores);
    await rename(next, current);
    await syncFolder(join(dir, 'keys'));
  } finally {
    await stores.close();
  }
  const vkey = logVkey((await readLedgerConfig(dir)).origin, await readPrivateKeyFile(current));
  output.result({ ok: true, vkey }, output.say({ en: `keys/log.pem is ${vkey}`, ko: `keys/log.pem의 키: ${vkey}` }));
  return EXIT.done;
}

/** Puts the old key aside. It may still prove what it was; the operator destroys it when nobody asks any more. */
async function retireFile(world: World, dir: string, stores: OpenStores): Promise<void> {
  const { old, next } = await readVkeys(dir);
  const charter = await readCharter(dir, { stores, clock: world.clock });
  const isRetired = charter?.retiredLogKeys?.some(({ vkey }) => vkey === old) === true;
  if (!isRetired || !charter.logKeys.includes(next))
    throw new InputError('log-key-not-retired', `the charter does not name ${next} in the place of ${old} yet`);
  await rename(join(dir, LOG_KEY), join(dir, 'keys', `log-retired-${idOf(old)}.pem`));
}

function idOf(vkey: string): string {
  return vkey.split('+')[1] ?? '';
}
