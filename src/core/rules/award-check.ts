/**
 * Comparing an award with the recomputation, so that whoever is wrong learns where.
 * @module
 */
import type { AwardBody } from '../generated/bodies.ts';
import { canonicalize } from '../json/jcs.ts';
import { require } from './kind.ts';

/** @throws Refusal `award-differs` unless both bodies are the same, bit for bit; the message names the first difference */
export function requireSameAward(claimed: AwardBody, computed: AwardBody): void {
  require(canonicalize(claimed) === canonicalize(computed), 'award-differs', () => firstDifference(claimed, computed));
}

function firstDifference({ lines, ...claimed }: AwardBody, { lines: computedLines, ...computed }: AwardBody): string {
  const beneficiaries = new Set([...lines, ...computedLines].map(({ beneficiary }) => beneficiary));
  for (const id of beneficiaries) {
    const of = (all: AwardBody['lines']) => all.filter(({ beneficiary }) => beneficiary === id);
    const [shown, expected] = [canonicalize(of(lines)), canonicalize(of(computedLines))];
    if (shown !== expected) return `the line of ${id} is ${shown}; the log gives ${expected}`;
  }
  for (const name of Object.keys({ ...claimed, ...computed })) {
    const [shown, expected] = [Reflect.get(claimed, name), Reflect.get(computed, name)];
    if (show(shown) !== show(expected)) return `${name} is ${show(shown)}; the log gives ${show(expected)}`;
  }
  return 'the lines stand in another order than the log gives';
}

function show(value: unknown): string {
  return value === undefined ? 'absent' : canonicalize(value);
}
