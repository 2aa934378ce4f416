/**
 * What the doctor measures and what it finds. Measuring and judging are apart: a judgement is a pure function of what was
 * measured, and what could not be measured is said to be unknown, never guessed (I9).
 * @module
 */
import type { Sentence } from '../../core/catalogue/catalogue.ts';

/** `unknown` where it could not be measured. */
export type State = 'ok' | 'warn' | 'fail' | 'unknown';

/** One check and how it ended. */
export interface Finding {
  /** Stable: scripts and records of an installation name it. */
  readonly id: string;
  readonly state: State;
  /** What was found, with its figures. */
  readonly what: Sentence;
  /** What to do about it. */
  readonly remedy?: Sentence;
}

/** A measurement, or why there is none. */
export type Measured<T> = { readonly value: T } | { readonly why: string };

/** Measures; an error is why there is nothing. */
export async function measure<T>(take: () => T | Promise<T>): Promise<Measured<T>> {
  try {
    return { value: await take() };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}

/** What `finding` says of what was measured, else that it is unknown and why. */
export function judged<T>(
  id: string,
  measured: Measured<T>,
  finding: (value: T) => Omit<Finding, 'id'>,
  remedy?: Sentence,
): Finding {
  if ('value' in measured) return { id, ...finding(measured.value) };
  const what = { en: `cannot be told: ${measured.why}`, ko: `알 수 없습니다: ${measured.why}` };
  return { id, state: 'unknown', what, ...(remedy === undefined ? {} : { remedy }) };
}

/** A duration as people read it. Requires `ms` >= 0. */
export function duration(ms: number): Sentence {
  const seconds = ms / 1000;
  const [amount, en, ko] =
    seconds < 120
      ? [seconds, 's', '초']
      : seconds < 7200
        ? [seconds / 60, 'min', '분']
        : seconds < 172_800
          ? [seconds / 3600, 'h', '시간']
          : [seconds / 86_400, 'days', '일'];
  const figure = amount < 10 ? amount.toFixed(1) : String(Math.round(amount));
  return { en: `${figure} ${en}`, ko: `${figure}${ko}` };
}

/** Bytes in MiB or GiB. */
export function room(bytes: number): string {
  const mib = bytes / 2 ** 20;
  return mib < 10_240 ? `${Math.floor(mib)} MiB` : `${Math.floor(mib / 1024)} GiB`;
}
