/**
 * Making an account statement from a ledger: the same bytes, whoever holds the records.
 * @module
 */
import type { AccountPath } from '../../core/account/path.ts';
import { InputError } from '../../core/error.ts';
import { fetchMultiproof, type NodeReader } from '../../core/merkle/fetch.ts';
import type { Note } from '../../core/note/note.ts';
import type { EarlierCheckpoint } from '../bundle.ts';
import type { PlacedRecord } from '../evidence.ts';
import { openRecord } from '../version.ts';
import { type Gathered, gather, type Question } from './gather.ts';
import { encodeAccountStatement } from './statement.ts';

/** A ledger up to one published checkpoint. All lists of indexes are ascending and end below `size`. */
export interface AccountSource {
  /** The checkpoint with its cosignatures. */
  readonly note: Note;
  /** Records under the checkpoint. */
  readonly size: number;
  /** Bytes of record `index`. */
  record(index: number): Promise<Uint8Array>;
  /** Where a statement stands, or undefined. */
  indexOf(digest: string): Promise<number | undefined>;
  /** The charter, amendments, and endorsements of amendments. */
  governance(): Promise<readonly number[]>;
  /** All records of an account. */
  account(account: string): Promise<readonly number[]>;
  /** The statements whose `referenceOf` is `digest`. */
  references(digest: string): Promise<readonly number[]>;
  /** The path of an account under the `state` of the last record. */
  accountPath(account: string): Promise<AccountPath>;
  /** The last checkpoint of each key of the log that was retired under this one; empty where none was. */
  succession(): Promise<readonly EarlierCheckpoint[]>;
  readonly readNodes: NodeReader;
}

/**
 * The statement of `account` under the source's checkpoint, also for an account without records: it then proves that.
 * @throws InputError `account-id`, `not-published` where the checkpoint covers nothing, and what the source rejects with
 */
export async function assembleStatement(source: AccountSource, account: string): Promise<Uint8Array> {
  if (source.size === 0) throw new InputError('not-published', 'no record is published yet');
  // The path comes first: it refuses what is no account before anything is gathered.
  const own = await source.accountPath(account);
  const { records, accounts } = await gatherFrom(source, account);
  const indexes = records.map(({ index }) => index);
  const paths = await Promise.all(
    accounts.map(async (each) => ({ account: each, path: each === account ? own : await source.accountPath(each) })),
  );
  const succession = await source.succession();
  return encodeAccountStatement({
    account,
    note: source.note,
    records: records.map(({ index, bytes }) => ({ index, bytes })),
    proof: await fetchMultiproof(indexes, source.size, source.readNodes),
    paths,
    ...(succession.length === 0 ? {} : { succession }),
  });
}

async function gatherFrom(source: AccountSource, account: string): Promise<Gathered> {
  const opened = new Map<number, Promise<PlacedRecord>>();
  const open = (index: number): Promise<PlacedRecord> => {
    const record = opened.get(index) ?? source.record(index).then((bytes) => ({ index, ...openRecord(bytes) }));
    opened.set(index, record);
    return record;
  };
  const gathering = gather(account);
  let step = gathering.next();
  while (!step.done) {
    const indexes = await answer(source, step.value);
    step = gathering.next(await Promise.all(indexes.map(open)));
  }
  return step.value;
}

async function answer(source: AccountSource, question: Question): Promise<readonly number[]> {
  switch (question.ask) {
    case 'governance':
      return source.governance();
    case 'last':
      return [source.size - 1];
    case 'account':
      return source.account(question.account);
    case 'statements':
      return Promise.all(question.digests.map((digest) => findIndex(source, digest)));
    case 'references':
      return (await Promise.all(question.digests.map((digest) => source.references(digest)))).flat();
  }
}

async function findIndex(source: AccountSource, digest: string): Promise<number> {
  const index = await source.indexOf(digest);
  if (index !== undefined && index < source.size) return index;
  throw new InputError('not-found', `statement ${digest} is not among the first ${source.size} records`);
}
