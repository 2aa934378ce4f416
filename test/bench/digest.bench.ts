/**
 * Single operations that a submission or a check consists of: hashing a file, verifying a signature.
 * @module
 */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createSignatureCheck } from '../../src/log/signatures.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { digestFile } from '../../src/node/digest.ts';
import { alternate, type Benchmark, type Measurement, rateOf } from './benchmark.ts';
import { temporaryFolder } from './folder.ts';
import { IN_FLIGHT, RawVerify } from './raw-verify.ts';
import { benchKey, CONTRIBUTORS, Workload } from './workload.ts';

const PIECE = Buffer.alloc(2 ** 20, 'x');
const PIECES = 256;
const ROUNDS = 7;

/** A file of 256 MiB, just written, so that it lies in the page cache; and as many bytes of memory. */
async function measureFile(): Promise<Measurement> {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'model');
  const file = await open(path, 'w');
  for (let i = 0; i < PIECES; i++) await file.write(PIECE);
  await file.close();
  const gigabytes = (PIECES * PIECE.length) / 1e9;
  return await alternate(
    ROUNDS,
    () => rateOf(gigabytes, async () => void (await digestFile(path))),
    () => rateOf(gigabytes, hashMemory),
  );
}

function hashMemory(): void {
  const hash = createHash('sha256');
  for (let i = 0; i < PIECES; i++) hash.update(PIECE);
  hash.digest();
}

const STATEMENTS = 8192;

async function measureVerify(): Promise<Measurement> {
  const workload = new Workload();
  workload.rounds(STATEMENTS / CONTRIBUTORS.length);
  const statements = workload.mixed(STATEMENTS);
  const raw = new RawVerify(statements);
  const check = createSignatureCheck(createNodeVerifier({ maxKeys: 4096 }).verify);
  const verifyAll = async (): Promise<void> => {
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let signed = statements[next++]; signed !== undefined; signed = statements[next++]) {
        if (!(await check(signed, benchKey(signed.statement.author).spki))) throw new Error('a signature is not valid');
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  };
  await verifyAll();
  return alternate(
    ROUNDS,
    () => rateOf(STATEMENTS, verifyAll),
    () => raw.asynchronous(),
  );
}

export const DIGEST: readonly Benchmark[] = [
  {
    name: 'file-sha256',
    unit: 'GB/s',
    better: 'more',
    against: 'createHash over memory',
    measure: measureFile,
  },
  {
    name: 'verify-signature',
    unit: '/s',
    better: 'more',
    against: 'asynchronous crypto.verify with cached keys',
    measure: measureVerify,
  },
];
