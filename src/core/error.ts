/**
 * The two error classes of the pure core. Every code stands in `catalogue/`, with a sentence in English and Korean.
 * @module
 */
import type { ErrorCode } from './catalogue/catalogue.ts';

/**
 * Input that is hostile or mistaken: a file, a message, an argument. `code` is stable and documented; `message` says
 * what was wrong and where. Callers branch on `code`, never on the message.
 */
export class InputError extends Error {
  override readonly name: string = 'InputError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A state that correct code cannot reach. Never thrown for input, however hostile. */
export class InvariantError extends Error {
  override readonly name: string = 'InvariantError';
}
