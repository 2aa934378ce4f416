/**
 * `digest PATH`: digests of a file, a folder or a safetensors file, where they lie.
 * @module
 */
import { stat } from 'node:fs/promises';
import { InputError } from '../../core/error.ts';
import { digestFile } from '../../node/digest.ts';
import { digestFolder } from '../../node/folder-digest.ts';
import { digestTensorSet } from '../../node/tensor-set-digest.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { progressBar } from '../progress-bar.ts';

export const defineDigest: Define = (command, { run, say }) => {
  command
    .argument('<path>', say({ en: 'file, folder or safetensors file', ko: '파일, 폴더 또는 safetensors 파일' }))
    .action((path: string) =>
      run(async (output) => {
        const bar = progressBar(output, path);
        const found = await digestPath(path, bar.update).finally(() => bar.stop());
        const lines = Object.entries(found).map(([name, value]) => `${name.padEnd(10)} ${value}`);
        output.result({ path, ...found }, lines.join('\n'));
        return EXIT.done;
      }),
    );
};

/** Every digest that applies. @throws InputError `file-not-found`, `bad-safetensors` */
async function digestPath(
  path: string,
  onProgress: (done: number, total: number) => void,
): Promise<Record<string, string | number>> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new InputError('file-not-found', `${path} cannot be read`, { cause });
  });
  if (info.isDirectory()) {
    const { sha256, sizeBytes, files } = await digestFolder(path, { onProgress });
    return { dirHash: sha256, files: files.length, sizeBytes };
  }
  if (path.endsWith('.safetensors')) {
    const { sha256: tensorSet, file } = await digestTensorSet(path, { onProgress });
    return { sha256: file.sha256, tensorSet, sizeBytes: file.sizeBytes };
  }
  const { sha256, sizeBytes } = await digestFile(path, { onProgress });
  return { sha256, sizeBytes };
}
