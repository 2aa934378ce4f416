/**
 * The records of an account statement: that all of them stand in the tree of its checkpoint, that they are exactly those
 * that belong in it, and that the accounts shown are complete (I5).
 * @module
 */
import { checkEntries } from '../../core/account/entries.ts';
import type { AccountLeaf } from '../../core/account/node.ts';
import { checkAccountPath } from '../../core/account/path.ts';
import { InputError } from '../../core/error.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { checkMultiproof } from '../../core/merkle/multiproof.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
import { accountOf, deltasOf } from '../../core/rules/apply.ts';
import type { Statement } from '../../core/statement/statement.ts';
import { assertOneLog, type PlacedRecord } from '../evidence.ts';
import { openRecord } from '../version.ts';
import { type Gathered, gather, type Question } from './gather.ts';
import { referenceOf } from './references.ts';
import type { AccountStatement, ShownPath } from './statement.ts';

/** The records of a statement, parsed. */
export interface AccountEvidence {
  readonly origin: string;
  readonly account: string;
  /** All records shown, ascending. The first is the charter. */
  readonly records: readonly PlacedRecord[];
  /** The last record under the checkpoint: its `state` is what the accounts are checked against. */
  readonly last: PlacedRecord;
}

/**
 * The checkpoint of the statement, if every record shown stands in its tree. Reads no record: what follows reads only
 * bytes that the tree holds.
 * @throws InputError `bad-checkpoint` and the codes of its fields, `bad-inclusion-proof`
 */
export function checkShown({ note, records, proof }: AccountStatement): Checkpoint {
  const checkpoint = parseCheckpoint(note.text);
  const leaves = records.map(({ index, bytes }) => ({ index, leafHash: hashLeaf(bytes) }));
  checkMultiproof(leaves, checkpoint.size, proof, checkpoint.root);
  return checkpoint;
}

/** Parses the records. @throws InputError `unknown-version`, `unknown-kind`: nobody here can tell; as `parseRecord` */
export function openRecords({ records }: AccountStatement): PlacedRecord[] {
  return records.map(({ index, bytes }): PlacedRecord => ({ index, ...openRecord(bytes) }));
}

/**
 * Compares the records with each other. Requires what {@link checkShown} checks.
 * @param opened the records of the statement
 * @throws InputError `account-evidence` without the charter or the last record; `other-ledger`, `clock-backwards`, `chain`, `seen-unknown`
 */
export function compareShown(
  account: string,
  opened: readonly PlacedRecord[],
  { origin, size }: Checkpoint,
): AccountEvidence {
  const [first, last] = [opened[0], opened.at(-1)];
  if (first?.index !== 0 || first.statement.kind !== 'charter') {
    throw new InputError('account-evidence', 'the charter at index 0 is not shown');
  }
  if (last?.index !== size - 1) {
    throw new InputError('account-evidence', `record ${size - 1}, the last under the checkpoint, is not shown`);
  }
  assertOneLog(opened, origin);
  const ahead = opened.find(({ index, statement }) => (statement.seen?.size ?? 0) > index);
  if (ahead !== undefined) {
    const seen = ahead.statement.seen?.size;
    throw new InputError('seen-unknown', `record ${ahead.index}: no log of ${seen} records was there to see`);
  }
  return { origin, account, records: opened, last };
}

/** Records of one account among those shown, ascending; the last record under the checkpoint aside, if `covered`. */
export function recordsOf(
  { records, last }: AccountEvidence,
  account: string,
  { covered }: { readonly covered: boolean },
): PlacedRecord[] {
  return records.filter((record) => accountOf(record) === account && !(covered && record === last));
}

/**
 * Requires that the records shown of the path's account are exactly those that the last record commits to, and that the
 * account tree counts every record before it. Returns the account's leaf; undefined if it has no records.
 * @throws InputError `account-count`, `account-entries`, `account-overdrawn`, and as `checkAccountPath`
 */
export function checkAccount(evidence: AccountEvidence, { account, path }: ShownPath): AccountLeaf | undefined {
  const { origin, last } = evidence;
  const { leaf, totals } = checkAccountPath(origin, account, path, last.state);
  if (totals.count !== last.index) {
    throw new InputError('account-count', `the tree counts ${totals.count} records before record ${last.index}`);
  }
  const entries = recordsOf(evidence, account, { covered: true }).map((record) => ({ ...record, ...deltasOf(record) }));
  checkEntries(account, leaf, entries);
  return leaf;
}

/**
 * Requires that the statement shows what belongs in it, all of it and nothing else.
 * @throws InputError `account-evidence`
 */
export function checkGathered(evidence: AccountEvidence, paths: readonly ShownPath[]): Gathered {
  const gathered = gatherShown(evidence);
  const wanted = new Set(gathered.records.map(({ index }) => index));
  const stray = evidence.records.find(({ index }) => !wanted.has(index));
  if (stray !== undefined) {
    throw new InputError('account-evidence', `nothing asks for record ${stray.index} (${stray.statement.kind})`);
  }
  const shown = paths.map((path) => path.account);
  const at = gathered.accounts.findIndex((account, i) => shown[i] !== account);
  if (at < 0 && shown.length === gathered.accounts.length) return gathered;
  const [asked, found] = [gathered.accounts[at], shown[at < 0 ? gathered.accounts.length : at]];
  throw new InputError(
    'account-evidence',
    `paths: expected ${asked ?? 'no more'} at position ${at < 0 ? gathered.accounts.length : at}, found ${found ?? 'none'}`,
  );
}

/** {@link gather} over the records shown. */
function gatherShown(evidence: AccountEvidence): Gathered {
  const answer = answerFrom(evidence);
  const gathering = gather(evidence.account);
  let step = gathering.next();
  while (!step.done) step = gathering.next(answer(step.value));
  return step.value;
}

function answerFrom(evidence: AccountEvidence): (question: Question) => readonly PlacedRecord[] {
  const { records, last } = evidence;
  const byDigest = new Map(records.map((record) => [record.digest, record]));
  const references = groupBy(records, ({ statement }) => referenceOf(statement));
  const accounts = groupBy(records, (record) => accountOf(record));
  return (question) => {
    switch (question.ask) {
      case 'governance':
        return governanceOf(records, byDigest);
      case 'last':
        return [last];
      case 'account':
        return accounts.get(question.account) ?? [];
      case 'statements':
        return question.digests.map((digest) => findShown(byDigest, digest));
      case 'references':
        return question.digests.flatMap((digest) => references.get(digest) ?? []);
    }
  };
}

/** The charter, amendments, and endorsements of amendments among `records`. */
export function governanceOf(
  records: readonly PlacedRecord[],
  byDigest = new Map(records.map((record) => [record.digest, record])),
): PlacedRecord[] {
  return records.filter(({ statement }) => isGoverning(statement, byDigest));
}

function isGoverning({ kind, body }: Statement, byDigest: ReadonlyMap<string, PlacedRecord>): boolean {
  if (kind !== 'endorsement') return kind === 'charter' || kind === 'amendment';
  return byDigest.get(body.subject)?.statement.kind === 'amendment';
}

function findShown(byDigest: ReadonlyMap<string, PlacedRecord>, digest: string): PlacedRecord {
  const record = byDigest.get(digest);
  if (record === undefined) throw new InputError('account-evidence', `statement ${digest} is missing`);
  return record;
}

function groupBy<K>(records: readonly PlacedRecord[], keyOf: (record: PlacedRecord) => K): Map<K, PlacedRecord[]> {
  const groups = new Map<K, PlacedRecord[]>();
  for (const record of records) {
    const key = keyOf(record);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return groups;
}
