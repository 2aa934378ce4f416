import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant, parseZonedInstant } from '../../../../src/core/statement/instant.ts';
import { inputError } from '../../../_util/input-error.ts';

const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const instants = fc.integer({ min: FIRST_MS, max: LAST_MS });

describe('instants', () => {
  it('parse to what was formatted, and text order is time order', () => {
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        const [x, y] = [formatInstant(a), formatInstant(b)];
        expect([parseInstant(x), parseInstant(y)]).toEqual([a, b]);
        expect(x < y).toBe(a < b);
      }),
    );
  });

  it('read a known one', () => {
    expect(parseInstant('2026-11-23T08:26:00.000Z')).toBe(Date.UTC(2026, 10, 23, 8, 26));
    expect(parseInstant('2024-02-29T23:59:59.999Z')).toBe(Date.UTC(2024, 1, 29, 23, 59, 59, 999));
  });

  it.each([
    ['nothing', ''],
    ['a date', '2026-11-23'],
    ['no milliseconds', '2026-11-23T08:26:00Z'],
    ['microseconds', '2026-11-23T08:26:00.000000Z'],
    ['no zone', '2026-11-23T08:26:00.000'],
    ['an offset of zero', '2026-11-23T08:26:00.000+00:00'],
    ['another offset', '2026-11-23T17:26:00.000+09:00'],
    ['small letters', '2026-11-23t08:26:00.000z'],
    ['a space for the T', '2026-11-23 08:26:00.000Z'],
    ['a 30th of February', '2026-02-30T00:00:00.000Z'],
    ['a 29th of February in a common year', '2026-02-29T00:00:00.000Z'],
    ['a 13th month', '2026-13-01T00:00:00.000Z'],
    ['the hour 24', '2026-11-23T24:00:00.000Z'],
    ['a leap second', '2016-12-31T23:59:60.000Z'],
    ['an expanded year', '+012026-11-23T08:26:00.000Z'],
    ['a space behind', '2026-11-23T08:26:00.000Z '],
    ['digits of another script', '２026-11-23T08:26:00.000Z'],
  ])('refuse %s', (_, text) => {
    expect(() => parseInstant(text, 'recordedAt')).toThrow(inputError('bad-time'));
    expect(() => parseInstant(text, 'recordedAt')).toThrow(/^recordedAt: /);
  });
});

describe('parseZonedInstant', () => {
  it.each([
    ['2026-11-23T17:26:00+09:00', '2026-11-23T08:26:00.000Z'],
    ['2026-11-23T08:26:00Z', '2026-11-23T08:26:00.000Z'],
    ['2026-11-23T08:26:00.5Z', '2026-11-23T08:26:00.500Z'],
    ['2026-11-23T08:26:00.05Z', '2026-11-23T08:26:00.050Z'],
    ['2026-11-23T08:26:00.123+00:00', '2026-11-23T08:26:00.123Z'],
    ['2026-11-23T01:56:00-06:30', '2026-11-23T08:26:00.000Z'],
    ['2026-01-01T00:00:00+14:00', '2025-12-31T10:00:00.000Z'],
    ['2025-12-31T23:00:00-14:00', '2026-01-01T13:00:00.000Z'],
  ])('reads %s', (text, instant) => {
    expect(formatInstant(parseZonedInstant(text))).toBe(instant);
  });

  it('reads every instant in every whole zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1970, 0, 2), max: Date.UTC(2100, 0, 1) }),
        fc.integer({ min: -840, max: 840 }),
        (unixMs, offsetMinutes) => {
          const two = (n: number): string => String(n).padStart(2, '0');
          const away = Math.abs(offsetMinutes);
          const sign = offsetMinutes < 0 ? '-' : '+';
          const zone = `${sign}${two(Math.floor(away / 60))}:${two(away % 60)}`;
          const wall = formatInstant(unixMs + offsetMinutes * 60_000).slice(0, -1);
          expect(parseZonedInstant(`${wall}${zone}`)).toBe(unixMs);
        },
      ),
    );
  });

  it.each([
    ['nothing', ''],
    ['no offset', '2026-11-23T17:26:00'],
    ['an offset without colon', '2026-11-23T17:26:00+0900'],
    ['an offset of hours alone', '2026-11-23T17:26:00+09'],
    ['no seconds', '2026-11-23T17:26+09:00'],
    ['an empty fraction', '2026-11-23T17:26:00.+09:00'],
    ['four digits of fraction', '2026-11-23T17:26:00.0000+09:00'],
    ['an unknown local offset', '2026-11-23T17:26:00-00:00'],
    ['an offset of 14:01', '2026-11-23T17:26:00+14:01'],
    ['an offset of 15 hours', '2026-11-23T17:26:00-15:00'],
    ['an offset of 60 minutes', '2026-11-23T17:26:00+08:60'],
    ['a 31st of April', '2026-04-31T17:26:00+09:00'],
    ['the hour 24', '2026-11-23T24:00:00+09:00'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a newline behind', '2026-11-23T17:26:00+09:00\n'],
  ])('refuses %s', (_, text) => {
    expect(() => parseZonedInstant(text, 'signing.signedAt')).toThrow(inputError('bad-time'));
  });
});
