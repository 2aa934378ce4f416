/**
 * Matches our own error for hostile or mistaken input, and no other: `expect(() => f()).toThrow(inputError('bad-hex'))`.
 * @module
 */
import { expect } from 'vitest';
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';

/** An asymmetric matcher for an InputError with exactly this code. */
export function inputError(code: ErrorCode): Error {
  return expect.objectContaining({ name: 'InputError', code });
}
