/**
 * Input for a target: valid samples changed by a few steps, or nothing that makes sense at all.
 * @module
 */
import fc from 'fast-check';
import { BYTE_CHANGES, type Choice, changeBytes } from './_mutate-bytes.ts';
import { changeTree, JSON_CHANGES, plainOf, SPELLINGS, spell, type Tree } from './_mutate-json.ts';
import type { Target } from './_target.ts';

interface Step extends Choice {
  readonly kind: number;
}

const step: fc.Arbitrary<Step> = fc.record({ kind: fc.nat(), at: fc.nat(), size: fc.nat(300), pick: fc.nat(10_000) });
const steps = fc.array(step, { minLength: 1, maxLength: 4 });
const sample = fc.nat();
/** One time in two a checksum is made to hold again. */
const isSealed = fc.boolean();

/** Characters that readers of text get wrong. */
const character = fc.constantFrom(...'\ud800\udfff\u0000\u2028\u00a0１٣é😂[]{}":,+-=/_0\n\r ');
const text = fc.string({
  unit: fc.oneof(character, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  maxLength: 60,
});

/** Valid input, in the order of the samples, then changed input. */
export function inputsOf(target: Target): fc.Arbitrary<unknown> {
  const samples = target.samples as readonly unknown[];
  const reseal = (target.reseal ?? ((input: unknown) => input)) as (input: unknown) => unknown;
  const pick = (at: number): unknown => samples[at % samples.length];
  const sealed = (input: unknown, isWanted: boolean): unknown => (isWanted ? reseal(input) : input);

  if (target.form === 'json') {
    const changed = fc.tuple(sample, steps).map(([at, list]) => plainOf(changeAll(treeOf(pick(at)), list)));
    return fc.oneof({ weight: 8, arbitrary: changed }, { weight: 1, arbitrary: fc.jsonValue() });
  }
  const asBytes = (value: unknown): Uint8Array =>
    typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array);
  const asInput = (bytes: Uint8Array): unknown => (target.form === 'text' ? Buffer.from(bytes).toString() : bytes);
  const spelled = (value: string): unknown => (target.form === 'text' ? value : asInput(Buffer.from(value)));

  const binary = fc
    .tuple(sample, sample, steps, isSealed)
    .map(([at, other, list, isWanted]) =>
      sealed(
        asInput(
          list.reduce(
            (bytes, { kind, ...choice }) => changeBytes(kind % BYTE_CHANGES, bytes, choice, asBytes(pick(other))),
            asBytes(pick(at)),
          ),
        ),
        isWanted,
      ),
    );
  const noise = target.form === 'text' ? text : fc.uint8Array({ maxLength: 300 });
  const branches = [
    { weight: 8, arbitrary: binary },
    { weight: 1, arbitrary: fc.tuple(noise, isSealed).map(([input, isWanted]) => sealed(input, isWanted)) },
  ];
  const trees = samples.flatMap((value) => jsonOf(asBytes(value)) ?? []);
  if (trees.length === 0) return fc.oneof(...branches);
  const structured = fc
    .tuple(sample, steps, fc.nat(SPELLINGS - 1), isSealed)
    .map(([at, list, spelling, isWanted]) =>
      sealed(spelled(spell(changeAll(treeOf(trees[at % trees.length]), list), spelling)), isWanted),
    );
  return fc.oneof(...branches, { weight: 10, arbitrary: structured });
}

function changeAll(tree: Tree, list: readonly Step[]): Tree {
  return list.reduce((changed, { kind, ...choice }) => changeTree(kind % JSON_CHANGES, changed, choice), tree);
}

/** A copy that may be changed. */
function treeOf(value: unknown): Tree {
  return JSON.parse(JSON.stringify(value)) as Tree;
}

/** The document in the bytes, in a list: undefined for what is no array or object in JSON. */
function jsonOf(bytes: Uint8Array): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    return typeof value === 'object' && value !== null ? [value] : undefined;
  } catch {
    return undefined;
  }
}
