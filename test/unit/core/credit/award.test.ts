/**
 * Awards, rule by rule, and what is refused. Whole examples: worked-examples.test.ts; oracle: test/property/core.
 * @module
 */
import { describe, expect, test } from 'vitest';
import { type AwardLine, computeAward } from '../../../../src/core/credit/award.ts';
import type { CreditMethod, CreditPolicy, CreditRound } from '../../../../src/core/credit/input.ts';
import { inputError } from '../../../_util/input-error.ts';
import { playerOf, policyOf, roundOf, THREE } from './_examples.ts';

const only = (method: CreditMethod, changes: Partial<CreditPolicy> = {}) =>
  policyOf({ budget: 1_000n, components: [{ method, basisPoints: 10_000 }], ...changes });

function amounts(policy: CreditPolicy, rounds: readonly CreditRound[]): string {
  const { lines, reserve } = computeAward(policy, rounds);
  return [...lines.map(({ beneficiary, amount }) => `${beneficiary} ${amount}`), `reserve ${reserve}`].join(', ');
}

function lineOf(policy: CreditPolicy, rounds: readonly CreditRound[], id: string): AwardLine {
  const line = computeAward(policy, rounds).lines.find(({ beneficiary }) => beneficiary === id);
  if (line === undefined) throw new Error(`no line for ${id}`);
  return line;
}

describe('equal', () => {
  test('an institution that plays more rounds gets more', () => {
    const rounds = [roundOf(THREE), roundOf([playerOf('a2', 'alpha')])];
    expect(amounts(only('equal'), rounds)).toBe('alpha 500, beta 250, gamma 250, reserve 0');
  });

  test('a group gains nothing by splitting, nor an institution by contributing twice', () => {
    const split = roundOf([
      playerOf('a1', 'alpha', { group: 'g' }),
      playerOf('b1', 'beta', { group: 'g' }),
      playerOf('c1', 'gamma'),
    ]);
    expect(amounts(only('equal'), [split])).toBe('alpha 250, beta 250, gamma 500, reserve 0');
    const twice = roundOf([playerOf('a1', 'alpha'), playerOf('a2', 'alpha'), playerOf('c1', 'gamma')]);
    expect(amounts(only('equal'), [twice])).toBe('alpha 500, gamma 500, reserve 0');
  });

  test('a group named like an institution is not that institution', () => {
    const round = roundOf([playerOf('a1', 'alpha', { group: 'beta' }), playerOf('b1', 'beta')]);
    expect(amounts(only('equal', { groupCapBasisPoints: 5_000 }), [round])).toBe('alpha 500, beta 500, reserve 0');
  });

  test('parts of 2 and of 3 have a common scale', () => {
    const grouped = (digests: string, ids: string[]) =>
      ids.map((id, i) => playerOf(`${digests}${i}`, id, { group: 'g' }));
    const rounds = [roundOf(grouped('1', ['alpha', 'beta'])), roundOf(grouped('2', ['alpha', 'beta', 'gamma']))];
    expect(computeAward(only('equal'), rounds).lines.map(({ terms }) => terms)).toEqual([
      [50_000n],
      [50_000n],
      [20_000n],
    ]);
  });
});

