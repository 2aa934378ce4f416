/**
 * Refusals that time cures: too much at once, or too often. They say when to try again.
 * @module
 */
import type { ErrorCode } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';

export class RetryLater extends InputError {
  /** Whole seconds, at least 1. */
  readonly seconds: number;

  constructor(code: ErrorCode, message: string, seconds = 1) {
    super(code, message);
    this.seconds = Math.max(1, Math.ceil(seconds));
  }
}
