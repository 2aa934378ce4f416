import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeHex } from '../../../../src/core/bytes/hex.ts';
import { formatSpki, type KeyAlgorithm, parseSpki } from '../../../../src/core/crypto/spki.ts';
import { verifySignature } from '../../../../src/core/crypto/verify.ts';
import {
  formatPublicKeyPem,
  generateKeyPair,
  parsePrivateKeyPem,
  parsePublicKeyPem,
} from '../../../../src/node/crypto/keys.ts';
import { inputError } from '../../../_util/input-error.ts';

const ALGORITHMS: readonly KeyAlgorithm[] = ['ed25519', 'ecdsa-p256', 'ecdsa-p384'];

describe.each(ALGORITHMS)('%s keys', (algorithm) => {
  const key = generateKeyPair(algorithm);

  it('sign what the pure verifier accepts', () => {
    const message = Uint8Array.of(1, 2, 3);
    expect(key.publicKey.algorithm).toBe(algorithm);
    expect(verifySignature(key.publicKey, message, key.sign(message))).toBe(true);
    expect(verifySignature(generateKeyPair(algorithm).publicKey, message, key.sign(message))).toBe(false);
  });

  it('survive PEM', () => {
    expect(parsePrivateKeyPem(key.toPem()).publicKey).toEqual(key.publicKey);
    expect(parsePublicKeyPem(formatPublicKeyPem(key.publicKey))).toEqual(key.publicKey);
    const withCarriageReturns = formatPublicKeyPem(key.publicKey).replaceAll('\n', '\r\n');
    expect(parsePublicKeyPem(withCarriageReturns)).toEqual(key.publicKey);
  });

  it('I7: show no secret when printed or serialised', () => {
    const secret = key.toPem().split('\n')[1] ?? '';
    expect(secret.length).toBeGreaterThan(40);
    for (const shown of [inspect(key, { depth: 9, showHidden: true }), JSON.stringify(key)]) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain('PRIVATE');
    }
  });
});

describe('parsePublicKeyPem', () => {
  it('reads the example of the module comment', () => {
    const pem = [
      '-----BEGIN PUBLIC KEY-----',
      'MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
      '-----END PUBLIC KEY-----',
      '',
    ].join('\n');
    const point = decodeHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    const key = parseSpki(formatSpki('ed25519', point));
    expect(parsePublicKeyPem(pem)).toEqual(key);
    expect(formatPublicKeyPem(key)).toBe(pem);
  });

  const { publicKey } = generateKeyPair('ed25519');
  const good = formatPublicKeyPem(publicKey);
  it.each([
    ['empty', '', 'bad-public-key'],
    ['text before the block', `note\n${good}`, 'bad-public-key'],
    ['two blocks', good + good, 'bad-public-key'],
    ['a private key', generateKeyPair('ed25519').toPem(), 'bad-public-key'],
    ['base64 that is not canonical', good.replace('=\n', '\n'), 'bad-base64'],
    ['no base64', good.replace('MCow', '****'), 'bad-public-key'],
    ['another structure', good.replace('MCow', 'MCox'), 'bad-public-key'],
  ] as const)('refuses %s', (_, pem, code) => {
    expect(() => parsePublicKeyPem(pem)).toThrow(inputError(code));
  });
});

describe('parsePrivateKeyPem', () => {
  const pem = (type: 'pkcs1' | 'pkcs8' | 'sec1', key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
    key.export({ type, format: 'pem' }).toString();
  const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const good = generateKeyPair('ed25519').toPem();

  it.each([
    ['empty', ''],
    ['a public key', formatPublicKeyPem(generateKeyPair('ed25519').publicKey)],
    ['a SEC 1 key', pem('sec1', p256)],
    [
      'an encrypted key',
      p256.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString(),
    ],
    ['RSA', pem('pkcs8', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)],
    ['P-521', pem('pkcs8', generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey)],
    ['secp256k1', pem('pkcs8', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey)],
    ['X25519', pem('pkcs8', generateKeyPairSync('x25519').privateKey)],
    ['two keys', good + good],
    ['a cut key', good.replace(/\n.{20}/, '\n')],
  ])('refuses %s', (_, text) => {
    expect(() => parsePrivateKeyPem(text)).toThrow(inputError('bad-private-key'));
  });

  it('says nothing of the key in its errors', () => {
    const broken = good.replace(/\n.{4}/, '\nAAAA');
    expect(() => parsePrivateKeyPem(broken)).toThrow(inputError('bad-private-key'));
    try {
      parsePrivateKeyPem(broken);
    } catch (error) {
      expect(inspect(error, { depth: 9 })).not.toContain(good.split('\n')[1]?.slice(4));
    }
  });
});

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.warn('SKIPPED: keys and signatures against the openssl program, which is not on the PATH');

describe.skipIf(!hasOpenssl).each(ALGORITHMS)('the openssl program and %s keys', (algorithm) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-openssl-'));
  const file = (name: string) => join(folder, name);
  const message = Uint8Array.of(1, 2, 3);
  writeFileSync(file('message'), message);
  afterAll(() => rmSync(folder, { recursive: true }));

  const pkeyutl = (...args: string[]) => {
    const digest = { ed25519: [], 'ecdsa-p256': ['-digest', 'sha256'], 'ecdsa-p384': ['-digest', 'sha384'] }[algorithm];
    return execFileSync('openssl', ['pkeyutl', ...args, '-rawin', '-in', file('message'), ...digest], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };

  it('reads our private key, derives our public key, and verifies our signature', () => {
    const key = generateKeyPair(algorithm);
    writeFileSync(file('key.pem'), key.toPem());
    writeFileSync(file('public.pem'), formatPublicKeyPem(key.publicKey));
    writeFileSync(file('signature'), key.sign(message));
    const derived = execFileSync('openssl', ['pkey', '-in', file('key.pem'), '-pubout']).toString();
    expect(derived).toBe(formatPublicKeyPem(key.publicKey));
    const answer = pkeyutl('-verify', '-pubin', '-inkey', file('public.pem'), '-sigfile', file('signature'));
    expect(answer.toString()).toContain('Verified Successfully');
  });

  it('makes keys and signatures that we read and verify', () => {
    const options = {
      ed25519: ['-algorithm', 'ED25519'],
      'ecdsa-p256': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
      'ecdsa-p384': ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
    }[algorithm];
    const pem = execFileSync('openssl', ['genpkey', ...options], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    writeFileSync(file('openssl.pem'), pem);
    const signature = pkeyutl('-sign', '-inkey', file('openssl.pem'));
    const { publicKey } = parsePrivateKeyPem(pem);
    expect(publicKey.algorithm).toBe(algorithm);
    expect(verifySignature(publicKey, message, signature)).toBe(true);
  });
});
