import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { accountKey, assertAccountId } from '../../src/core/account/key.ts';
import { encodeHex } from '../../src/core/bytes/hex.ts';
import { inputError } from '../_util/input-error.ts';

const VALID = ['system', 'a', '-', '0', 'seoul-bio', 'keys/seoul-bio', 'a'.repeat(64), `keys/${'a'.repeat(64)}`];
const INVALID = {
  empty: '',
  'no institution': 'keys/',
  'keys of system': 'keys/system',
  'upper case': 'Seoul-bio',
  underscore: 'seoul_bio',
  'another folder': 'roles/seoul-bio',
  'two slashes': 'keys/a/b',
  'leading slash': '/a',
  'white space': ' a',
  'line break at the end': 'a\n',
  'not ASCII': '서울',
  'too long': 'a'.repeat(65),
  'too long under keys': `keys/${'a'.repeat(65)}`,
};

describe('account ids', () => {
  test.each(VALID)('accepts %j', (account) => {
    expect(assertAccountId(account)).toBe(account);
  });

  test.each(Object.entries(INVALID))('refuses: %s', (_, account) => {
    expect(() => assertAccountId(account)).toThrow(inputError('account-id'));
    expect(() => accountKey('ledger.example', account)).toThrow(inputError('account-id'));
  });
});

describe('account keys', () => {
  test('the layout, by hand', () => {
    const preimage = 'ledgerline/account/v1\x00\x0eledger.example\x00\x06keys/a';
    const expected = createHash('sha256').update(preimage, 'latin1').digest('hex');
    expect(encodeHex(accountKey('ledger.example', 'keys/a'))).toBe(expected);
  });

  test('the length of an origin counts UTF-8 bytes', () => {
    const preimage = 'ledgerline/account/v1\x00\x06\xec\x84\x9c\xec\x9a\xb8\x00\x01a';
    const expected = createHash('sha256').update(preimage, 'latin1').digest('hex');
    expect(encodeHex(accountKey('서울', 'a'))).toBe(expected);
  });

  test('nothing of the key asked for before is left: longer and shorter ids and origins in turns', () => {
    for (const account of [`keys/${'a'.repeat(64)}`, 'b', 'keys/ab', 'system']) {
      for (const origin of ['o'.repeat(300), 'o', '', 'ledger.example']) {
        const u16 = (value: number) => Buffer.from([Math.floor(value / 256), value % 256]).toString('latin1');
        const preimage = `ledgerline/account/v1${u16(origin.length)}${origin}${u16(account.length)}${account}`;
        const expected = createHash('sha256').update(preimage, 'latin1').digest('hex');
        expect(encodeHex(accountKey(origin, account))).toBe(expected);
        expect(encodeHex(accountKey(origin, account))).toBe(expected);
      }
    }
  });

  test('another origin, another key', () => {
    expect(accountKey('ledger.example', 'a')).not.toEqual(accountKey('ledger.example/2', 'a'));
  });

  test('refuses an origin whose length does not fit', () => {
    expect(accountKey('o'.repeat(65_535), 'a')).toHaveLength(32);
    expect(() => accountKey('o'.repeat(65_536), 'a')).toThrow(inputError('bad-integer'));
  });
});
