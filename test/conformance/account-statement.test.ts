/**
 * The vectors of account statements: that they are what the oracles compute, and that this code computes and verifies them.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { hashLeaf } from '../../src/core/merkle/hash.ts';
import { rootFromMultiproof } from '../../src/core/merkle/multiproof.ts';
import { assembleStatement } from '../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../src/verify/account/files-source.ts';
import { verifyAccountStatement } from '../../src/verify/account/verify-account.ts';
import { accountStatementVectors } from '../_util/account-statement-vectors.ts';
import { testLogKey } from '../_util/keys.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { verifySync } from '../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../_util/stored-ledger.ts';
import { expectVectorFile, readVectorFile, refreshVectorFile } from '../_util/vector-files.ts';

interface VectorFile {
  readonly multiproofs: readonly { size: number; indexes: number[]; root: string; proof: string[] }[];
  readonly policy: string;
  readonly checkpoint: string;
  readonly statements: readonly {
    account: string;
    isEmpty: boolean;
    count?: number;
    issued?: string;
    spent?: string;
    indexes: number[];
    sizeBytes: number;
    sha256: string;
  }[];
  readonly statement: string;
}

const computed = accountStatementVectors();
refreshVectorFile('account-statement.json', computed);
const { multiproofs, policy, checkpoint, statements, statement } = readVectorFile<VectorFile>('account-statement.json');
const credit = readVectorFile<{ origin: string; records: string[] }>('credit.json');

/** The ledger of `credit.json`, published as the vectors say. */
const ledger = new NaiveLedger(credit.origin, testLogKey(credit.origin));
for (const record of credit.records) ledger.appendBytes(encodeUtf8(record));

test('account-statement.json is computed as committed', () => {
  expectVectorFile('account-statement.json', computed);
});

test('the checkpoint is that of credit.json', () => {
  expect(ledger.publish()).toBe(checkpoint);
});

test.each(multiproofs)('multiproof of $indexes in $size', ({ size, indexes, root, proof }) => {
  const leaves = indexes.map((index) => ({ index, leafHash: hashLeaf(encodeUtf8(String(index))) }));
  const hashes = proof.map((hash) => new Uint8Array(Buffer.from(hash, 'hex')));
  expect(Buffer.from(rootFromMultiproof(leaves, size, hashes)).toString('hex')).toBe(root);
});

test.each(statements)('the statement of $account', async ({ account, sizeBytes, sha256, isEmpty, count, ...sums }) => {
  const bytes = await assembleStatement(await openFilesSource(mapFiles(naiveFiles(ledger), true)), account);
  expect(bytes.length).toBe(sizeBytes);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
  const { verdict, facts } = await verifyAccountStatement(bytes, policy, { verifySignature: verifySync });
  expect(verdict).toBe('VERIFIED');
  const { issued = '0', spent = '0' } = sums;
  expect(facts).toMatchObject({ account, count: count ?? 0, issued, spent });
  expect(facts?.count === 0).toBe(isEmpty);
  if (account === 'nobody') expect(Buffer.from(bytes).toString()).toBe(statement);
});
