/**
 * Hostile content in keys, secrets, requests and envelopes: the documented code, one clear message, nothing written.
 */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { BUNDLE } from '../property/fuzz/_samples.ts';
import { ABYSS, HostileDesk, type Outcome } from './_hostile-desk.ts';

const desk = new HostileDesk();
afterAll(() => {
  desk[Symbol.dispose]();
});

const PROOF = BUNDLE.bundles[1]?.bundle ?? '';

describe('keys', () => {
  const pem = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const encrypted = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
  test.each<[string, string]>([
    ['nothing', ''],
    ['an encrypted key', encrypted],
    ['an RSA key', rsa],
    ['a key of another curve', k1.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['a SEC 1 key', k1.export({ type: 'sec1', format: 'pem' }).toString()],
    ['a certificate', pem('CERTIFICATE', 'AAAA')],
    ['two keys', pkcs8 + pkcs8],
    ['words before the key', `Bag Attributes\n${pkcs8}`],
    ['half a key', pkcs8.slice(0, 60)],
    ['base64 of nothing', pem('PRIVATE KEY', 'AAAA')],
    ['zeros', pem('PRIVATE KEY', 'A'.repeat(50_000))],
  ])('%s: bad-private-key', async (_, content) => {
    const key = desk.file(content);
    const request = ['enrol', 'request', '--origin', 'o', '--as', 'a', '--class', 'pharma', '--key', key];
    expect(await desk.outcome(request)).toEqual([2, 'bad-private-key']);
  });

  test('a key of a megabyte: key-file-access', async () => {
    expect(await desk.outcome(['key', 'show', desk.file(pkcs8 + ' '.repeat(2 ** 20))])).toEqual([2, 'key-file-access']);
  });
});

describe('secrets, drafts, requests, envelopes', () => {
  const secret = (content: string | Uint8Array): string => desk.file(content);
  test.each<[string, string[], Outcome]>([
    [
      'openings of an abyss',
      ['open', '--opening', secret(`{"x":{"purpose":${ABYSS}}}`)],
      [3, 'FAILED json-not-canonical'],
    ],
    [
      'openings without a purpose',
      ['open', '--opening', secret('{"x":{"salt":"00","value":"1"}}')],
      [3, 'FAILED bad-opening'],
    ],
    [
      'openings of __proto__',
      ['open', '--opening', secret('{"__proto__":{"salt":"00","value":"1"}}')],
      [3, 'FAILED bad-opening'],
    ],
    ['what is no secret is not erased', ['erase', secret(PROOF)], [2, 'not-erasable']],
    ['fields with a reserved name', ['seal', secret('{"_sd":1}')], [2, 'bad-fields']],
    ['fields that are a list', ['seal', secret('[1]')], [2, 'bad-fields']],
    ['fields of an abyss', ['seal', secret(`{"a":${ABYSS}}`)], [2, 'json-not-canonical']],
    ['a fraction among the fields', ['seal', secret('{"a":0.5}')], [2, 'json-not-canonical']],
    [
      'an enrolment without a proof of possession',
      ['enrol', 'admit', secret('{"format":"ledgerline/enrolment@v1"}')],
      [2, 'schema-violation'],
    ],
    ['an enrolment of an abyss', ['enrol', 'admit', secret(ABYSS.slice(0, 60_000))], [2, 'json-not-canonical']],
    ['an envelope that is none', ['submit', secret('{"payload":"x"}')], [2, 'schema-violation']],
    ['an envelope of an abyss', ['submit', secret(ABYSS)], [2, 'json-not-canonical']],
    ['an envelope of a float', ['submit', secret('1e400')], [2, 'schema-violation']],
    ['an envelope of Latin-1', ['submit', secret(Buffer.of(0x22, 0xe9, 0x22))], [2, 'bad-utf8']],
  ])('%s', async (_, words, expected) => {
    expect(await desk.outcome(words)).toEqual(expected);
  });
});
