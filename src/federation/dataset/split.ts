/**
 * Who holds which molecule. Pharma companies work on different chemical series, so whole scaffolds go to one holder, by
 * hash: the same seed gives the same split, no scaffold stands on both sides, and adding molecules moves none.
 *
 * ```
 * test set: u32(SHA-256("<seed>|test|<scaffold>"))          < 2^32 / 4
 * member:   u32(SHA-256("<seed>|member|<scaffold>")) * W / 2^32, rounded down, falls into the member's share of [0, W)
 * ```
 *
 * where u32 is the digest's first four bytes, big-endian, and W the sum of the members' weights, laid out in their order.
 * @module
 */
import { createHash } from 'node:crypto';
import { InputError } from '../../core/error.ts';

/** One scaffold in four is kept for the evaluator. */
const TEST_LIMIT = 2 ** 32 / 4;

/** Products with a u32 stay safe integers. */
const MAX_TOTAL_WEIGHT = 2 ** 20;

export interface MemberShare {
  readonly id: string;
  /** Share of the scaffolds outside the test set, a positive integer. */
  readonly weight: number;
}

/** The members' weights in [0, totalWeight), checked once for many scaffolds. */
export interface Split {
  readonly seed: string;
  readonly members: readonly MemberShare[];
  readonly totalWeight: number;
}

/** @throws InputError `bad-dataset` for no members, equal ids, and weights that are no positive integers */
export function createSplit(seed: string, members: readonly MemberShare[]): Split {
  const totalWeight = members.reduce((total, member) => total + member.weight, 0);
  const areWeights = members.every(({ weight }) => Number.isInteger(weight) && weight > 0);
  const areDistinct = new Set(members.map(({ id }) => id)).size === members.length;
  if (members.length === 0 || !areWeights || !areDistinct || totalWeight > MAX_TOTAL_WEIGHT) {
    throw new InputError('bad-dataset', 'a split needs members with different ids and positive integer weights');
  }
  return { seed, members, totalWeight };
}

/** The id of the member that holds a scaffold; undefined for the test set. */
export function holderOf({ seed, members, totalWeight }: Split, scaffold: string): string | undefined {
  if (hashToU32(`${seed}|test|${scaffold}`) < TEST_LIMIT) return undefined;
  let point = Math.floor((hashToU32(`${seed}|member|${scaffold}`) * totalWeight) / 2 ** 32);
  return members.find(({ weight }) => {
    point -= weight;
    return point < 0;
  })?.id;
}

function hashToU32(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}
