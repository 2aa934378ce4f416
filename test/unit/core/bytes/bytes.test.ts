import { expect, test } from 'vitest';
import { compareBytes, concatBytes, equalBytes } from '../../../../src/core/bytes/bytes.ts';

const of = (...bytes: number[]) => Uint8Array.from(bytes);

test('concatBytes joins into a fresh array', () => {
  const part = of(1, 2);
  const joined = concatBytes(part, of(), of(3));
  expect(joined).toEqual(of(1, 2, 3));
  part[0] = 9;
  expect(joined).toEqual(of(1, 2, 3));
  expect(concatBytes()).toEqual(of());
});

test('equalBytes compares length and bytes', () => {
  expect(equalBytes(of(), of())).toBe(true);
  expect(equalBytes(of(1, 2), of(1, 2))).toBe(true);
  expect(equalBytes(of(1, 2), of(1, 3))).toBe(false);
  expect(equalBytes(of(1, 2), of(1))).toBe(false);
  expect(equalBytes(of(1), of(1, 2))).toBe(false);
});

test('compareBytes orders as unsigned bytes, a prefix first', () => {
  const ordered = [of(), of(0), of(0, 0), of(0, 255), of(1), of(127), of(128), of(255), of(255, 0)];
  expect([...ordered].reverse().sort(compareBytes)).toEqual(ordered);
  expect(compareBytes(of(1, 2), of(1, 2))).toBe(0);
});