describe('utility methods', () => {
  test('a bad round is set off against a good one before clipping', () => {
    const rounds = [
      [30n, 10n, 10n],
      [-25n, 10n, 5n],
    ].map((leaveOneOut, i) =>
      roundOf(
        THREE.map((player) => ({ ...player, contribution: player.contribution + i })),
        { reports: [{ leaveOneOut }] },
      ),
    );
    expect(amounts(only('leave-one-out'), rounds)).toBe('alpha 125, beta 500, gamma 375, reserve 0');
  });

  test('with several reports the lower median of each contribution counts', () => {
    const reports = [
      { shapley: [10n, 90n, 1n] },
      { shapley: [20n, 30n, 2n] },
      { shapley: [90n, 20n, 3n] },
      { leaveOneOut: [7n, 7n, 7n] },
    ];
    const lines = computeAward(only('shapley-permutation'), [roundOf(THREE, { reports })]).lines;
    expect(lines.map(({ utility }) => utility)).toEqual([20n, 30n, 2n]);
    const two = computeAward(only('shapley-permutation'), [roundOf(THREE, { reports: reports.slice(0, 2) })]).lines;
    expect(two.map(({ utility }) => utility)).toEqual([10n, 30n, 1n]);
  });

  test('exact values of rounds with different numbers of players have one denominator', () => {
    const rounds = [
      roundOf(THREE, { reports: [{ shapley: [3n, 3n, 0n] }] }),
      roundOf([playerOf('a2', 'alpha'), playerOf('c2', 'gamma')], { reports: [{ shapley: [0n, 1n] }] }),
    ];
    // 3/6, 3/6 and 1/2.
    const utilities = computeAward(only('shapley-exact'), rounds).lines.map(({ utility }) => utility);
    expect(utilities).toEqual([239_500_800n, 239_500_800n, 239_500_800n]);
  });

  test('the permutation method takes numerators as they are', () => {
    const rounds = [roundOf(THREE, { reports: [{ shapley: [3n, 2n, 1n] }] })];
    expect(lineOf(only('shapley-permutation'), rounds, 'alpha').utility).toBe(3n);
  });

  test('rounds without a report earn nothing where another has one', () => {
    const rounds = [
      roundOf(THREE),
      roundOf([playerOf('b2', 'beta'), playerOf('c2', 'gamma')], { reports: [{ leaveOneOut: [1n, 1n] }] }),
    ];
    const policy = only('leave-one-out', { fallback: 'equal' });
    expect(amounts(policy, rounds)).toBe('alpha 0, beta 500, gamma 500, reserve 0');
  });

  test.each([
    ['equal', 'alpha 334, beta 333, gamma 333, reserve 0'],
    ['samples', 'alpha 600, beta 200, gamma 200, reserve 0'],
    ['reserve', 'alpha 0, beta 0, gamma 0, reserve 1000'],
  ] as const)('no report of the method: fallback %s', (fallback, expected) => {
    const players = THREE.map((player) => ({ ...player, weight: player.institution === 'alpha' ? 300 : 100 }));
    const rounds = [roundOf(players, { reports: [{ leaveOneOut: [9n, 9n, 9n] }] })];
    expect(amounts(only('shapley-exact', { fallback }), rounds)).toBe(expected);
  });

  test('a report by which nobody gained is a report: the budget stays in the reserve', () => {
    const rounds = [roundOf(THREE, { reports: [{ leaveOneOut: [-1n, 0n, -3n] }] })];
    const policy = only('leave-one-out', { fallback: 'equal' });
    expect(amounts(policy, rounds)).toBe('alpha 0, beta 0, gamma 0, reserve 1000');
    expect(lineOf(policy, rounds, 'gamma').utility).toBe(-3n);
  });

  test('a line shows the first utility method of a composite', () => {
    const components = (['samples', 'leave-one-out', 'shapley-permutation'] as const).map((method, i) => ({
      method,
      basisPoints: [5_000, 3_000, 2_000][i] ?? 0,
    }));
    const rounds = [roundOf(THREE, { reports: [{ leaveOneOut: [5n, 4n, 3n], shapley: [1n, 1n, 1n] }] })];
    expect(lineOf(policyOf({ budget: 9n, components }), rounds, 'alpha').utility).toBe(5n);
  });
});

describe('multipliers', () => {
  const reports = [{ quality: [5_000, 10_000, 0] }];

  test('quality multiplies samples, and only samples', () => {
    const rounds = [roundOf(THREE, { reports: [{ ...reports[0], leaveOneOut: [1n, 1n, 2n] }] })];
    expect(amounts(only('samples', { quality: 'multiplied' }), rounds)).toBe('alpha 333, beta 667, gamma 0, reserve 0');
    expect(amounts(only('samples'), rounds)).toBe('alpha 334, beta 333, gamma 333, reserve 0');
    const multiplied = { quality: 'multiplied' } as const;
    expect(amounts(only('leave-one-out', multiplied), rounds)).toBe('alpha 250, beta 250, gamma 500, reserve 0');
    expect(amounts(only('equal', multiplied), rounds)).toBe('alpha 334, beta 333, gamma 333, reserve 0');
  });

  test('a line shows the lower median of its quality, or 10,000 where it is ignored', () => {
    const rounds = [
      roundOf(THREE, { reports }),
      roundOf([playerOf('a2', 'alpha')], { reports: [{ quality: [2_000] }] }),
      roundOf([playerOf('a3', 'alpha')]),
    ];
    expect(lineOf(only('samples', { quality: 'multiplied' }), rounds, 'alpha').quality).toBe(5_000);
    expect(lineOf(only('samples'), rounds, 'alpha').quality).toBe(10_000);
  });

  test.each([
    [0, 10_000],
    [1, 7_000],
    [2, 4_000],
    [3, 4_000],
    [9, 4_000],
  ])('%d withheld reveals: reputation %d', (times, reputation) => {
    const policy = only('equal', { reputation: { withheldBasisPoints: 3_000, floorBasisPoints: 4_000 } });
    const rounds = [roundOf(THREE), ...Array.from({ length: times }, () => roundOf([], { withheld: ['alpha'] }))];
    expect(lineOf(policy, rounds, 'alpha')).toMatchObject({ reputation, terms: [BigInt(reputation)] });
    expect(lineOf(policy, rounds, 'beta').reputation).toBe(10_000);
  });

  test('who only withheld has no line', () => {
    const rounds = [roundOf(THREE, { withheld: ['delta'] })];
    expect(amounts(only('equal'), rounds)).toBe('alpha 334, beta 333, gamma 333, reserve 0');
  });
});

