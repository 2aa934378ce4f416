/**
 * Encryption to readers: each reader opens the file, nobody else does, and no changed file opens.
 */
import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, GeneralEncrypt, type GeneralJWE, generalDecrypt, importPKCS8 } from 'jose';
import { describe, expect, it } from 'vitest';
import { decryptWith, encryptTo } from '../../../../src/node/sealing/jwe.ts';
import {
  formatSealingPublicKey,
  generateSealingKey,
  parseSealingPrivateKey,
  parseSealingPublicKey,
} from '../../../../src/node/sealing/sealing-key.ts';
import { inputError } from '../../../_util/input-error.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const CONTENT = bytes('{"disclosures":[]}');

const regulator = generateSealingKey('x25519');
const auditor = generateSealingKey('ecdh-p256');
const stranger = generateSealingKey('x25519');
const READERS = [regulator.publicKey, auditor.publicKey];
const file = await encryptTo(READERS, CONTENT);
const jwe = JSON.parse(Buffer.from(file).toString()) as GeneralJWE;

describe('encryptTo and decryptWith', () => {
  it('each reader opens it', async () => {
    for (const key of [regulator, auditor]) expect(await decryptWith(key, file)).toEqual(CONTENT);
    expect(await decryptWith(regulator, await encryptTo([regulator.publicKey], CONTENT))).toEqual(CONTENT);
  });

  it('nobody else does', async () => {
    await expect(decryptWith(stranger, file)).rejects.toThrow(inputError('not-a-recipient'));
  });

  it('any JOSE library reads it, and what any JOSE library made is read', async () => {
    const key = await importPKCS8(regulator.toPem(), 'ECDH-ES+A256KW');
    const { plaintext } = await generalDecrypt(jwe, key);
    expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual({ disclosures: [] });
    const foreign = new GeneralEncrypt(CONTENT).setProtectedHeader({ enc: 'A256GCM', alg: 'ECDH-ES+A256KW' });
    foreign.addRecipient(regulator.publicKey.key).setUnprotectedHeader({ kid: regulator.publicKey.thumbprint });
    expect(await decryptWith(regulator, bytes(JSON.stringify(await foreign.encrypt())))).toEqual(CONTENT);
  });

  it('names readers by their RFC 7638 thumbprints, and shows the size in KiB only', async () => {
    const thumbprints = await Promise.all(
      READERS.map(({ key }) => calculateJwkThumbprint(key.export({ format: 'jwk' }) as { kty: 'EC' })),
    );
    expect(jwe.recipients.map(({ header }) => header?.kid)).toEqual(thumbprints);
    const longer = JSON.parse(Buffer.from(await encryptTo(READERS, bytes(`"${'x'.repeat(900)}"`))).toString());
    expect(longer.ciphertext).toHaveLength(jwe.ciphertext.length);
  });

  it.each(['ciphertext', 'iv', 'tag', 'protected', 'encrypted_key', 'epk', 'alg'])(
    'refuses a changed %s',
    async (part) => {
      const changed = structuredClone(jwe);
      const [first] = changed.recipients;
      const flip = (text = ''): string => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
      if (part === 'alg') Object.assign(first?.header ?? {}, { alg: 'ECDH-ES' });
      else if (part === 'epk')
        Object.assign(first?.header ?? {}, { epk: stranger.publicKey.key.export({ format: 'jwk' }) });
      else if (part === 'encrypted_key') Object.assign(first ?? {}, { encrypted_key: flip(first?.encrypted_key) });
      else Object.assign(changed, { [part]: flip(String(Reflect.get(changed, part))) });
      const altered = bytes(JSON.stringify(changed));
      await expect(decryptWith(regulator, altered)).rejects.toThrow(inputError('bad-jwe'));
    },
  );

  it('refuses another content encryption, compression, and a reader entry for another key', async () => {
    const make = async (header: object): Promise<Uint8Array> => {
      const foreign = new GeneralEncrypt(CONTENT).setProtectedHeader({ enc: 'A256GCM', ...header });
      const { key, thumbprint } = regulator.publicKey;
      foreign.addRecipient(key).setUnprotectedHeader({ alg: 'ECDH-ES+A256KW', kid: thumbprint });
      return bytes(JSON.stringify(await foreign.encrypt()));
    };
    expect(await decryptWith(regulator, await make({}))).toEqual(CONTENT);
    for (const header of [{ enc: 'A128CBC-HS256' }, { zip: 'DEF' }])
      await expect(decryptWith(regulator, await make(header))).rejects.toThrow(inputError('bad-jwe'));
    const swapped = { ...jwe, recipients: [{ ...jwe.recipients[1], header: { ...jwe.recipients[0]?.header } }] };
    await expect(decryptWith(regulator, bytes(JSON.stringify(swapped)))).rejects.toThrow(inputError('bad-jwe'));
  });

  it.each([
    ['{}', 'bad-jwe'],
    ['[]', 'bad-jwe'],
    ['null', 'bad-jwe'],
    ['{"ciphertext":"AA","recipients":"x"}', 'bad-jwe'],
    ['{"ciphertext":"AA","recipients":[1]}', 'bad-jwe'],
    [JSON.stringify({ ...jwe, recipients: Array(65).fill(jwe.recipients[0]) }), 'bad-jwe'],
    [JSON.stringify({ ...jwe, recipients: [] }), 'not-a-recipient'],
    ['{', 'bad-json'],
  ] as const)('refuses %.60s', async (text, code) => {
    await expect(decryptWith(regulator, bytes(text))).rejects.toThrow(inputError(code));
  });

  it('refuses a reader twice, and a point with which nothing secret can be agreed', async () => {
    await expect(encryptTo([...READERS, regulator.publicKey], CONTENT)).rejects.toThrow(inputError('bad-sealing-key'));
    const zero = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), Buffer.alloc(32)]).toString('base64');
    const weak = parseSealingPublicKey(`-----BEGIN PUBLIC KEY-----\n${zero}\n-----END PUBLIC KEY-----\n`);
    await expect(encryptTo([weak], CONTENT)).rejects.toThrow(inputError('bad-sealing-key'));
  });
});

