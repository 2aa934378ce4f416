/**
 * Matches our own error for hostile or mistaken input, and no other: `expect(() => f()).toThrow(inputError('bad-hex'))`.
 * @module
 */
import { expect } from 'vitest';
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../src/core/error.ts';

/** An asymmetric matcher for an InputError with exactly this code. */
export function inputError(code: ErrorCode): Error {
  return expect.objectContaining({ name: 'InputError', code });
}

/** The code of what `running` ends with; what else went wrong, in its own words; `none` where nothing did. */
export async function errorCodeOf(running: Promise<unknown>): Promise<string> {
  try {
    await running;
    return 'none';
  } catch (error) {
    return error instanceof InputError ? error.code : String(error);
  }
}
