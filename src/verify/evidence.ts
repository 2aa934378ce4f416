/**
 * The records of a bundle: that all of them stand in the tree of its checkpoint, and that they do not contradict each
 * other, whoever signed them.
 * @module
 */
import { checkEntries } from '../core/account/entries.ts';
import { checkAccountPath } from '../core/account/path.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { decodeHex } from '../core/bytes/hex.ts';
import { InputError } from '../core/error.ts';
import { HASH_BYTES, hashLeaf } from '../core/merkle/hash.ts';
import { checkInclusion } from '../core/merkle/inclusion.ts';
import { type Checkpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import type { LedgerRecord } from '../core/record/record.ts';
import { accountOf } from '../core/rules/apply.ts';
import type { IncludedRecord, ProofBundle } from './bundle.ts';
import { openRecord } from './version.ts';

/** A record in its place in the log. */
export interface PlacedRecord extends LedgerRecord {
  readonly index: number;
}

/** The records of a bundle, parsed. */
export interface Evidence {
  readonly record: PlacedRecord;
  readonly governance: readonly PlacedRecord[];
  /** Records of the account `keys/<author>`. */
  readonly keys: readonly PlacedRecord[];
  /** `governance` and `keys`, ascending. */
  readonly events: readonly PlacedRecord[];
}

/**
 * The checkpoint of the bundle, if every record shown stands in its tree, at the index stated. Reads no record: what
 * follows reads only bytes that the tree holds. Who signed the checkpoint is another question.
 * @throws InputError `bad-checkpoint` and the codes of its fields, `bad-inclusion-proof`
 */
export function checkInclusions({ record, proof, governance, keys }: ProofBundle): Checkpoint {
  const checkpoint = parseCheckpoint(proof.note.text);
  const proven: IncludedRecord = { index: proof.index, bytes: record, inclusion: proof.hashes };
  for (const { index, bytes, inclusion } of [proven, ...governance, ...keys.records]) {
    checkInclusion(index, checkpoint.size, hashLeaf(bytes), inclusion, checkpoint.root);
  }
  return checkpoint;
}

/**
 * Parses the records of the bundle and compares them with each other, and with an `earlier` checkpoint of the log.
 * @throws InputError `unknown-version`, `unknown-kind`: nobody here can tell; `bundle-records`, `other-ledger`,
 *   `clock-backwards`, `chain`, `seen-unknown`, and as `parseRecord`
 */
export function openEvidence(bundle: ProofBundle, origin: string, earlier: Checkpoint | undefined): Evidence {
  const place = ({ index, bytes }: IncludedRecord): PlacedRecord => ({ index, ...openRecord(bytes) });
  const record: PlacedRecord = { index: bundle.proof.index, ...openRecord(bundle.record) };
  const governance = bundle.governance.map(place);
  const keys = bundle.keys.records.map(place);
  assertAscending(governance, record.index, 'governance');
  assertAscending(keys, record.index, 'keys.records');
  const events = [...governance, ...keys].sort((a, b) => a.index - b.index);
  assertAscending(events, record.index, 'governance and keys.records');
  assertGovernance(governance, record);
  assertSeen(record, earlier);
  assertOneLog([...events, record], origin);
  return { record, governance, keys, events };
}

/**
 * Requires that the events in `keys` are exactly the records of the author's key account that the record commits to,
 * and that the account tree counts every record before it (I5).
 * @throws InputError `account-count`, `account-entries`, `bundle-records`, and as `checkAccountPath`
 */
export function checkKeyAccount({ record, keys }: Evidence, { keys: { path } }: ProofBundle, origin: string): void {
  const account = `keys/${record.statement.author}`;
  const { leaf, totals } = checkAccountPath(origin, account, path, record.state);
  if (totals.count !== record.index) {
    throw new InputError('account-count', `the tree counts ${totals.count} records before record ${record.index}`);
  }
  const stray = keys.find((event) => accountOf(event) !== account);
  if (stray !== undefined)
    throw new InputError('bundle-records', `record ${stray.index} is not of the account ${account}`);
  checkEntries(
    account,
    leaf,
    keys.map(({ index, leafHash }) => ({ index, leafHash, issuedDelta: 0n, spentDelta: 0n })),
  );
}

/** Requires rising indexes below `end`. */
function assertAscending(records: readonly PlacedRecord[], end: number, title: string): void {
  const bounds = [...records.map(({ index }) => index), end];
  const misplaced = records.findIndex((_, i) => (bounds[i] ?? 0) >= (bounds[i + 1] ?? 0));
  if (misplaced < 0) return;
  throw new InputError(
    'bundle-records',
    `${title}: record ${bounds[misplaced]} stands before ${bounds[misplaced + 1]}`,
  );
}

/** Requires the charter at index 0, where it is not the proven record itself, then amendments and their endorsements. */
function assertGovernance(governance: readonly PlacedRecord[], record: PlacedRecord): void {
  const [first] = [...governance, record];
  if (first?.index !== 0 || first.statement.kind !== 'charter') {
    throw new InputError('bundle-records', 'governance: the first record is not the charter at index 0');
  }
  const amendments = new Set<string>();
  for (const { index, digest, statement } of governance.slice(1)) {
    if (statement.kind === 'amendment') amendments.add(digest);
    else if (statement.kind !== 'endorsement' || !amendments.has(statement.body.subject)) {
      throw new InputError('bundle-records', `governance: record ${index} is no amendment and endorses none shown`);
    }
  }
}

/** Requires that the author saw no more records than there were, and at the size of the earlier checkpoint its root. */
function assertSeen({ index, statement: { seen } }: PlacedRecord, earlier: Checkpoint | undefined): void {
  if (seen === undefined) return;
  const isOther = seen.size === earlier?.size && !equalBytes(decodeHex(seen.root, HASH_BYTES), earlier.root);
  if (seen.size <= index && !isOther) return;
  throw new InputError('seen-unknown', `record ${index}: the log had not the root ${seen.root} at size ${seen.size}`);
}

/**
 * Requires ascending records of one log: times that never fall, and chains of authors that do not fork.
 * @throws InputError `other-ledger`, `clock-backwards`, `chain`
 */
export function assertOneLog(records: readonly PlacedRecord[], origin: string): void {
  const lastOf = new Map<string, PlacedRecord>();
  let clock = '';
  for (const record of records) {
    const { index, recordedAt, statement } = record;
    if (statement.ledger !== origin) {
      throw new InputError('other-ledger', `record ${index} is for ${statement.ledger}, the checkpoint of ${origin}`);
    }
    if (recordedAt < clock) throw new InputError('clock-backwards', `record ${index}: ${recordedAt} after ${clock}`);
    clock = recordedAt;
    assertFollows(record, lastOf.get(statement.author));
    lastOf.set(statement.author, record);
  }
}

/** Requires that `record` can come after `before` in the chain of their author; statements between may not be shown. */
function assertFollows({ index, statement: { chain } }: PlacedRecord, before: PlacedRecord | undefined): void {
  if (before === undefined) return;
  const gap = chain.sequence - before.statement.chain.sequence;
  const isPossible = gap === 1 ? chain.previous === before.digest : gap > 1 && gap <= index - before.index;
  if (isPossible) return;
  throw new InputError('chain', `records ${before.index} and ${index} contradict each other in their author's chain`);
}
