/**
 * Disclosure files, and destroying what opens commitments.
 */
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalize } from 'json-canonicalize';
import { afterAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../../src/core/catalogue/catalogue.ts';
import { commit } from '../../../../src/core/statement/commitment.ts';
import { encodeDisclosureFile, parseDisclosureFile } from '../../../../src/node/sealing/disclosure-file.ts';
import { eraseFile, recognizeKept } from '../../../../src/node/sealing/erase.ts';
import { inputError } from '../../../_util/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-sealing-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string): string => join(folder, name);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const SEALED = 'ab'.repeat(32);
const FILE = { format: 'ledgerline/disclosures@v1', sealed: SEALED, disclosures: ['WyJzIiwxXQ'] };

describe('disclosure files', () => {
  it('come back', () => {
    expect(parseDisclosureFile(encodeDisclosureFile(FILE))).toEqual({ sealed: SEALED, disclosures: ['WyJzIiwxXQ'] });
    expect(Buffer.from(encodeDisclosureFile(FILE)).toString()).toBe(canonicalize(FILE));
  });

  const CASES: [what: string, value: unknown, code: ErrorCode][] = [
    ['a later format', { ...FILE, format: 'ledgerline/disclosures@v2' }, 'unknown-version'],
    ['another format', { ...FILE, format: 'ledgerline/proof@v1' }, 'bad-disclosure'],
    ['no format', { sealed: SEALED, disclosures: [] }, 'bad-disclosure'],
    ['another member', { ...FILE, also: 1 }, 'bad-disclosure'],
    ['a digest that is cut', { ...FILE, sealed: SEALED.slice(2) }, 'bad-hex'],
    ['a digest that is a number', { ...FILE, sealed: 1 }, 'bad-disclosure'],
    ['disclosures that are one text', { ...FILE, disclosures: 'x' }, 'bad-disclosure'],
    ['a disclosure that is a number', { ...FILE, disclosures: [1] }, 'bad-disclosure'],
    ['an array', [], 'bad-disclosure'],
    ['null', null, 'bad-disclosure'],
  ];
  it.each(CASES)('refuse %s', (_, value, code) => {
    expect(() => parseDisclosureFile(bytes(canonicalize(value)))).toThrow(inputError(code));
  });

  it('have one spelling', () => {
    expect(() => parseDisclosureFile(bytes(JSON.stringify(FILE, null, 1)))).toThrow(inputError('json-not-canonical'));
  });
});

describe('recognizeKept', () => {
  const salt = '01'.repeat(32);

  it('knows what a file opens', () => {
    const commitment = commit('samples', Buffer.from(salt, 'hex'), '895');
    const openings = recognizeKept(bytes(JSON.stringify({ samples: { value: '895', salt } })), 'f');
    expect(openings).toMatchObject({ content: 'openings', opens: [{ purpose: 'samples', commitment }] });
    const signer = recognizeKept(bytes(JSON.stringify({ name: 'Kim', salt })), 'f');
    expect(signer.opens).toMatchObject([
      { purpose: 'signer', commitment: commit('signer', Buffer.from(salt, 'hex'), 'Kim') },
    ]);
    expect(recognizeKept(encodeDisclosureFile(FILE), 'f')).toEqual({
      content: 'disclosures',
      opens: [{ purpose: 'sealed', commitment: SEALED }],
    });
    expect(recognizeKept(bytes('{"ciphertext":"AA"}'), 'f')).toEqual({ content: 'encrypted-disclosures', opens: [] });
  });

  it.each(['', '{}', '[]', '{"_sd":[],"_sd_alg":"sha-256"}', '-----BEGIN PRIVATE KEY-----', '{"record":"AA"}'])(
    'leaves %j alone',
    (text) => {
      expect(() => recognizeKept(bytes(text), 'f')).toThrow(inputError('not-erasable'));
    },
  );
});

describe('eraseFile', () => {
  it('removes the name, and the content under every other name', async () => {
    writeFileSync(path('secret'), 'the sample count is 895');
    linkSync(path('secret'), path('other-name'));
    await eraseFile(path('secret'));
    expect(existsSync(path('secret'))).toBe(false);
    const left = readFileSync(path('other-name'));
    expect(left).toHaveLength(23);
    expect(left.includes('895')).toBe(false);
  });

  it('does not follow a symbolic link, and leaves folders alone', async () => {
    writeFileSync(path('kept'), 'kept');
    symlinkSync(path('kept'), path('link'));
    mkdirSync(path('folder'));
    await expect(eraseFile(path('link'))).rejects.toThrow(inputError('not-erasable'));
    await expect(eraseFile(path('folder'))).rejects.toThrow();
    expect(readFileSync(path('kept'), 'utf8')).toBe('kept');
    expect(existsSync(path('link')) && existsSync(path('folder'))).toBe(true);
  });

  it('removes an empty file', async () => {
    writeFileSync(path('empty'), '');
    await eraseFile(path('empty'));
    expect(existsSync(path('empty'))).toBe(false);
  });
});