describe('sealing keys', () => {
  it.each(['x25519', 'ecdh-p256'] as const)('%s comes back from PEM', (algorithm) => {
    const key = generateSealingKey(algorithm);
    expect(key.publicKey.algorithm).toBe(algorithm);
    const { thumbprint } = key.publicKey;
    expect(parseSealingPrivateKey(key.toPem()).publicKey.thumbprint).toBe(thumbprint);
    expect(parseSealingPublicKey(formatSealingPublicKey(key.publicKey)).thumbprint).toBe(thumbprint);
    expect(Object.values(key)).toEqual([key.publicKey]);
  });

  it('are not signing keys, nor anything else', () => {
    const pems = [
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
      generateKeyPairSync('x448'),
      generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ];
    for (const { privateKey, publicKey } of pems) {
      const [secret, open] = [
        privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      ];
      expect(() => parseSealingPrivateKey(secret)).toThrow(inputError('bad-sealing-key'));
      expect(() => parseSealingPublicKey(open)).toThrow(inputError('bad-sealing-key'));
    }
  });

  it('are not taken from a file of the other half, two blocks, or rubbish', () => {
    const [secret, open] = [regulator.toPem(), formatSealingPublicKey(regulator.publicKey)];
    for (const pem of [
      secret,
      `${open}${open}`,
      '',
      open.replace('PUBLIC KEY', 'CERTIFICATE'),
      open.replace('MCow', 'AAAA'),
    ])
      expect(() => parseSealingPublicKey(pem)).toThrow(inputError('bad-sealing-key'));
    for (const pem of [open, `${secret}${secret}`]) {
      expect(() => parseSealingPrivateKey(pem)).toThrow(inputError('bad-sealing-key'));
    }
  });
});
