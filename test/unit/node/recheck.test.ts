/**
 * Deciding on a round and checking its decisions: what is implied by the files, what is found to be made up, and what nobody can tell.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ContributionDecisionBody } from '../../../src/core/generated/bodies.ts';
import type { PolicyState } from '../../../src/core/rules/state-credit.ts';
import { formatSafetensors, type Tensor } from '../../../src/core/tensor/safetensors.ts';
import { digestSafetensors } from '../../../src/core/tensor/tensor-set.ts';
import { impliedDecision, measureRound } from '../../../src/node/updates/measure-round.ts';
import { type RecheckReport, recheckRound } from '../../../src/node/updates/recheck-round.ts';
import type { ContributionFacts, RoundFacts } from '../../../src/verify/history/round-facts.ts';
import { contributionBody, digestOf } from '../../_util/bodies.ts';
import { creditPolicyBody } from '../../_util/credit-bodies.ts';
import { inputError } from '../../_util/input-error.ts';

const fixed = (...values: readonly number[]): Uint8Array => fileOf('I32', new Int32Array(values));
const floats = (...values: readonly number[]): Uint8Array => fileOf('F32', new Float32Array(values));

function fileOf(dtype: Tensor['dtype'], values: Int32Array | Float32Array): Uint8Array {
  return formatSafetensors([{ name: 'w', dtype, shape: [values.length], bytes: new Uint8Array(values.buffer) }]);
}

const [A, B, C] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)] as const;
const FILES = {
  parent: fixed(1_000_000, 0, 0),
  step0: fixed(0, 1_000_000, 0),
  a: fixed(3_000_000, 4_000_000, 0),
  b: fixed(0, 0, 1_000_000),
  // Nearly the update of `a`.
  c: fixed(3_000_000, 4_000_001, 0),
};
type Name = keyof typeof FILES;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-recheck-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder with these files, named so that nothing can be told from the names. */
async function folderWith(name: string, files: readonly (Name | Uint8Array)[]): Promise<{ readonly folder: string }> {
  const path = join(folder, name);
  await mkdir(path);
  const bytes = files.map((each) => (typeof each === 'string' ? FILES[each] : each));
  for (const [i, file] of bytes.entries()) await writeFile(join(path, `${i}.safetensors`), file);
  return { folder: path };
}

const policy: PolicyState = creditPolicyBody({
  limits: { normMinMicro: 1, normMaxMicro: 6_000_000, cosineMaxPpm: 990_000, stepCosineMaxPpm: 990_000 },
});

function contribution(id: string, update: Uint8Array, precedence: number): ContributionFacts {
  const tensorSet = digestSafetensors(update);
  return {
    id,
    index: 10 + precedence,
    state: { round: digestOf('round'), institution: `of-${id[0]}`, weight: 1, status: 'submitted', precedence },
    body: contributionBody(digestOf('round'), id, { update: { tensorSet, format: 'safetensors', sizeBytes: 1 } }),
  };
}

/** The round of `a`, `b` and a copy of `a`, which was committed to last. */
function round(updates: Partial<Record<'a' | 'b' | 'c', Uint8Array>> = {}): RoundFacts {
  return {
    id: digestOf('round'),
    state: {
      round: 'r1',
      number: 2,
      model: 'net',
      parent: digestSafetensors(FILES.parent),
      zeroUpdate: digestOf('zero'),
      previousStep: digestSafetensors(FILES.step0),
      aggregator: 'kaist',
      invited: [],
      rule: 'fedavg-v1',
      contributeBy: '',
      decideBy: '',
      closeBy: '',
      status: 'open',
      committed: [],
      contributed: [],
      undecided: 0,
      accepted: 0,
    },
    policy,
    contributions: [
      contribution(A, updates.a ?? FILES.a, 1),
      contribution(B, updates.b ?? FILES.b, 2),
      contribution(C, updates.c ?? FILES.c, 3),
    ],
  };
}

/** The round with these decisions recorded, and an aggregation of what they accept. */
function decided(
  facts: RoundFacts,
  bodies: readonly ContributionDecisionBody[],
  step?: string,
  output?: string,
): RoundFacts {
  const contributions = facts.contributions.map((each, i) => {
    const body = bodies[i];
    if (body === undefined) return each;
    const decision = { index: 20 + i, digest: digestOf(`decision ${i}`), recordedAt: '', statement: { body } };
    return {
      ...each,
      state: { ...each.state, status: body.outcome },
      decision: decision as ContributionFacts['decision'] & object,
    };
  });
  const accepted = contributions
    .filter(({ state }) => state.status === 'accepted')
    .map(({ id }) => ({ contribution: id, weight: 1 }));
  const body = { contributions: accepted, step: step ?? '', output: { tensorSet: output ?? '' } };
  const aggregation = { index: 30, digest: digestOf('aggregation'), recordedAt: '', statement: { body } };
  return {
    ...facts,
    contributions,
    ...(step === undefined ? {} : { aggregation: aggregation as RoundFacts['aggregation'] & object }),
  };
}

