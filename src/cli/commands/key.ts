/**
 * `key new FILE` and `key show FILE`: institution keys as PKCS#8 PEM, mode 0600, and the signer record beside them.
 * @module
 */
import { userInfo } from 'node:os';
import type { KeyAlgorithm } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { readPrivateKeyFile, writePrivateKeyFile } from '../../node/crypto/key-files.ts';
import { formatPublicKeyPem, generateKeyPair, type PrivateKey } from '../../node/crypto/keys.ts';
import { createSignerRecord, signerRecordPath, writeSignerRecord } from '../../node/signer-record.ts';
import type { Define } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

const ALGORITHMS: readonly KeyAlgorithm[] = ['ed25519', 'ecdsa-p256', 'ecdsa-p384'];

export const defineKey: Define = (key, { run, say }) => {
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
        en: 'make a key, and the signer record that stays beside it',
        ko: '키와, 키 옆에 보관할 서명자 기록을 만듭니다',
      }),
    )
    .option('--algorithm <name>', ALGORITHMS.join(', '), 'ed25519')
    .option(
      '--signer <name>',
      say({
        en: 'person who signs, else the name of your account; stays beside the key, never in the log',
        ko: '서명하는 사람. 없으면 계정 이름. 키 옆에만 남고 로그에는 기록되지 않음',
      }),
    )
    .action((file: string, { algorithm, signer }: { readonly algorithm: string; readonly signer?: string }) =>
      run(async (output) => {
        const made = generateKeyPair(parseAlgorithm(algorithm));
        await writePrivateKeyFile(file, made);
        await writeSignerRecord(signerRecordPath(file), createSignerRecord(signer ?? userInfo().username));
        show(output, file, made);
        return EXIT.done;
      }),
    );
  key
    .command('show')
    .argument('<file>', say({ en: 'private key file', ko: '개인키 파일' }))
    .description(say({ en: 'print id, algorithm and public key', ko: '식별자, 알고리즘, 공개키를 출력합니다' }))
    .action((file: string) =>
      run(async (output) => {
        show(output, file, await readPrivateKeyFile(file));
        return EXIT.done;
      }),
    );
};

function parseAlgorithm(name: string): KeyAlgorithm {
  const algorithm = ALGORITHMS.find((known) => known === name);
  if (algorithm === undefined)
    throw new InputError('usage', `${name} is no algorithm of ours: ${ALGORITHMS.join(', ')}`);
  return algorithm;
}

function show(output: Output, file: string, { publicKey }: PrivateKey): void {
  const { keyId, algorithm } = publicKey;
  const pem = formatPublicKeyPem(publicKey);
  output.result({ file, keyId, algorithm, publicKey: pem }, `${keyId}  ${algorithm}  ${file}\n${pem.trimEnd()}`);
}
