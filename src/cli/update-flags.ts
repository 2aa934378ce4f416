/**
 * What commands share that are about a round and its updates: which round, one's own update, the files of all updates.
 * @module
 */
import type { Command } from 'commander';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { UpdateFiles } from '../node/updates/measure-round.ts';
import type { Say } from './command.ts';
import type { Output } from './output.ts';
import { progressBar } from './progress-bar.ts';

export interface UpdateFlags {
  readonly round: string;
  readonly updates: string;
  readonly step?: string;
  readonly parent?: string;
}

/** How a round is named. */
export const ROUND: Sentence = {
  en: 'name of the round, or digest of its round-open',
  ko: '라운드 이름 또는 round-open의 다이제스트',
};

/** Adds `--round`. */
export function withRoundFlag(command: Command, say: Say): Command {
  return command.requiredOption('--round <name>', say(ROUND));
}

/** Adds the update that an institution commits to or contributes, and `--round`. */
export function withOwnUpdate(command: Command, say: Say): Command {
  command.argument(
    '<model>',
    say({
      en: 'safetensors file of the update; it stays here',
      ko: '업데이트의 safetensors 파일. 파일은 밖으로 나가지 않음',
    }),
  );
  return withRoundFlag(command, say);
}

/** Adds `--round`, `--updates`, `--step` and `--parent`. */
export function withUpdateFlags(command: Command, say: Say): Command {
  return withRoundFlag(command, say)
    .requiredOption(
      '--updates <dir>',
      say({
        en: 'folder with the updates; files are known by their weights, not by their names',
        ko: '업데이트가 든 폴더. 파일은 이름이 아니라 가중치로 찾음',
      }),
    )
    .option(
      '--step <file>',
      say({
        en: 'global step of the round before; found in the folder if absent',
        ko: '직전 라운드의 전역 변화량. 없으면 폴더에서 찾음',
      }),
    )
    .option(
      '--parent <file>',
      say({
        en: 'model that the round starts from; found in the folder if absent',
        ko: '라운드가 출발한 모델. 없으면 폴더에서 찾음',
      }),
    );
}

/** Reads the flags, and shows how far hashing has come while `use` runs. */
export async function withUpdateFiles<T>(
  output: Output,
  { updates, step, parent }: UpdateFlags,
  use: (files: UpdateFiles) => Promise<T>,
): Promise<T> {
  const bar = progressBar(output, output.say({ en: 'measuring', ko: '측정 중' }));
  return use({
    folder: updates,
    ...(step === undefined ? {} : { step }),
    ...(parent === undefined ? {} : { parent }),
    onProgress: bar.update,
  }).finally(() => bar.stop());
}
