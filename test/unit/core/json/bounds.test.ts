/**
 * JSON text that would cost far more than its length is refused before it is parsed.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { assertJsonBounds, MAX_JSON_TOKENS } from '../../../../src/core/json/bounds.ts';
import { parseCanonicalJson, parseJson } from '../../../../src/core/json/json.ts';
import { isAccountStatement } from '../../../../src/verify/account/statement.ts';
import { inputError } from '../../../_util/input-error.ts';

/** The definition, by walking through the parsed value: how many containers stand inside each other at the deepest place. */
function nestingOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(nestingOf));
}

describe('assertJsonBounds', () => {
  it('lets through what canonicalize does: 33 containers inside each other', () => {
    const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(parseJson(nested(33), 'test')).toBeDefined();
    for (const levels of [34, 100_000]) {
      expect(() => parseJson(nested(levels), 'test')).toThrow(inputError('json-not-canonical'));
      expect(() => parseJson('{"a":'.repeat(levels), 'test')).toThrow(inputError('json-not-canonical'));
    }
  });

  it('counts brackets outside of strings alone, whatever is escaped in them', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 6 }),
        fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ',') }),
        (value, text) => {
          const spelled = JSON.stringify({ [text]: [value, text] });
          expect(nestingOf(JSON.parse(spelled))).toBeLessThanOrEqual(33);
          assertJsonBounds(spelled, 'test');
        },
      ),
    );
    expect(() => assertJsonBounds(`["\\\\",${'['.repeat(40)}`, 'test')).toThrow(inputError('json-not-canonical'));
    assertJsonBounds(`["\\"${'['.repeat(40)}`, 'test');
    assertJsonBounds('"', 'test');
  });

  it.each([
    ['empty objects', '{},'],
    ['empty arrays', '[],'],
    ['numbers', '1,'],
    ['members', '"a":1,'],
  ])('refuses more values than any document has: %s', (_, item) => {
    expect(() => assertJsonBounds(`[${item.repeat(MAX_JSON_TOKENS)}`, 'test')).toThrow(inputError('too-large'));
  });

  it('holds for canonical documents that are large enough to matter', () => {
    const bytes = encodeUtf8(`[${'{},'.repeat(MAX_JSON_TOKENS)}{}]`);
    expect(() => parseCanonicalJson(bytes, bytes.length, 'test')).toThrow(inputError('too-large'));
  });

  it('holds before anybody asks what a file is', () => {
    const start = '{"format":"ledgerline/account@v1"';
    expect(isAccountStatement(encodeUtf8(`${start}}`))).toBe(true);
    expect(isAccountStatement(encodeUtf8(`${start},"a":${'['.repeat(34)}${']'.repeat(34)}}`))).toBe(false);
  });
});
