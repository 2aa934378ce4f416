import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../../../../src/core/note/checkpoint.ts';
import { inputError } from '../../../_util/input-error.ts';

const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const GOOD = `example.com/log\n20852163\n${ROOT}\n`;

const line = fc.stringMatching(/^[ -~가é]{1,40}$/u);
const checkpoint: fc.Arbitrary<Checkpoint> = fc.record({
  origin: line,
  size: fc.maxSafeNat(),
  root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  extensions: fc.array(line, { maxLength: 3 }),
});

describe('parseCheckpoint', () => {
  it('is the inverse of formatCheckpoint', () => {
    fc.assert(
      fc.property(checkpoint, (original) => {
        const text = formatCheckpoint(original);
        expect(parseCheckpoint(text, { allowExtensions: true })).toEqual(original);
        if (original.extensions.length === 0) expect(parseCheckpoint(text)).toEqual(original);
        else expect(() => parseCheckpoint(text)).toThrow(inputError('bad-checkpoint'));
      }),
    );
  });

  it('takes origins that are no URLs, such as that of the Go checksum database', () => {
    expect(parseCheckpoint(GOOD.replace('example.com/log', 'go.sum database tree')).origin).toBe(
      'go.sum database tree',
    );
  });

  it('takes an empty tree, and the largest size', () => {
    expect(parseCheckpoint(GOOD.replace('20852163', '0')).size).toBe(0);
    expect(parseCheckpoint(GOOD.replace('20852163', '9007199254740991')).size).toBe(2 ** 53 - 1);
  });

  it.each([
    ['nothing', '', 'bad-checkpoint'],
    ['two lines', 'example.com/log\n1\n', 'bad-checkpoint'],
    ['the last line cut off', GOOD.slice(0, -1), 'bad-checkpoint'],
    ['an empty origin', GOOD.replace('example.com/log', ''), 'bad-checkpoint'],
    ['an origin of 256 bytes', GOOD.replace('example.com/log', `${'가'.repeat(85)}x`), 'bad-checkpoint'],
    ['a control character in the origin', GOOD.replace('.', '\t'), 'bad-checkpoint'],
    ['an extension line', `${GOOD}more\n`, 'bad-checkpoint'],
    ['an empty extension line', `${GOOD}\n`, 'bad-checkpoint'],
    ['a leading zero', GOOD.replace('2085', '02085'), 'bad-integer'],
    ['a sign', GOOD.replace('2085', '+2085'), 'bad-integer'],
    ['a blank', GOOD.replace('2085', ' 2085'), 'bad-integer'],
    ['hexadecimal', GOOD.replace('20852163', '0x10'), 'bad-integer'],
    ['a size beyond 2^53 - 1', GOOD.replace('20852163', '9007199254740992'), 'bad-integer'],
    ['an empty size', GOOD.replace('20852163', ''), 'bad-integer'],
    ['a root of 31 bytes', GOOD.replace(ROOT, `${'A'.repeat(41)}==`), 'bad-base64'],
    ['a root with stray bits', GOOD.replace('q2I=', 'q2J='), 'bad-base64'],
    ['a root in the URL alphabet', GOOD.replace('/', '_').replace('/', '_'), 'bad-base64'],
    ['a blank after the root', GOOD.replace('q2I=', 'q2I= '), 'bad-base64'],
  ] as const)('refuses %s', (_, text, code) => {
    expect(() => parseCheckpoint(text)).toThrow(inputError(code));
    if (!text.startsWith(GOOD) || text === `${GOOD}\n`) {
      expect(() => parseCheckpoint(text, { allowExtensions: true })).toThrow(inputError(code));
    }
  });

  it('takes an origin of 255 bytes', () => {
    expect(parseCheckpoint(GOOD.replace('example.com/log', '가'.repeat(85))).origin).toBe('가'.repeat(85));
  });
});

describe('formatCheckpoint', () => {
  const good: Checkpoint = { origin: 'a', size: 1, root: new Uint8Array(32), extensions: [] };
  it.each([
    ['an origin of two lines', { ...good, origin: 'a\n1' }, 'bad-checkpoint'],
    ['an extension of two lines', { ...good, extensions: ['a\nb'] }, 'bad-checkpoint'],
    ['an empty extension', { ...good, extensions: [''] }, 'bad-checkpoint'],
    ['a root of 20 bytes', { ...good, root: new Uint8Array(20) }, 'bad-checkpoint'],
    ['a negative size', { ...good, size: -1 }, 'bad-integer'],
    ['a fraction', { ...good, size: 0.5 }, 'bad-integer'],
    ['an unsafe size', { ...good, size: 2 ** 53 }, 'bad-integer'],
  ] as const)('refuses %s', (_, bad, code) => {
    expect(() => formatCheckpoint(bad)).toThrow(inputError(code));
  });
});
