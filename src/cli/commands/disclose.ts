/**
 * `disclose NAME.disclosures.json --field NAME --to READER.pub.pem`: hands on some of the sealed fields, and nothing of the others.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { selectDisclosures } from '../../core/disclosure/open.ts';
import { parseSealed, sealedDigest } from '../../core/disclosure/sealed.ts';
import { InputError } from '../../core/error.ts';
import { encodeDisclosureFile, parseDisclosureFile } from '../../node/sealing/disclosure-file.ts';
import { encryptTo } from '../../node/sealing/jwe.ts';
import type { Define } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { collect, readNamed } from '../inputs.ts';
import type { Output } from '../output.ts';
import { readRecipients } from './seal.ts';

interface DiscloseFlags {
  readonly sealed: string;
  readonly field: readonly string[];
  readonly to: readonly string[];
  readonly out: string;
}

export const defineDisclose: Define = (command, { run, say }) => {
  command
    .argument(
      '<disclosures>',
      say({ en: 'NAME.disclosures.json made by seal', ko: 'seal이 만든 이름.disclosures.json' }),
    )
    .requiredOption('--sealed <file>', say({ en: 'the sealed document', ko: '봉인 문서' }))
    .requiredOption(
      '--field <name>',
      say({
        en: 'field to disclose, or one element of it such as scores/0; may be repeated',
        ko: '공개할 필드, 또는 scores/0처럼 그 한 요소. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .requiredOption(
      '--to <key>',
      say({ en: 'public key of a reader; may be repeated', ko: '수신자의 공개키. 여러 번 쓸 수 있음' }),
      collect,
    )
    .requiredOption('--out <file>', say({ en: 'where the encrypted file goes', ko: '암호화한 파일을 저장할 곳' }))
    .action((file: string, flags: DiscloseFlags) => run((output) => disclose(output, file, flags)));
};

async function disclose(output: Output, file: string, flags: DiscloseFlags): Promise<ExitCode> {
  const recipients = await readRecipients(flags.to);
  const kept = parseDisclosureFile(await readNamed(file));
  const sealed = parseSealed(await readNamed(flags.sealed));
  if (sealedDigest(sealed) !== kept.sealed)
    throw new InputError('disclosure-unknown', `${file} opens another document than ${flags.sealed}`);
  const disclosures = selectDisclosures(sealed, kept.disclosures, flags.field);
  const encrypted = await encryptTo(recipients, encodeDisclosureFile({ sealed: kept.sealed, disclosures }));
  await writeFile(flags.out, encrypted, { flag: 'wx', flush: true });
  const readers = recipients.map(({ thumbprint }) => thumbprint);
  output.result({ digest: kept.sealed, fields: flags.field, readers, out: flags.out }, flags.out);
  return EXIT.done;
}
