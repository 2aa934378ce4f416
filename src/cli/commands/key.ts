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
import type { Register } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';

const ALGORITHMS: readonly KeyAlgorithm[] = ['ed25519', 'ecdsa-p256', 'ecdsa-p384'];

export const registerKey: Register = (program, _world, run) => {
  const key = program.command('key').description('keys of an institution');
  key
    .command('new')
    .argument('<file>', 'where the private key goes, by custom NAME.pem')
    .description('make a key, and the signer record that stays beside it')
    .option('--algorithm <name>', ALGORITHMS.join(', '), 'ed25519')
    .option(
      '--signer <name>',
      'person who signs; stays in the record beside the key, never in the log',
      userInfo().username,
    )
    .action((file: string, { algorithm, signer }: { readonly algorithm: string; readonly signer: string }) =>
      run(async (output) => {
        const made = generateKeyPair(parseAlgorithm(algorithm));
        await writePrivateKeyFile(file, made);
        await writeSignerRecord(signerRecordPath(file), createSignerRecord(signer));
        show(output, file, made);
        return EXIT.done;
      }),
    );
  key
    .command('show')
    .argument('<file>', 'private key file')
    .description('print id, algorithm and public key')
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
