/**
 * Every parser, fed with what attackers, bad transfers and editors make of valid files. It gives a value, which its inverse
 * turns back into the very same bytes where the format is canonical, or an error of ours with a code that it documents.
 *
 * LEDGERLINE_FUZZ_RUNS=100000 runs longer; a failure prints its seed and path, which fc.assert takes to repeat it.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../../src/core/error.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { inputsOf } from './_input.ts';
import { TABLE } from './_table.ts';
import type { Target } from './_target.ts';

const RUNS = Number(process.env['LEDGERLINE_FUZZ_RUNS'] ?? 250);
const MAX_MINUTES = 60;

beforeAll(installNodePrimitives);

describe.each(TABLE)('$parser', (target) => {
  it('accepts the samples', async () => {
    expect(target.samples.length).toBeGreaterThan(0);
    for (const sample of target.samples) expect(await judge(target, sample)).toBe('accepted');
  });

  it('gives a value or a documented error, whatever it is fed', { timeout: MAX_MINUTES * 60_000 }, async () => {
    const numRuns = Math.max(10, Math.ceil(RUNS / (target.cost ?? 1)));
    await fc.assert(
      fc.asyncProperty(inputsOf(target), async (input) => void (await judge(target, input))),
      { numRuns },
    );
  });
});

/** @throws Error for anything but a value that is spelled as it was, or an error with a code of the target */
async function judge(target: Target, input: unknown): Promise<'accepted' | 'refused'> {
  let value: unknown;
  try {
    value = await target.parse(input as never);
  } catch (error) {
    const isOurs = error instanceof InputError && isErrorCode(error.code) && target.codes.includes(error.code);
    if (isOurs) return 'refused';
    throw new Error(`${target.parser} throws ${String(error)} for ${excerpt(input)}`, { cause: error });
  }
  if (target.format !== undefined) {
    const again = target.format(value as never) as unknown;
    if (!isSame(again, input)) throw new Error(`${target.parser} takes ${excerpt(input)} and gives ${excerpt(again)}`);
  }
  return 'accepted';
}

function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return typeof a === 'string' ? a === b : fc.stringify(sorted(a)) === fc.stringify(sorted(b));
}

/** JSON values are the same in any order of their members. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.entries(value)
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([name, member]) => [name, sorted(member)]);
}

function excerpt(input: unknown): string {
  const shown =
    input instanceof Uint8Array
      ? `${JSON.stringify(Buffer.from(input).toString('latin1'))} (latin1)`
      : fc.stringify(input);
  return shown.length > 600 ? `${shown.slice(0, 600)}… (${shown.length} characters)` : shown;
}