const ALL: readonly Name[] = ['parent', 'step0', 'a', 'b', 'c'];
// (a + b) / 2 = (1.5, 2, 0.5)
const STEP = fixed(1_500_000, 2_000_000, 500_000);
const OUTPUT = fixed(2_500_000, 2_000_000, 500_000);

async function honest(name: string): Promise<{ facts: RoundFacts; bodies: ContributionDecisionBody[] }> {
  const measured = await measureRound(round(), await folderWith(name, ALL));
  const bodies = measured.contributions.map((each) => impliedDecision(each, round()));
  return { facts: decided(round(), bodies, digestSafetensors(STEP), digestSafetensors(OUTPUT)), bodies };
}

const verdicts = ({ decisions, aggregation }: RecheckReport) => [
  ...decisions.map(({ verdict }) => verdict),
  ...(aggregation === undefined ? [] : [aggregation.verdict]),
];

describe('what the limits imply', () => {
  test('the original is accepted, the copy is not', async () => {
    const { bodies } = await honest('implied');
    expect(bodies).toEqual([
      {
        contribution: A,
        institution: 'of-a',
        outcome: 'accepted',
        measured: {
          normMicro: 5_000_000,
          nonFinite: 0,
          nearest: { contribution: C, cosinePpm: 1_000_000 },
          stepCosinePpm: 800_000,
        },
      },
      {
        contribution: B,
        institution: 'of-b',
        outcome: 'accepted',
        measured: { normMicro: 1_000_000, nonFinite: 0, nearest: { contribution: A, cosinePpm: 0 }, stepCosinePpm: 0 },
      },
      {
        contribution: C,
        institution: 'of-c',
        outcome: 'rejected',
        cause: 'near-duplicate',
        measured: {
          normMicro: 5_000_001,
          nonFinite: 0,
          nearest: { contribution: A, cosinePpm: 1_000_000 },
          stepCosinePpm: 800_000,
        },
      },
    ]);
  });

  test.each([
    ['norm', fixed(9_000_000, 0, 0)],
    ['stale-step', fixed(0, 2_000_000, 1)],
    ['not-finite', floats(Number.NaN, 1, 0)],
    ['shape', fixed(1, 2)],
  ] as const)('%s', async (cause, update) => {
    const facts = round({ b: update });
    // A float update beside a fixed-point parent has other tensors; without the parent nothing is said of them.
    const files =
      cause === 'not-finite'
        ? (['step0', 'a', 'c', update] as const)
        : (['parent', 'step0', 'a', 'c', update] as const);
    const { contributions } = await measureRound(facts, await folderWith(`cause-${cause}`, files));
    const own = contributions.find((each) => each.facts.id === B);
    if (own === undefined) throw new Error('not measured');
    expect(impliedDecision(own, facts)).toMatchObject({ outcome: 'rejected', cause });
  });

  test('what is missing is named; files of another step or parent are refused', async () => {
    const files = await folderWith('missing', ['a']);
    const { missing, lacksStep, parent } = await measureRound(round(), files);
    expect([missing.map(({ id }) => id), lacksStep, parent]).toEqual([[B, C], true, undefined]);
    const wrong = join(files.folder, '0.safetensors');
    await expect(measureRound(round(), { ...files, step: wrong })).rejects.toThrow(inputError('artefact-differs'));
    await expect(measureRound(round(), { ...files, parent: wrong })).rejects.toThrow(inputError('artefact-differs'));
  });
});

