import { describe, expect, it } from 'vitest';
import { pointersTo } from '../../../../src/core/json/pointers.ts';
import { commit } from '../../../../src/core/statement/commitment.ts';
import { parseOpenings } from '../../../../src/core/statement/openings.ts';
import { inputError } from '../../../_util/input-error.ts';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value, null, 2));
const salt = '7f'.repeat(32);
const commitment = (purpose: 'samples' | 'signer', value: string): string =>
  commit(purpose, Buffer.from(salt, 'hex'), value);

describe('parseOpenings', () => {
  it('gives the commitment that each opens', () => {
    expect(
      parseOpenings(bytes({ samples: { value: '895', salt }, herg: { purpose: 'samples', value: '12', salt } })),
    ).toEqual([
      { name: 'samples', purpose: 'samples', value: '895', commitment: commitment('samples', '895') },
      { name: 'herg', purpose: 'samples', value: '12', commitment: commitment('samples', '12') },
    ]);
  });

  it('reads a signer record', () => {
    expect(parseOpenings(bytes({ name: 'Kim', salt }))).toEqual([
      { name: 'signer', purpose: 'signer', value: 'Kim', commitment: commitment('signer', 'Kim') },
    ]);
  });

  it.each([
    ['no opening', {}],
    ['an array', []],
    ['null', null],
    ['an entry that is a text', { samples: '895' }],
    ['an entry that is null', { samples: null }],
    ['an unknown purpose', { weight: { value: '1', salt } }],
    ['a purpose that is a number', { herg: { purpose: 1, value: '1', salt } }],
    ['no salt', { samples: { value: '895' } }],
    ['a short salt', { samples: { value: '895', salt: salt.slice(2) } }],
    ['a salt in capitals', { samples: { value: '895', salt: salt.toUpperCase() } }],
    ['a value that is a number', { samples: { value: 895, salt } }],
    ['another member', { samples: { value: '895', salt, note: '' } }],
  ])('refuses %s', (_, value) => {
    expect(() => parseOpenings(bytes(value))).toThrow(inputError('bad-opening'));
  });

  it('refuses what is no JSON, and too much of it', () => {
    expect(() => parseOpenings(new TextEncoder().encode('{'))).toThrow(inputError('bad-json'));
    expect(() => parseOpenings(new Uint8Array(1_048_577))).toThrow(inputError('too-large'));
  });
});

describe('pointersTo', () => {
  it('finds whole strings, wherever they stand', () => {
    const value = { a: 'x', b: ['y', { 'c/d~': 'x' }], e: 'xx', x: 1, f: null };
    expect(pointersTo(value, 'x')).toEqual(['/a', '/b/1/c~1d~0']);
    expect(pointersTo('x', 'x')).toEqual(['']);
    expect(pointersTo(value, 'z')).toEqual([]);
  });
});
