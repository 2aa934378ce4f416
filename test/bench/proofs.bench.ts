/**
 * Inclusion proofs in a tree of 100,000 leaves: making them from tiles in files, and checking them, in Node and as browsers do.
 * @module
 */
import { hash } from 'node:crypto';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { installSha256 } from '../../src/core/bytes/sha256.ts';
import { checkInclusion } from '../../src/core/merkle/inclusion.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { alternate, type Benchmark, type Measurement, rateOf } from './benchmark.ts';
import { hashAt, makeProofTree, type ProofTree, someLeaves, TREE_SIZE } from './proof-tree.ts';

const PROOFS = 4096;
const ROUNDS = 7;
const INDEXES = someLeaves(PROOFS);

async function measureCreate(): Promise<Measurement> {
  await using tree = await makeProofTree();
  const pathLength = lengthOf(await proofsOf(tree));
  return await alternate(
    ROUNDS,
    () => rateOf(PROOFS, async () => void (await proofsOf(tree))),
    () => nodeHashRate() / pathLength,
  );
}

async function measureVerify(hashRate: () => number): Promise<Measurement> {
  await using tree = await makeProofTree();
  const proofs = await proofsOf(tree);
  const pathLength = lengthOf(proofs);
  return await alternate(
    ROUNDS,
    () => rateOf(PROOFS, () => verifyAll(tree, proofs)),
    () => hashRate() / pathLength,
  );
}

/** With the hash function of browsers, in Node. */
async function measureBrowser(): Promise<Measurement> {
  installSha256(nobleSha256);
  try {
    return await measureVerify(nobleHashRate);
  } finally {
    installNodePrimitives();
  }
}

async function proofsOf({ reader }: ProofTree): Promise<Uint8Array[][]> {
  const proofs: Uint8Array[][] = [];
  for (const index of INDEXES) proofs.push(await reader.inclusion(index, TREE_SIZE));
  return proofs;
}

function verifyAll({ leafHashes, root }: ProofTree, proofs: readonly Uint8Array[][]): void {
  for (const [i, proof] of proofs.entries()) {
    const index = INDEXES[i] ?? 0;
    checkInclusion(index, TREE_SIZE, hashAt(leafHashes, index), proof, root);
  }
}

/** Mean number of hashes that a proof takes to check. */
function lengthOf(proofs: readonly Uint8Array[][]): number {
  return proofs.flat().length / proofs.length;
}

const HASHES = 65_536;

/** Hashes a second of 65 bytes in the fastest way that Node has: without a new Buffer for each. */
function nodeHashRate(): number {
  const data = Buffer.alloc(65);
  return hashesASecond(() => data.write(hash('sha256', data, 'binary'), 1, 'latin1'));
}

function nobleHashRate(): number {
  const data = new Uint8Array(65);
  return hashesASecond(() => data.set(nobleSha256(data), 1));
}

function hashesASecond(hashOnce: () => void): number {
  const start = performance.now();
  for (let i = 0; i < HASHES; i++) hashOnce();
  return (HASHES * 1000) / (performance.now() - start);
}

export const PROOFS_OF_INCLUSION: readonly Benchmark[] = [
  {
    name: 'proof-inclusion-create',
    unit: '/s',
    better: 'more',
    against: 'SHA-256 of 65 bytes, once a sibling',
    measure: measureCreate,
  },
  {
    name: 'proof-inclusion-verify',
    unit: '/s',
    better: 'more',
    against: 'SHA-256 of 65 bytes, once a sibling',
    measure: () => measureVerify(nodeHashRate),
  },
  {
    name: 'proof-inclusion-verify-browser',
    unit: '/s',
    better: 'more',
    against: 'SHA-256 of @noble/hashes, once a sibling',
    measure: measureBrowser,
  },
];
