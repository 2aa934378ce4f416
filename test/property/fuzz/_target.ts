/**
 * What is fuzzed: a parser, valid input for it, what it may say, and its inverse.
 * @module
 */
import type { ErrorCode } from '../../../src/core/catalogue/catalogue.ts';

interface Common<Input, Value> {
  /** `<file under src/>#<export>`. */
  readonly parser: string;
  /** Valid input. */
  readonly samples: readonly Input[];
  readonly parse: (input: Input) => Value | Promise<Value>;
  /** The inverse, where a value has one spelling: what was accepted must come out as it went in. */
  readonly format?: (value: Awaited<Value>) => Input;
  /** Every code that the parser documents. */
  readonly codes: readonly ErrorCode[];
  /** Makes checksums and key IDs hold again after a change, so that what lies behind them is reached. */
  readonly reseal?: (input: Input) => Input;
  /** What a run costs, in multiples of a usual one: it gets so many times fewer. 1 if absent. */
  readonly cost?: number;
}

/** A parser of files and other bytes. */
export type BytesTarget<Value = unknown> = Common<Uint8Array, Value> & { readonly form: 'bytes' };
/** A parser of text. */
export type TextTarget<Value = unknown> = Common<string, Value> & { readonly form: 'text' };
/** A reader of values that came out of JSON or MessagePack. */
export type JsonTarget<Value = unknown> = Common<unknown, Value> & { readonly form: 'json' };

export type Target = BytesTarget<never> | TextTarget<never> | JsonTarget<never>;

export function ofBytes<Value>(target: Common<Uint8Array, Value>): Target {
  return { form: 'bytes', ...target } as Target;
}

export function ofText<Value>(target: Common<string, Value>): Target {
  return { form: 'text', ...target } as Target;
}

export function ofJson<Value>(target: Common<unknown, Value>): Target {
  return { form: 'json', ...target } as Target;
}