describe('the recheck', () => {
  test('of an honest round: VERIFIED, decisions and aggregation', async () => {
    const { facts } = await honest('honest');
    const report = await recheckRound(facts, { folder: join(folder, 'honest') });
    expect([report.verdict, ...verdicts(report)]).toEqual(Array(5).fill('VERIFIED'));
  });

  test.each([
    ['normMicro', { normMicro: 4_999_998 }],
    ['nonFinite', { nonFinite: 1 }],
    ['nearest', { nearest: { contribution: C, cosinePpm: 500_000 } }],
    ['nearest-named', { nearest: { contribution: B, cosinePpm: 1_000_000 } }],
    ['stepCosinePpm', { stepCosinePpm: 0 }],
  ] as const)('finds a %s that was made up, and only that', async (what, lie) => {
    const { facts, bodies } = await honest(`lie-${what}`);
    const [first, ...others] = bodies;
    if (first === undefined) throw new Error('no decision');
    const lying = decided(facts, [{ ...first, measured: { ...first.measured, ...lie } }, ...others]);
    const report = await recheckRound(lying, { folder: join(folder, `lie-${what}`) });
    expect(report.decisions[0]?.differences.map((each) => each.what)).toEqual([what]);
    expect([report.verdict, ...verdicts(report)]).toEqual(['FAILED', 'FAILED', 'VERIFIED', 'VERIFIED', 'VERIFIED']);
  });

  test('lets one unit of rounding pass', async () => {
    const { facts, bodies } = await honest('rounding');
    const [first, ...others] = bodies;
    if (first === undefined) throw new Error('no decision');
    const measured = { ...first.measured, normMicro: 4_999_999, stepCosinePpm: 799_999 };
    const report = await recheckRound(decided(facts, [{ ...first, measured }, ...others]), {
      folder: join(folder, 'rounding'),
    });
    expect(report.verdict).toBe('VERIFIED');
  });

  test('finds another aggregation, in its step or in its outcome', async () => {
    const { facts, bodies } = await honest('aggregations');
    for (const [step, output, what] of [
      [digestOf('x'), digestSafetensors(OUTPUT), 'step'],
      [digestSafetensors(STEP), digestOf('x'), 'output'],
    ] as const) {
      const report = await recheckRound(decided(facts, bodies, step, output), { folder: join(folder, 'aggregations') });
      expect(report.aggregation?.differences.map((each) => each.what)).toEqual([what]);
      expect(report.verdict).toBe('FAILED');
    }
  });

  test('finds a shape that was no cause, and one that was accepted', async () => {
    const { facts, bodies } = await honest('shapes');
    const [first, second, third] = bodies;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no decision');
    const { outcome: _, ...rest } = first;
    const shape = { ...rest, outcome: 'rejected' as const, cause: 'shape' as const };
    const report = await recheckRound(decided(facts, [shape, second, third]), { folder: join(folder, 'shapes') });
    expect(report.decisions[0]).toMatchObject({ verdict: 'FAILED', differences: [{ what: 'shape' }] });
    const short = fixed(0, 0);
    const files = await folderWith('short', ['parent', 'step0', 'a', 'c', short]);
    const other = await recheckRound(decided(round({ b: short }), [first, second, third]), files);
    expect(other.decisions[1]?.differences.map((each) => each.what)).toContain('shape');
  });

  test('cannot tell what is not among the files, and never confirms it', async () => {
    const { facts, bodies } = await honest('whole');
    const doubts = async (name: string, files: readonly (Name | Uint8Array)[], given = facts) => {
      const report = await recheckRound(given, await folderWith(name, files));
      expect(report.verdict).toBe('CANNOT TELL');
      return [...report.decisions.map((each) => each.doubts), report.aggregation?.doubts];
    };
    expect(await doubts('no-b', ['parent', 'step0', 'a', 'c'])).toEqual([
      [],
      ['update-missing'],
      [],
      ['update-missing'],
    ]);
    expect(await doubts('no-c', ['parent', 'step0', 'a', 'b'])).toEqual([
      ['nearest-missing'],
      [],
      ['update-missing'],
      [],
    ]);
    const none = ['step-missing'];
    expect(await doubts('no-step', ['parent', 'a', 'b', 'c'])).toEqual([none, none, none, []]);
    expect(await doubts('no-parent', ['step0', 'a', 'b', 'c'])).toEqual([[], [], [], ['parent-missing']]);
    const [first, ...others] = bodies;
    if (first === undefined) throw new Error('no decision');
    const { outcome: _, ...rest } = first;
    const shaped = decided(facts, [{ ...rest, outcome: 'rejected', cause: 'shape' }, ...others]);
    expect((await doubts('shape-no-parent', ['step0', 'a', 'b', 'c'], shaped))[0]).toEqual(['parent-missing']);
  });

  test('cannot tell what floating point gives', async () => {
    const update = floats(1, 2, 3);
    const facts: RoundFacts = { ...round(), contributions: [contribution(A, update, 1)] };
    const measured = await measureRound(facts, await folderWith('float', ['step0', update]));
    const bodies = measured.contributions.map((each) => impliedDecision(each, facts));
    const report = await recheckRound(decided(facts, bodies, digestOf('s'), digestOf('o')), {
      folder: join(folder, 'float'),
    });
    expect([report.verdict, report.aggregation?.doubts]).toEqual(['CANNOT TELL', ['floating-point']]);
  });
});
