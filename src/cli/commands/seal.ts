/**
 * `seal FIELDS.json --to READER.pub.pem`: writes the sealed document, the disclosures for the institution's own archive, and the
 * disclosures encrypted to the readers.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { SALT_BYTES } from '../../core/disclosure/disclosure.ts';
import {
  encodeSealed,
  type Fields,
  type Sealing,
  saltCount,
  seal,
  sealedDigest,
} from '../../core/disclosure/sealed.ts';
import { InputError } from '../../core/error.ts';
import { parseWrittenJson } from '../../core/json/json.ts';
import { readKeyFile } from '../../node/crypto/key-files.ts';
import { encodeDisclosureFile } from '../../node/sealing/disclosure-file.ts';
import { encryptTo } from '../../node/sealing/jwe.ts';
import { parseSealingPublicKey, type SealingPublicKey } from '../../node/sealing/sealing-key.ts';
import type { Define } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { collect, readNamed } from '../inputs.ts';
import type { Output } from '../output.ts';

/** The number of digests is a multiple of this, so that it does not tell the number of fields. */
const DIGESTS_STEP = 8;

interface SealFlags {
  readonly to?: readonly string[];
  readonly out?: string;
}

export const defineSeal: Define = (command, { run, say }) => {
  command
    .argument('<fields>', say({ en: 'JSON object with the confidential fields', ko: '비공개 필드가 든 JSON 객체' }))
    .option(
      '--to <key>',
      say({
        en: 'public key of a reader (key new --purpose seal); may be repeated',
        ko: '수신자의 공개키 (key new --purpose seal). 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .option(
      '--out <name>',
      say({
        en: 'beginning of the names of the files; that of the fields if absent',
        ko: '만들 파일들의 이름 앞부분. 없으면 필드 파일의 이름',
      }),
    )
    .action((file: string, flags: SealFlags) => run((output) => sealFile(output, file, flags)));
};

async function sealFile(output: Output, file: string, flags: SealFlags): Promise<ExitCode> {
  const recipients = await readRecipients(flags.to ?? []);
  const fields = parseFields(decodeUtf8(await readNamed(file), file), file);
  const digestCount = Object.keys(fields).length;
  const { sealed, disclosures } = seal(
    fields,
    drawRandomness(saltCount(fields)),
    drawRandomness(DIGESTS_STEP - (digestCount % DIGESTS_STEP)),
  );
  const digest = sealedDigest(sealed);
  const stem = flags.out ?? file.replace(/\.json$/, '');
  const kept = encodeDisclosureFile({ sealed: digest, disclosures });
  const files = await writeAll([
    ['disclosures', `${stem}.disclosures.json`, kept, 0o600],
    ['sealed', `${stem}.sealed.json`, encodeSealed(sealed), 0o644],
    ...(recipients.length === 0
      ? []
      : [['encrypted', `${stem}.disclosures.jwe.json`, await encryptTo(recipients, kept), 0o644] as const]),
  ]);
  report(output, { digest, files, file, recipients, sealed });
  return EXIT.done;
}

/** Reads the public keys of readers. @throws InputError `key-file-access`, `bad-sealing-key` */
export function readRecipients(paths: readonly string[]): Promise<SealingPublicKey[]> {
  return Promise.all(paths.map(async (path) => parseSealingPublicKey(await readKeyFile(path, { isPrivate: false }))));
}

function parseFields(text: string, file: string): Fields {
  const value = parseWrittenJson(text, file);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new InputError('bad-fields', `${file} holds no JSON object`);
}

function drawRandomness(count: number): string[] {
  return Array.from({ length: count }, () => encodeBase64url(randomBytes(SALT_BYTES)));
}

type NewFile = readonly [role: 'disclosures' | 'sealed' | 'encrypted', path: string, bytes: Uint8Array, mode: number];

/** Writes new files, all or none. Returns their paths by role. @throws the system's EEXIST where one is there */
async function writeAll(files: readonly NewFile[]): Promise<Record<string, string>> {
  const written: string[] = [];
  try {
    for (const [, path, bytes, mode] of files) {
      await writeFile(path, bytes, { mode, flag: 'wx', flush: true });
      written.push(path);
    }
  } catch (error) {
    await Promise.all(written.map((path) => rm(path)));
    throw error;
  }
  return Object.fromEntries(files.map(([role, path]) => [role, path]));
}

interface Report extends Pick<Sealing, 'sealed'> {
  readonly digest: string;
  readonly files: Record<string, string>;
  readonly file: string;
  readonly recipients: readonly SealingPublicKey[];
}

function report(output: Output, { digest, files, file, recipients, sealed }: Report): void {
  const readers = recipients.map(({ thumbprint }) => thumbprint);
  const lines = Object.entries(files).map(([role, path]) => `  ${role.padEnd(12)} ${path}`);
  output.result({ digest, digests: sealed._sd.length, ...files, readers }, [digest, ...lines].join('\n'));
  output.progress(
    output.say({
      en: `the digest goes into the statement, the sealed document to anybody, the disclosures to nobody: keep them\n${file} still holds the values`,
      ko: `다이제스트는 진술에 적고, 봉인 문서는 누구에게나 보일 수 있으며, 공개값은 보관하십시오\n${file}에는 값이 그대로 남아 있습니다`,
    }),
  );
}
