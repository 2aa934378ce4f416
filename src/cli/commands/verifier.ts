/**
 * `verifier`: copies the verifier page out of this installation, to be handed to whoever shall check proofs in a browser.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { InputError } from '../../core/error.ts';
import { readWebBuild } from '../../server/explorer/assets.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';

export const defineVerifier: Define = (command, { run, say }) => {
  command
    .option('--out <file>', say({ en: 'where it goes', ko: '저장할 파일' }), 'verifier.html')
    .action(({ out }: { readonly out: string }) =>
      run(async (output) => {
        const { verifier } = readWebBuild();
        await writeFile(out, verifier, { flag: 'wx' }).catch((cause: unknown) => {
          if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
          throw new InputError('file-exists', `${out} is there already`, { cause });
        });
        const digest = encodeHex(sha256(verifier));
        output.result({ out, sha256: digest, sizeBytes: verifier.length }, `${digest}  ${out}`);
        return EXIT.done;
      }),
    );
};
