/**
 * `signer next`, `signer finish`: the succession of the log key where a signer holds it, beside the amendments of `key rotate-log`
 * (docs/how-to/rotate-keys.md). Both take effect when the signer is started again.
 * @module
 */
import type { Command } from 'commander';
import { InputError } from '../../core/error.ts';
import { addNextKey, retireCurrentKey } from '../../node/signer-folder.ts';
import type { Shell } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/** Defines the two under `signer`. */
export function defineSignerKeys(command: Command, { run, say }: Shell): void {
  const folder = say({ en: 'folder of the signer', ko: '서명 프로세스 폴더' });
  command
    .command('next')
    .description(say({ en: 'make the key that is to succeed the log key', ko: '로그 키를 승계할 다음 키를 만듭니다' }))
    .argument('<dir>', folder)
    .action((dir: string) => run((output) => next(output, dir)));
  command
    .command('finish')
    .description(
      say({
        en: 'the log key is retired: put the next one in its place',
        ko: '사용이 종료된 로그 키의 자리에 다음 키를 놓습니다',
      }),
    )
    .argument('<dir>', folder)
    .requiredOption(
      '--retired <key id>',
      say({
        en: 'the retired key, as key rotate-log --finish names it',
        ko: '사용이 종료된 키. key rotate-log --finish가 알려 주는 식별자',
      }),
    )
    .action((dir: string, { retired }: { retired: string }) => run((output) => finish(output, dir, retired)));
}

async function next(output: Output, dir: string): Promise<ExitCode> {
  const { vkey } = await addNextKey(dir);
  output.result({ ok: true, vkey }, vkey);
  output.progress(
    output.say({
      en: 'Start the signer again, then: ledgerline key rotate-log LEDGER --out next.json',
      ko: '서명 프로세스를 다시 시작한 뒤 다음을 실행하십시오: ledgerline key rotate-log LEDGER --out next.json',
    }),
  );
  return EXIT.done;
}

async function finish(output: Output, dir: string, retired: string): Promise<ExitCode> {
  if (!/^[0-9a-f]{8}$/.test(retired)) throw new InputError('usage', '--retired is the id of a key: 8 hex digits');
  const { vkey } = await retireCurrentKey(dir, retired);
  output.result({ ok: true, vkey, retired }, vkey);
  output.progress(
    output.say({
      en: `Start the signer again, then the ledger. Destroy key-retired-${retired}.pem.`,
      ko: `서명 프로세스를 다시 시작하고, 이어서 원장을 시작하십시오. key-retired-${retired}.pem은 파기하십시오.`,
    }),
  );
  return EXIT.done;
}
