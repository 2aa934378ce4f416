/**
 * Peers beside the ledger, in the same run: the value is the peer's, the limit ours. Less is better for us.
 *
 * hypercore checks no signature and no rule when it appends, and signs each batch once; so ours is measured without the check of
 * signatures, but with the rules, the account tree and the second derivation, which cannot be left out.
 * @module
 */
import { createHash } from 'node:crypto';
import { checkInclusion } from '../../src/core/merkle/inclusion.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { appendBatches, RECORD_BYTES } from './append.bench.ts';
import { alternate, type Benchmark, type Measurement, rateOf } from './benchmark.ts';
import { foundBenchLedger, submitAll } from './folder.ts';
import { countHypercoreSyncs, type HypercoreRun, hypercoreRate } from './hypercore.ts';
import { requirePeer } from './peer.ts';
import { hashAt, makeProofTree, type ProofTree, someLeaves, TREE_SIZE } from './proof-tree.ts';
import { CONTRIBUTORS } from './workload.ts';

const ROUNDS = 3;

async function measureHypercore(run: HypercoreRun): Promise<Measurement | undefined> {
  if (requirePeer('hypercore') === undefined) return undefined;
  const syncs = await countHypercoreSyncs({ ...run, batches: run.batches / 2 });
  const counted =
    syncs === undefined
      ? 'not counted, there is no strace'
      : `${syncs} in ${run.batches / 2 + run.batches / 20} appends`;
  process.stderr.write(`  fsyncs of hypercore: ${counted}\n`);

  await using bench = await foundBenchLedger({ verify: async () => true });
  const { ledger, workload, calls } = bench;
  const statements = run.batchSize * run.batches;
  await submitAll(ledger, workload.rounds(Math.ceil((statements * (ROUNDS + 1)) / CONTRIBUTORS.length)));
  const rounds = Array.from({ length: ROUNDS + 1 }, () => workload.mixed(statements));
  const append = async (signed: readonly SignedStatement[]): Promise<void> => {
    if (run.batchSize > 1) return appendBatches(bench, signed, run.batchSize);
    for (const each of signed) await ledger.submit(each).placed; // two in hand would be one batch
  };
  await append(rounds.shift() ?? []);
  const before = calls.fsyncs;
  const measured = await alternate(
    ROUNDS,
    () => hypercoreRate(run),
    () => rateOf(statements, () => append(rounds.shift() ?? [])),
  );
  process.stderr.write(`  fsyncs of ours: ${((calls.fsyncs - before) / run.batches / ROUNDS).toFixed(1)} an append\n`);
  return measured;
}

function hypercore(batchSize: number, synced: boolean): Benchmark {
  const run = { batchSize, batches: batchSize === 1 ? 600 : 20, blockBytes: RECORD_BYTES, synced };
  return {
    name: `peer-hypercore-append-${batchSize}${synced ? '-synced' : ''}`,
    unit: 'records/s',
    better: 'less',
    against: `ours, every append durable; theirs ${synced ? 'too' : 'not'}`,
    measure: () => measureHypercore(run),
  };
}

/** What of merkletreejs is used here. */
interface MerkleTree {
  getRoot(): Buffer;
  getProof(leaf: Buffer, index: number): unknown[];
  verify(proof: unknown[], leaf: Buffer, root: Buffer): boolean;
}

type MerkleTreeClass = new (leaves: readonly Buffer[], hash: (data: Buffer) => Buffer) => MerkleTree;

const PROOFS = 2048;
const INDEXES = someLeaves(PROOFS);

/** Calls `measure` with our tree and theirs over the same leaf hashes. Theirs lies in memory and is not RFC 6962. */
async function withTrees(
  measure: (ours: ProofTree, theirs: MerkleTree, leaves: readonly Buffer[]) => Promise<Measurement>,
): Promise<Measurement | undefined> {
  const peer = requirePeer('merkletreejs') as { readonly MerkleTree: MerkleTreeClass } | undefined;
  if (peer === undefined) return undefined;
  await using ours = await makeProofTree();
  const leaves = ours.leafHashes.map((hash) => Buffer.from(hash));
  return await measure(ours, new peer.MerkleTree(leaves, sha256), leaves);
}

function sha256(data: Buffer): Buffer {
  return createHash('sha256').update(data).digest();
}

const measureCreate = () =>
  withTrees((ours, theirs, leaves) =>
    alternate(
      ROUNDS,
      () => rateOf(PROOFS, () => INDEXES.forEach((index) => void theirs.getProof(leafAt(leaves, index), index))),
      () =>
        rateOf(PROOFS, async () => {
          for (const index of INDEXES) await ours.reader.inclusion(index, TREE_SIZE);
        }),
    ),
  );

const measureVerify = () =>
  withTrees(async (ours, theirs, leaves) => {
    const proofs = INDEXES.map((index) => theirs.getProof(leafAt(leaves, index), index));
    const own: Uint8Array[][] = [];
    for (const index of INDEXES) own.push(await ours.reader.inclusion(index, TREE_SIZE));
    const verifyTheirs = (): void => {
      const root = theirs.getRoot();
      for (const [i, proof] of proofs.entries()) {
        if (!theirs.verify(proof, leafAt(leaves, INDEXES[i] ?? 0), root)) throw new Error('a proof of theirs is wrong');
      }
    };
    const verifyOurs = (): void => {
      for (const [i, proof] of own.entries()) {
        const index = INDEXES[i] ?? 0;
        checkInclusion(index, TREE_SIZE, hashAt(ours.leafHashes, index), proof, ours.root);
      }
    };
    return alternate(
      ROUNDS,
      () => rateOf(PROOFS, verifyTheirs),
      () => rateOf(PROOFS, verifyOurs),
    );
  });

function leafAt(leaves: readonly Buffer[], index: number): Buffer {
  const leaf = leaves[index];
  if (leaf === undefined) throw new Error(`no leaf ${index}`);
  return leaf;
}

export const PEERS: readonly Benchmark[] = [
  hypercore(1, false),
  hypercore(1, true),
  hypercore(256, false),
  hypercore(256, true),
  {
    name: 'peer-merkletreejs-proof-create',
    unit: '/s',
    better: 'less',
    against: 'ours, from tiles in files; theirs from memory',
    measure: measureCreate,
  },
  {
    name: 'peer-merkletreejs-proof-verify',
    unit: '/s',
    better: 'less',
    against: 'ours',
    measure: measureVerify,
  },
];
