/**
 * Vectors of account statements, computed: multiproofs of a plain tree, and statements over the ledger of `credit.json`, by
 * the oracles alone. `test/vectors/README.md` describes the file.
 * @module
 */
import { createHash } from 'node:crypto';
import { creditLedger } from './credit-history.ts';
import { HOSPITAL, PHARMA } from './credit-scenario.ts';
import { naiveMultiproof } from './multiproof-oracle.ts';
import { naiveShown, naiveStatement } from './naive-account.ts';
import type { NaiveLedger } from './naive-ledger.ts';
import { mth } from './naive-merkle.ts';
import { policyOf } from './proven-ledger.ts';

/** Whose statements are shown: two that earned, the ledger's own account, one with keys, one without records. */
const ACCOUNTS = [PHARMA, HOSPITAL, 'system', `keys/${PHARMA}`, 'nobody'];

const MULTIPROOFS = [
  { size: 1, indexes: [0] },
  { size: 2, indexes: [1] },
  { size: 7, indexes: [3] },
  { size: 7, indexes: [0, 6] },
  { size: 8, indexes: [0, 1, 2, 3, 4, 5, 6, 7] },
  { size: 13, indexes: [2, 3, 8, 12] },
  { size: 100, indexes: [0, 31, 64, 99] },
];

/** The content of `account-statement.json`. */
export function accountStatementVectors(): object {
  const ledger = creditLedger();
  const checkpoint = ledger.publish();
  return {
    multiproofs: MULTIPROOFS.map(multiproofVector),
    policy: policyOf([ledger.logKey]),
    checkpoint,
    statements: ACCOUNTS.map((account) => statementVector(ledger, account)),
    statement: Buffer.from(naiveStatement(ledger, 'nobody')).toString(),
  };
}

/** Leaf i is the decimal text of i. */
function multiproofVector({ size, indexes }: { size: number; indexes: number[] }): object {
  const leaves = Array.from({ length: size }, (_, i) => Buffer.from(String(i)));
  const proof = naiveMultiproof(indexes, size, (start, end) => mth(leaves.slice(start, end)));
  return { size, indexes, root: hex(mth(leaves)), proof: proof.map(hex) };
}

function statementVector(ledger: NaiveLedger, account: string): object {
  const bytes = naiveStatement(ledger, account);
  const { end } = ledger.accountPath(account, ledger.size - 1) as {
    end: { kind: string; count?: number; issued?: string; spent?: string };
  };
  const document = JSON.parse(Buffer.from(bytes).toString()) as { paths: { account: string }[]; proof: string };
  return {
    account,
    isEmpty: !isOwn(ledger, account),
    ...(isOwn(ledger, account) ? { count: end.count, issued: end.issued, spent: end.spent } : {}),
    indexes: naiveShown(ledger, account),
    paths: document.paths.map((path) => path.account),
    hashes: Buffer.from(document.proof, 'base64').length / 32,
    sizeBytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function isOwn(ledger: NaiveLedger, account: string): boolean {
  const { end } = ledger.accountPath(account, ledger.size - 1) as { end: { kind: string; key?: string } };
  const head = Buffer.alloc(2);
  const text = (value: string): Buffer => {
    head.writeUInt16BE(Buffer.byteLength(value));
    return Buffer.concat([Buffer.from(head), Buffer.from(value)]);
  };
  const key = createHash('sha256')
    .update('ledgerline/account/v1')
    .update(text(ledger.origin))
    .update(text(account))
    .digest('hex');
  return end.kind === 'leaf' && end.key === key;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
