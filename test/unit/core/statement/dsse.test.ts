import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { encodePae, PAYLOAD_TYPE } from '../../../../src/core/statement/dsse.ts';

/** The encoding word for word, over strings of Latin-1 characters that stand for bytes. */
function oraclePae(type: string, payload: Uint8Array): string {
  const typeBytes = Buffer.from(type, 'utf8');
  const [t, p] = [typeBytes.toString('latin1'), Buffer.from(payload).toString('latin1')];
  return ['DSSEv1', t.length, t, p.length, p].join(' ');
}

describe('encodePae', () => {
  it('is the example of the DSSE specification', () => {
    const pae = encodePae('http://example.com/HelloWorld', encodeUtf8('hello world'));
    expect(pae).toEqual(encodeUtf8('DSSEv1 29 http://example.com/HelloWorld 11 hello world'));
  });

  it('begins with the 28 bytes of our payload type', () => {
    expect(encodePae(PAYLOAD_TYPE, new Uint8Array())).toEqual(encodeUtf8('DSSEv1 28 application/vnd.in-toto+json 0 '));
  });

  it('is what the specification says, for any type and payload', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array(), (type, payload) => {
        expect(Buffer.from(encodePae(type, payload)).toString('latin1')).toBe(oraclePae(type, payload));
      }),
    );
  });

  it('never gives two messages the same bytes', () => {
    const texts = fc.string({ unit: fc.constantFrom(' ', '1', '0', 'a'), maxLength: 6 });
    fc.assert(
      fc.property(texts, texts, texts, texts, (typeA, a, typeB, b) => {
        const same = typeA === typeB && a === b;
        expect(Buffer.compare(encodePae(typeA, encodeUtf8(a)), encodePae(typeB, encodeUtf8(b))) === 0).toBe(same);
      }),
      { numRuns: 500 },
    );
  });
});
