/**
 * `lineage MODEL` and `dossier MODEL`: the history of a model, replayed from the log up to the newest published checkpoint: no trust in
 * the server or the folder is needed.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { validateDocument } from '../../core/statement/validate.ts';
import { buildDossier } from '../../verify/history/dossier.ts';
import { buildLineage } from '../../verify/history/lineage.ts';
import type { Define } from '../command.ts';
import { renderDossier, renderLineage } from '../dossier-text.ts';
import { EXIT } from '../exit-codes.ts';
import { type ReplayFlags, replay, withReplayFlags } from '../replay.ts';

const MODEL = { en: 'name of the lineage', ko: '모델 계보의 이름' };

export const defineLineage: Define = (command, { world, run, say }) => {
  withReplayFlags(command, say)
    .argument('<model>', say(MODEL))
    .action((model: string, flags: ReplayFlags) =>
      run(async (output) => {
        const lineage = buildLineage(await replay(output, world, flags), model);
        output.result(lineage, renderLineage(lineage, output.language));
        return EXIT.done;
      }),
    );
};

export const defineDossier: Define = (command, { world, run, say }) => {
  withReplayFlags(command, say)
    .argument('<model>', say(MODEL))
    .option(
      '--out <file>',
      say({
        en: 'where the dossier goes as JSON (dossier.schema.json), besides the text',
        ko: '텍스트와 함께 자료집을 JSON(dossier.schema.json)으로 저장할 파일',
      }),
    )
    .action((model: string, flags: ReplayFlags & { readonly out?: string }) =>
      run(async (output) => {
        const dossier = validateDocument('dossier', buildDossier(await replay(output, world, flags), model));
        if (flags.out !== undefined)
          await writeFile(flags.out, `${JSON.stringify(dossier, null, 2)}\n`, { flag: 'wx' });
        output.result(dossier, renderDossier(dossier, output.language));
        return EXIT.done;
      }),
    );
};
