/**
 * Making a proof bundle from a ledger's public files: no server is asked. It proves what the bundle of the ledger proves, under
 * the newest published checkpoint; the same files give the same bytes.
 * @module
 */
import { accountKey } from '../core/account/key.ts';
import { formatAccountPath } from '../core/account/path-json.ts';
import { encodeBase64 } from '../core/bytes/base64.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import type { ProofBundleDocument } from '../core/generated/documents.ts';
import { canonicalize } from '../core/json/jcs.ts';
import { fetchInclusionProof } from '../core/merkle/fetch.ts';
import { parseCheckpoint } from '../core/note/checkpoint.ts';
import { formatTlogProof } from '../core/note/proof.ts';
import type { FilesLedger } from './account/files-source.ts';
import { openRecord } from './version.ts';

/** The bundle of record `index`, which was named when the source was opened. @throws InputError `not-published` */
export async function assembleBundle(source: FilesLedger, index: number): Promise<Uint8Array> {
  const { size, note } = source;
  if (index >= size) throw new InputError('not-published', `record ${index} is not among the ${size} published ones`);
  const bytes = await source.record(index);
  const { statement } = openRecord(bytes);
  const account = `keys/${statement.author}`;
  const path = source.accountPathAt(account, index);
  const isOwn =
    path.end.kind === 'leaf' && equalBytes(path.end.key, accountKey(parseCheckpoint(note.text).origin, account));
  const before = (indexes: readonly number[]): number[] => indexes.filter((each) => each < index);
  const bundle: ProofBundleDocument = {
    format: 'ledgerline/proof@v1',
    record: encodeBase64(bytes),
    proof: formatTlogProof({ index, hashes: await fetchInclusionProof(index, size, source.readNodes), note }),
    governance: await proveAll(source, before(await source.governance())),
    keys: {
      path: { ...formatAccountPath(path) },
      records: isOwn ? await proveAll(source, before(await source.account(account))) : [],
    },
  };
  return encodeUtf8(canonicalize(bundle));
}

async function proveAll(source: FilesLedger, indexes: readonly number[]): Promise<ProofBundleDocument['governance']> {
  return Promise.all(
    indexes.map(async (index) => ({
      index,
      record: encodeBase64(await source.record(index)),
      inclusion: (await fetchInclusionProof(index, source.size, source.readNodes)).map((hash) => encodeBase64(hash)),
    })),
  );
}
