import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../src/core/bytes/base64.ts';
import { compareBytes, equalBytes } from '../../../src/core/bytes/bytes.ts';
import { decodeHex, encodeHex } from '../../../src/core/bytes/hex.ts';
import { decodeU64, encodeU64, encodeU128, parseDecimal } from '../../../src/core/bytes/integers.ts';
import { decodeUtf8, encodeUtf8 } from '../../../src/core/bytes/utf8.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

/** What `decode` returns, or undefined where it refuses. */
function attempt<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    expect(error).toMatchObject({ name: 'InputError' });
    return undefined;
  }
}

describe('hex and base64', () => {
  test('decoding undoes encoding, and encoding agrees with Buffer', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        expect(encodeHex(input)).toBe(Buffer.from(input).toString('hex'));
        expect(encodeBase64(input)).toBe(Buffer.from(input).toString('base64'));
        expect(decodeHex(encodeHex(input))).toEqual(input);
        expect(decodeBase64(encodeBase64(input))).toEqual(input);
      }),
    );
  });

  test('one spelling: what decodes is what encoding gives, over texts near the alphabet', () => {
    const nearBase64 = fc.string({ unit: fc.constantFrom(...'AQgw/+-_=\n \0é'), maxLength: 12 });
    fc.assert(
      fc.property(nearBase64, (text) => {
        const decoded = attempt(() => decodeBase64(text));
        const canonical = Buffer.from(text, 'base64').toString('base64');
        expect(decoded !== undefined).toBe(canonical === text);
        if (decoded !== undefined) expect(encodeBase64(decoded)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('no two texts that differ in one character decode to the same bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (input, at, char) => {
          const text = encodeBase64(input);
          const index = at % text.length;
          const changed = text.slice(0, index) + char + text.slice(index + 1);
          if (changed !== text) expect(attempt(() => decodeBase64(changed))).not.toEqual(input);
        },
      ),
    );
  });
});

describe('UTF-8', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  /** Bytes that make well-formed and nearly well-formed sequences likely. */
  const edges = [
    0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbb, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
  ];
  const nearUtf8 = fc.array(fc.constantFrom(...edges), { maxLength: 8 }).map((values) => Uint8Array.from(values));

  function platformDecode(input: Uint8Array): string | undefined {
    try {
      return decoder.decode(input);
    } catch {
      return undefined;
    }
  }

  test('decodes and refuses exactly what a fatal TextDecoder does', () => {
    for (const arbitrary of [bytes, nearUtf8]) {
      fc.assert(
        fc.property(arbitrary, (input) => {
          expect(attempt(() => decodeUtf8(input))).toBe(platformDecode(input));
        }),
        { numRuns: 3000 },
      );
    }
  });

  test('all sequences of one and two bytes, and all three-byte sequences of edge bytes', () => {
    const disagreements: string[] = [];
    const compare = (...input: number[]) => {
      const array = Uint8Array.from(input);
      if (attempt(() => decodeUtf8(array)) !== platformDecode(array)) disagreements.push(encodeHex(array));
    };
    for (let a = 0; a < 256; a++) {
      compare(a);
      for (let b = 0; b < 256; b += 5) compare(a, b);
    }
    for (const a of edges) for (const b of edges) for (const c of edges) compare(a, b, c);
    expect(disagreements).toEqual([]);
  });

  test('decoding undoes encoding; any string with a lone surrogate is refused', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'é', '한', '\u{1f600}', '\ud800', '\udc00', '\ufeff') }),
        (text) => {
          const encoded = attempt(() => encodeUtf8(text));
          const isWellFormed = Buffer.from(text).toString() === text;
          expect(encoded !== undefined).toBe(isWellFormed);
          if (encoded !== undefined) expect(decodeUtf8(encoded)).toBe(text);
        },
      ),
    );
  });
});

describe('integers', () => {
  test('u64 round trip, and the order of the bytes is the order of the numbers', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
        expect(decodeU64(encodeU64(a), 0)).toBe(a);
        expect(Math.sign(compareBytes(encodeU64(a), encodeU64(b)))).toBe(Math.sign(a - b));
      }),
    );
  });

  test('u128 agrees with its hexadecimal digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }), (value) => {
        expect(encodeHex(encodeU128(value))).toBe(value.toString(16).padStart(32, '0'));
      }),
    );
  });

  test('decimals: parsing undoes String, and accepts nothing else', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.string({ unit: fc.constantFrom(...'0123456789+-. e'), maxLength: 18 }),
        (value, text) => {
          expect(parseDecimal(String(value))).toBe(value);
          const parsed = attempt(() => parseDecimal(text));
          if (parsed !== undefined) expect(String(parsed)).toBe(text);
        },
      ),
    );
  });
});

test('equalBytes is compareBytes = 0', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(equalBytes(a, b)).toBe(compareBytes(a, b) === 0);
      expect(equalBytes(a, a.slice())).toBe(true);
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b));
    }),
  );
});
