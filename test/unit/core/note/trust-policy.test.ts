import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateQuorum, NO_QUORUM, type TrustPolicy } from '../../../../src/core/note/trust-policy.ts';
import { createWitness } from '../../../_util/signers.ts';

const { verifierKey: key } = createWitness('w.example');

function policyOf(witnesses: readonly string[], groups: TrustPolicy['groups'], quorum: string): TrustPolicy {
  return { logs: [], witnesses: witnesses.map((name) => ({ name, key, url: undefined })), groups, quorum };
}

/** The definition read top-down: an oracle for the single pass. */
function isWitnessing(policy: TrustPolicy, name: string, cosigners: ReadonlySet<string>): boolean {
  const group = policy.groups.find((candidate) => candidate.name === name);
  if (group === undefined) return cosigners.has(name);
  return group.members.filter((member) => isWitnessing(policy, member, cosigners)).length >= group.threshold;
}

/** Random trees of groups over eight witnesses, as the format allows them: every name a member at most once. */
const policies = fc
  .array(fc.record({ take: fc.integer({ min: 1, max: 4 }), threshold: fc.nat() }), { minLength: 1, maxLength: 6 })
  .map((shapes) => {
    const witnesses = Array.from({ length: 8 }, (_, i) => `w${i}`);
    const free = [...witnesses];
    const groups = shapes.flatMap(({ take, threshold }, i) => {
      const members = free.splice(0, take);
      if (members.length === 0) return [];
      free.push(`g${i}`);
      return [{ name: `g${i}`, threshold: 1 + (threshold % members.length), members }];
    });
    return policyOf(witnesses, groups, groups.at(-1)?.name ?? 'w0');
  });

describe('evaluateQuorum', () => {
  it('agrees with the definition on random policies and cosigners', () => {
    fc.assert(
      fc.property(policies, fc.uniqueArray(fc.integer({ min: 0, max: 7 })), (policy, indexes) => {
        const cosigners = new Set(indexes.map((i) => `w${i}`));
        expect(evaluateQuorum(policy, cosigners)).toBe(isWitnessing(policy, policy.quorum, cosigners));
      }),
      { numRuns: 500 },
    );
  });

  it('is monotone: one more cosigner never breaks a quorum', () => {
    fc.assert(
      fc.property(policies, fc.uniqueArray(fc.integer({ min: 0, max: 7 })), fc.nat(7), (policy, indexes, added) => {
        const cosigners = new Set(indexes.map((i) => `w${i}`));
        if (evaluateQuorum(policy, cosigners)) expect(evaluateQuorum(policy, cosigners.add(`w${added}`))).toBe(true);
      }),
    );
  });

  it('follows the example of the specification', () => {
    const policy = policyOf(
      ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'],
      [
        { name: 'X', threshold: 2, members: ['X1', 'X2', 'X3'] },
        { name: 'Y', threshold: 1, members: ['Y1', 'Y2', 'Y3'] },
        { name: 'X-and-Y', threshold: 2, members: ['X', 'Y'] },
      ],
      'X-and-Y',
    );
    for (const [cosigners, expected] of [
      [['X1', 'X3', 'Y2'], true],
      [['X1', 'X2', 'X3'], false],
      [['X1', 'Y1', 'Y2', 'Y3'], false],
      [[], false],
    ] as const) {
      expect(evaluateQuorum(policy, new Set(cosigners))).toBe(expected);
    }
  });

  it('asks nobody for "none", and takes a single witness for a quorum', () => {
    expect(evaluateQuorum(policyOf([], [], NO_QUORUM), new Set())).toBe(true);
    expect(evaluateQuorum(policyOf(['w'], [], 'w'), new Set(['w']))).toBe(true);
    expect(evaluateQuorum(policyOf(['w'], [], 'w'), new Set(['x']))).toBe(false);
  });

  it('does not take the name of a group, or of a stranger, for a cosigner', () => {
    const policy = policyOf(['w1', 'w2'], [{ name: 'g', threshold: 2, members: ['w1', 'w2'] }], 'g');
    expect(evaluateQuorum(policy, new Set(['g', 'w1', 'stranger']))).toBe(false);
  });
});