describe('a contribution that a resolution excluded', () => {
  const players = THREE.map((player, i) => (i === 0 ? { ...player, excluded: true as const } : player));
  const reports = [{ leaveOneOut: [-30n, 10n, 30n] }];

  test('counts nowhere, but its line stays', () => {
    const line = lineOf(only('leave-one-out'), [roundOf(players, { reports })], 'alpha');
    expect(line).toEqual({
      ...{ beneficiary: 'alpha', amount: 0n, rounds: 0, samples: 0n, utility: 0n },
      ...{ quality: 10_000, reputation: 10_000, terms: [0n] },
    });
  });

  test('takes its negative utility with it', () => {
    const good = roundOf([playerOf('a2', 'alpha'), playerOf('b2', 'beta')], { reports: [{ leaveOneOut: [40n, 0n] }] });
    const rounds = [roundOf(players, { reports }), good];
    expect(amounts(only('leave-one-out'), rounds)).toBe('alpha 500, beta 125, gamma 375, reserve 0');
    expect(lineOf(only('leave-one-out'), rounds, 'alpha')).toMatchObject({ rounds: 1, samples: 100n, utility: 40n });
  });

  test('leaves its part of the group to the others', () => {
    const grouped = players.map((player) => (player.institution === 'gamma' ? player : { ...player, group: 'g' }));
    expect(amounts(only('equal'), [roundOf(grouped)])).toBe('alpha 0, beta 500, gamma 500, reserve 0');
  });

  test('still breaks ties for its institution', () => {
    const rounds = [
      roundOf([playerOf('a1', 'beta', { excluded: true }), playerOf('b1', 'alpha'), playerOf('c1', 'beta')]),
    ];
    expect(amounts(only('equal', { budget: 1n }), rounds)).toBe('alpha 0, beta 1, reserve 0');
  });
});

describe('the split', () => {
  test('no round: all is reserve', () => {
    expect(computeAward(only('equal'), [])).toEqual({ lines: [], reserve: 1_000n });
  });

  test('a component that nobody earned goes to the reserve, rounded in its favour', () => {
    const components = [
      { method: 'samples', basisPoints: 3_333 },
      { method: 'leave-one-out', basisPoints: 6_667 },
    ] as const;
    const rounds = [roundOf(THREE, { reports: [{ leaveOneOut: [0n, 0n, 0n] }] })];
    expect(amounts(policyOf({ budget: 100n, components }), rounds)).toBe('alpha 11, beta 11, gamma 11, reserve 67');
  });

  test('an institution stands under the cap of the group of its last contribution', () => {
    const rounds = [
      roundOf(THREE),
      roundOf([
        playerOf('a2', 'alpha', { group: 'g' }),
        playerOf('b2', 'beta', { group: 'g' }),
        playerOf('c2', 'gamma'),
      ]),
    ];
    const policy = only('samples', { groupCapBasisPoints: 5_000 });
    expect(amounts(policy, rounds)).toBe('alpha 250, beta 250, gamma 500, reserve 0');
  });
});

describe('refuses', () => {
  const half = [{ method: 'equal', basisPoints: 5_000 }] as const;
  const split = (first: number, second: number) =>
    [
      { method: 'equal', basisPoints: first },
      { method: 'samples', basisPoints: second },
    ] as const;

  test.each([
    ['a negative budget', { budget: -1n }],
    ['no component', { components: [] }],
    ['components that do not sum to 10,000', { components: half }],
    ['a component of nothing', { components: split(0, 10_000) }],
    ['a negative component', { components: split(-1, 10_001) }],
    ['a fraction of a basis point', { components: split(0.5, 9_999.5) }],
    ['a cap above 10,000', { groupCapBasisPoints: 10_001 }],
    ['a negative cap', { groupCapBasisPoints: -1 }],
    ['a withheld share above 10,000', { reputation: { withheldBasisPoints: 10_001, floorBasisPoints: 0 } }],
    ['a negative floor', { reputation: { withheldBasisPoints: 0, floorBasisPoints: -1 } }],
  ])('a policy with %s', (_, changes) => {
    expect(() => computeAward(only('equal', changes), [roundOf(THREE)])).toThrow(inputError('bad-credit-input'));
  });

  test.each([
    ['a negative weight', roundOf([playerOf('a1', 'alpha', { weight: -1 })])],
    ['a fractional weight', roundOf([playerOf('a1', 'alpha', { weight: 0.5 })])],
    ['a numerator too few', roundOf(THREE, { reports: [{ shapley: [1n, 2n] }] })],
    ['a difference too many', roundOf(THREE, { reports: [{ leaveOneOut: [1n, 2n, 3n, 4n] }] })],
    ['a quality too few', roundOf(THREE, { reports: [{ quality: [1] }] })],
    ['a quality above 10,000', roundOf(THREE, { reports: [{ quality: [1, 2, 10_001] }] })],
    ['a fractional quality', roundOf(THREE, { reports: [{ quality: [1, 2, 0.5] }] })],
  ])('a round with %s', (_, round) => {
    expect(() => computeAward(only('equal'), [round])).toThrow(inputError('bad-credit-input'));
  });

  test('exact values of thirteen players', () => {
    const players = Array.from({ length: 13 }, (_, i) => playerOf(`c${i}`, `i${i}`));
    const round = roundOf(players, { reports: [{ shapley: players.map(() => 1n) }] });
    expect(() => computeAward(only('shapley-exact'), [round])).toThrow(inputError('bad-credit-input'));
    expect(lineOf(only('shapley-permutation'), [round], 'i0').amount).toBe(77n);
  });
});
