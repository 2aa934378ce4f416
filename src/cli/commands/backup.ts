/**
 * `backup DIR --to FOLDER`: copies a ledger folder, also while it is served.
 * @module
 */
import { takeBackup } from '../../node/backup/take-backup.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { progressBar } from '../progress-bar.ts';

interface BackupFlags {
  readonly to: string;
  readonly withKeys?: true;
}

export const defineBackup: Define = (command, { world, run, say }) => {
  command
    .argument('<dir>', say({ en: 'ledger folder; it may be served meanwhile', ko: '원장 폴더. 서비스 중이어도 됨' }))
    .requiredOption('--to <folder>', say({ en: 'folder of the backup, which is made', ko: '새로 만들 백업 폴더' }))
    .option(
      '--with-keys',
      say({
        en: 'copy the private keys too: whoever has such a backup can sign as the ledger',
        ko: '개인키도 함께 백업함. 이런 백업을 가진 사람은 원장의 이름으로 서명할 수 있음',
      }),
    )
    .action((dir: string, { to, withKeys }: BackupFlags) =>
      run(async (output) => {
        const bar = progressBar(output, output.say({ en: 'backing up', ko: '백업 중' }));
        const onProgress = (records: number, size: number): void => bar.update(records, size);
        const options = { now: world.clock.now(), withKeys: withKeys === true, onProgress };
        const taken = await takeBackup(dir, to, options).finally(() => bar.stop());
        const hasKeys = taken.keys === 'included';
        if (hasKeys) output.progress(output.say(KEYS_WARNING));
        const { head, files, bytes } = taken;
        const noKeys = hasKeys ? { en: '', ko: '' } : NO_KEYS;
        output.result(
          { ok: true, ...taken, to },
          output.say({
            en: `${to}: ${head.size} records, published up to ${taken.published}; ${files} files, ${bytes} bytes.${noKeys.en}`,
            ko: `${to}: 기록 ${head.size}건, ${taken.published}까지 발행됨. 파일 ${files}개, ${bytes}바이트.${noKeys.ko}`,
          }),
        );
        return EXIT.done;
      }),
    );
};

const KEYS_WARNING = {
  en: 'this backup holds the private keys: keep it as secret as the ledger itself',
  ko: '이 백업에는 개인키가 들어 있습니다. 원장 자체와 똑같이 비밀로 보관하십시오',
};

const NO_KEYS = {
  en: ' Without keys/: keep those apart.',
  ko: ' keys/는 들어 있지 않으니 따로 보관하십시오.',
};
