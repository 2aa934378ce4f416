/**
 * The slow, obvious oracle: RFC 6962 section 2.1 and the Merkle Tree Certificates draft's SUBTREE_PROOF, word for word, by
 * recursion, with node's own SHA-256. It shares no code with src/core.
 * @module
 */
import { createHash } from 'node:crypto';

/** MTH(D[start:end]) over some list of leaves. */
export type Mth = (start: number, end: number) => Uint8Array;

export interface MerkleOracle {
  readonly mth: Mth;
  /** PATH(index, D[0:size]) */
  path(index: number, size: number): Uint8Array[];
  /** PROOF(oldSize, D[0:size]). Requires 0 < oldSize <= size. */
  proof(oldSize: number, size: number): Uint8Array[];
  /** SUBTREE_PROOF(start, end, D[0:size]) */
  subtreeProof(start: number, end: number, size: number): Uint8Array[];
}

/** An oracle over `count` different leaves. Subtree hashes are remembered, nothing else is clever. */
export function oracleOfSize(count: number): MerkleOracle {
  const leaves = Array.from({ length: count }, (_, i) => Buffer.from(i === 0 ? '' : `leaf ${i}`));
  const known = new Map<string, Uint8Array>();
  const mth: Mth = (start, end) => {
    const name = `${start}-${end}`;
    const hash = known.get(name) ?? compute(start, end);
    known.set(name, hash);
    return hash;
  };
  const compute: Mth = (start, end) => {
    const n = end - start;
    if (n === 0) return sha256();
    if (n === 1) return hashLeaf(leaves[start] as Uint8Array);
    const k = split(n);
    return hashNode(mth(start, start + k), mth(start + k, end));
  };
  return oracleOf(mth);
}

/**
 * An oracle over leaves that are all the same but for those at `special` indexes: trees of any size, because a perfect
 * subtree of equal leaves needs one hash a level.
 */
export function sparseOracle(special: readonly number[]): MerkleOracle {
  const uniform = [hashLeaf(Buffer.from('the same'))];
  for (let level = 1; level < 54; level++) {
    const below = uniform[level - 1] as Uint8Array;
    uniform.push(hashNode(below, below));
  }
  const mth: Mth = (start, end) => {
    const n = end - start;
    const isUniform = !special.some((index) => start <= index && index < end);
    const level = Math.round(Math.log2(n));
    if (isUniform && n === 2 ** level) return uniform[level] as Uint8Array;
    if (n === 1) return hashLeaf(Buffer.from(`leaf ${start}`));
    const k = split(n);
    return hashNode(mth(start, start + k), mth(start + k, end));
  };
  return oracleOf(mth);
}

function oracleOf(mth: Mth): MerkleOracle {
  // `start` and `end` delimit the list of leaves that the RFC writes D[n]; m counts within it.
  function path(m: number, start: number, end: number): Uint8Array[] {
    const n = end - start;
    if (n === 1) return [];
    const k = split(n);
    return m < k
      ? [...path(m, start, start + k), mth(start + k, end)]
      : [...path(m - k, start + k, end), mth(start, start + k)];
  }

  function subproof(m: number, start: number, end: number, isWhole: boolean): Uint8Array[] {
    const n = end - start;
    if (m === n) return isWhole ? [] : [mth(start, end)];
    const k = split(n);
    return m <= k
      ? [...subproof(m, start, start + k, isWhole), mth(start + k, end)]
      : [...subproof(m - k, start + k, end, false), mth(start, start + k)];
  }

  // `from` and `to` count within D[start:end].
  function subtreeSubproof(from: number, to: number, start: number, end: number, isWhole: boolean): Uint8Array[] {
    const n = end - start;
    if (from === 0 && to === n) return isWhole ? [] : [mth(start, end)];
    const k = split(n);
    if (to <= k) return [...subtreeSubproof(from, to, start, start + k, isWhole), mth(start + k, end)];
    if (k <= from) return [...subtreeSubproof(from - k, to - k, start + k, end, isWhole), mth(start, start + k)];
    return [...subtreeSubproof(0, to - k, start + k, end, false), mth(start, start + k)];
  }

  return {
    mth,
    path: (index, size) => path(index, 0, size),
    proof: (oldSize, size) => subproof(oldSize, 0, size, true),
    subtreeProof: (start, end, size) => subtreeSubproof(start, end, 0, size, true),
  };
}

/** The largest power of two less than n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function hashLeaf(data: Uint8Array): Uint8Array {
  return sha256(Uint8Array.of(0), data);
}

function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(Uint8Array.of(1), left, right);
}

function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
