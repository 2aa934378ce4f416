/**
 * `erase FILE…`: destroys openings and disclosures, and prints what an `erasure` statement records of it.
 * @module
 */

import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { parseRecord } from '../../core/record/record.ts';
import { placesIn } from '../../core/statement/openings.ts';
import { eraseFile, type Kept, recognizeKept } from '../../node/sealing/erase.ts';
import { parseBundle } from '../../verify/bundle.ts';
import type { Define } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { collect, readEvidence, readNamed } from '../inputs.ts';
import type { Output } from '../output.ts';

interface EraseFlags {
  readonly proof?: readonly string[];
  readonly dryRun?: true;
}

interface KeptFile extends Kept {
  readonly file: string;
}

export const defineErase: Define = (command, { run, say }) => {
  command
    .argument(
      '<files...>',
      say({
        en: '*.openings.json, *.disclosures.json, *.disclosures.jwe.json, *.signer.json',
        ko: '*.openings.json, *.disclosures.json, *.disclosures.jwe.json, *.signer.json',
      }),
    )
    .option(
      '--proof <file>',
      say({
        en: 'proof bundle of a statement that they open, to be named in the erasure statement; may be repeated',
        ko: '이 파일로 여는 진술의 증명 묶음. erasure 진술에 적을 대상. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .option('--dry-run', say({ en: 'show what would be destroyed, and stop', ko: '파기할 내용을 보여 주고 멈춤' }))
    .action((files: readonly string[], flags: EraseFlags) => run((output) => erase(output, files, flags)));
};

async function erase(output: Output, files: readonly string[], flags: EraseFlags): Promise<ExitCode> {
  // Everything is looked at before anything is destroyed.
  const kept: KeptFile[] = [];
  for (const file of new Set(files)) kept.push({ file, ...recognizeKept(await readNamed(file), file) });
  const opens = kept.flatMap((each) => each.opens);
  const subjects: string[] = [];
  for (const path of new Set(flags.proof)) subjects.push(subjectOf(await readEvidence(path), path, opens));
  if (flags.dryRun !== true) for (const { file } of kept) await eraseFile(file);
  report(output, kept, draftOf(opens, subjects), flags.dryRun === true);
  return EXIT.done;
}

/** The digest of the bundle's statement. @throws InputError `not-named` where the files open nothing in it */
function subjectOf(bundle: Uint8Array, path: string, opens: Kept['opens']): string {
  const { statement, digest } = parseRecord(parseBundle(bundle).record);
  if (opens.some(({ commitment }) => placesIn(statement, commitment).length > 0)) return digest;
  throw new InputError('not-named', `the files open nothing in the statement of ${path}`);
}

/** A draft for `sign`, complete where the statements are known. Its reason is a word of the vocabulary that ledgers start with. */
function draftOf(opens: Kept['opens'], subjects: readonly string[]) {
  if (opens.length === 0) return undefined;
  const commitments = opens.map(({ commitment }) => commitment).sort();
  const openings = [...new Set(opens.map(({ purpose }) => purpose))].sort();
  // A name that is unique as far as the commitments are, and says nothing.
  const erasure = `erasure-${encodeHex(sha256(encodeUtf8(commitments.join('\n')))).slice(0, 16)}`;
  const body = { erasure, openings, subjects: [...new Set(subjects)] };
  return { kind: 'erasure', reason: { code: 'erased' }, body };
}

function report(output: Output, kept: readonly KeptFile[], record: ReturnType<typeof draftOf>, isDry: boolean): void {
  const files = kept.map(({ file, content, opens }) => ({
    file,
    content,
    opens: opens.map(({ purpose, commitment }) => ({ purpose, commitment })),
  }));
  const lines = files.flatMap(({ file, content, opens }) => [
    `${file}  ${content}`,
    ...opens.map(({ purpose, commitment }) => `  ${purpose.padEnd(10)} ${commitment}`),
  ]);
  const draft = record === undefined ? [] : [JSON.stringify(record, null, 2)];
  output.result(
    { erased: !isDry, files, ...(record === undefined ? {} : { record }) },
    [...lines, ...draft].join('\n'),
  );
  if (isDry) return;
  output.progress(
    output.say({
      en: 'overwritten and removed here. Not reached: spare blocks of flash storage, snapshots, backups, and what readers were given\nto record: the draft above; its subjects are the digests of the statements that carry these commitments',
      ko: '여기서 덮어쓰고 삭제했습니다. 닿지 않는 곳: 플래시 저장 장치의 예비 블록, 스냅숏, 백업, 수신자에게 준 사본\n기록할 것: 위의 초안. subjects에는 이 확약을 담은 진술의 다이제스트를 적습니다',
    }),
  );
}
