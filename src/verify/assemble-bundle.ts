/**
 * Making a proof bundle from a ledger's public files: no server is asked. It proves what the bundle of the ledger proves, under
 * the newest published checkpoint instead of the first one over the record; the same files give the same bytes.
 * @module
 */
import { accountKey } from '../core/account/key.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import { fetchInclusionProof } from '../core/merkle/fetch.ts';
import { parseCheckpoint } from '../core/note/checkpoint.ts';
import type { FilesLedger } from './account/files-source.ts';
import { encodeBundle, type IncludedRecord } from './bundle.ts';
import { openRecord } from './version.ts';

/** The bundle of record `index`, which was named when the source was opened. @throws InputError `not-published` */
export async function assembleBundle(source: FilesLedger, index: number): Promise<Uint8Array> {
  const { size, note } = source;
  if (index >= size) throw new InputError('not-published', `record ${index} is not among the ${size} published ones`);
  const record = await source.record(index);
  const account = `keys/${openRecord(record).statement.author}`;
  const path = source.accountPathAt(account, index);
  const key = accountKey(parseCheckpoint(note.text).origin, account);
  const isOwn = path.end.kind === 'leaf' && equalBytes(path.end.key, key);
  const before = (indexes: readonly number[]): number[] => indexes.filter((each) => each < index);
  const succession = await source.succession();
  return encodeBundle({
    record,
    proof: { index, hashes: await fetchInclusionProof(index, size, source.readNodes), note },
    governance: await proveAll(source, before(await source.governance())),
    keys: { path, records: isOwn ? await proveAll(source, before(await source.account(account))) : [] },
    ...(succession.length === 0 ? {} : { succession }),
  });
}

function proveAll(source: FilesLedger, indexes: readonly number[]): Promise<IncludedRecord[]> {
  return Promise.all(
    indexes.map(async (index) => ({
      index,
      bytes: await source.record(index),
      inclusion: await fetchInclusionProof(index, source.size, source.readNodes),
    })),
  );
}
