/**
 * `key`: `new FILE` and `show FILE` make and print keys as PKCS#8 PEM, mode 0600; the others record what becomes of them. Beside a key to sign with stands the signer record, beside
 * one that others encrypt to (`--purpose seal`) its public part.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { Option } from 'commander';
import type { KeyAlgorithm } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { readKeyFile, readPrivateKeyFile, writePrivateKeyFile } from '../../node/crypto/key-files.ts';
import { formatPublicKeyPem, generateKeyPair, type PrivateKey } from '../../node/crypto/keys.ts';
import {
  formatSealingPublicKey,
  generateSealingKey,
  parseSealingPrivateKey,
  type SealingAlgorithm,
  type SealingPrivateKey,
} from '../../node/sealing/sealing-key.ts';
import { createSignerRecord, signerRecordPath, writeSignerRecord } from '../../node/signer-record.ts';
import type { Define, Say } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { defineKeyEvents } from './key-events.ts';
import { defineRotateLog } from './rotate-log.ts';

const ALGORITHMS: readonly KeyAlgorithm[] = ['ed25519', 'ecdsa-p256', 'ecdsa-p384'];
const SEALING_ALGORITHMS: readonly SealingAlgorithm[] = ['x25519', 'ecdh-p256'];

interface KeyFlags {
  readonly purpose: string;
  readonly algorithm?: string;
  readonly signer?: string;
}

export const defineKey: Define = (key, shell) => {
  const { run, say } = shell;
  key
    .command('new')
    .argument(
      '<file>',
      say({
        en: 'where the private key goes, by custom NAME.pem',
        ko: '개인키를 저장할 파일. 관례상 이름.pem',
      }),
    )
    .description(
      say({
        en: 'make a key, and what stays beside it: the signer record, or the public part NAME.pub.pem of a key to encrypt to',
        ko: '키와, 키 옆에 둘 파일을 만듭니다: 서명자 기록, 또는 암호화용 키의 공개키 이름.pub.pem',
      }),
    )
    .addOption(purposeOption(say))
    .option(
      '--algorithm <name>',
      say({
        en: `to sign: ${ALGORITHMS.join(', ')}; to seal: ${SEALING_ALGORITHMS.join(', ')}; the first if absent`,
        ko: `sign: ${ALGORITHMS.join(', ')}. seal: ${SEALING_ALGORITHMS.join(', ')}. 없으면 첫째`,
      }),
    )
    .option(
      '--signer <name>',
      say({
        en: 'person who signs, else the name of your account; stays beside the key, never in the log',
        ko: '서명하는 사람. 없으면 계정 이름. 키 옆에만 남고 로그에는 기록되지 않음',
      }),
    )
    .action((file: string, flags: KeyFlags) =>
      run(async (output) => {
        if (flags.purpose === 'seal') await makeSealingKey(output, file, flags);
        else await makeSigningKey(output, file, flags);
        return EXIT.done;
      }),
    );
  key
    .command('show')
    .argument('<file>', say({ en: 'private key file', ko: '개인키 파일' }))
    .description(say({ en: 'print id, algorithm and public key', ko: '식별자, 알고리즘, 공개키를 출력합니다' }))
    .addOption(purposeOption(say))
    .action((file: string, { purpose }: KeyFlags) =>
      run(async (output) => {
        if (purpose === 'seal')
          showSealing(output, file, parseSealingPrivateKey(await readKeyFile(file, { isPrivate: true })));
        else show(output, file, await readPrivateKeyFile(file));
        return EXIT.done;
      }),
    );
  defineKeyEvents(key, shell);
  defineRotateLog(key, shell);
};

function purposeOption(say: Say): Option {
  return new Option(
    '--purpose <purpose>',
    say({
      en: 'what the key is for: to sign, or for others to encrypt confidential values to',
      ko: '키의 용도: 서명, 또는 다른 기관이 비공개 값을 암호화해 보내는 데 사용',
    }),
  )
    .choices(['sign', 'seal'])
    .default('sign');
}

async function makeSigningKey(output: Output, file: string, { algorithm, signer }: KeyFlags): Promise<void> {
  const made = generateKeyPair(oneOf(ALGORITHMS, algorithm));
  await writePrivateKeyFile(file, made);
  await writeSignerRecord(signerRecordPath(file), createSignerRecord(signer ?? userInfo().username));
  show(output, file, made);
}

async function makeSealingKey(output: Output, file: string, { algorithm, signer }: KeyFlags): Promise<void> {
  if (signer !== undefined) throw new InputError('usage', '--signer is for keys that sign');
  const made = generateSealingKey(oneOf(SEALING_ALGORITHMS, algorithm));
  await writePrivateKeyFile(file, made);
  await writeFile(`${file.replace(/\.pem$/, '')}.pub.pem`, formatSealingPublicKey(made.publicKey), { flag: 'wx' });
  showSealing(output, file, made);
}

/** The algorithm of this name, the first where none is named. @throws InputError `usage` */
function oneOf<T extends string>(known: readonly T[], name: string | undefined = known[0]): T {
  const algorithm = known.find((each) => each === name);
  if (algorithm === undefined) throw new InputError('usage', `${name} is none of ${known.join(', ')}`);
  return algorithm;
}

function show(output: Output, file: string, { publicKey }: PrivateKey): void {
  print(output, file, publicKey, formatPublicKeyPem(publicKey));
}

function showSealing(output: Output, file: string, { publicKey }: SealingPrivateKey): void {
  const { algorithm, thumbprint: keyId } = publicKey;
  print(output, file, { algorithm, keyId }, formatSealingPublicKey(publicKey));
}

function print(
  output: Output,
  file: string,
  { keyId, algorithm }: { keyId: string; algorithm: string },
  pem: string,
): void {
  output.result({ file, keyId, algorithm, publicKey: pem }, `${keyId}  ${algorithm}  ${file}\n${pem.trimEnd()}`);
}
