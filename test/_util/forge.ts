/**
 * What a dishonest operator can make: records and bundles whose hashes and signatures all fit, and whose content is wrong.
 * The documents are typed as good ones; to break a shape, `Object.assign` anything.
 * @module
 */
import { canonicalize } from 'json-canonicalize';
import type { ProofBundleDocument, RecordDocument, StatementDocument } from '../../src/core/generated/documents.ts';
import { encodePae, PAYLOAD_TYPE } from '../../src/core/statement/dsse.ts';
import type { StatementSigner } from '../../src/core/statement/sign.ts';
import type { Cosigner, NaiveLedger } from './naive-ledger.ts';

export function readJson<T>(bytes: Uint8Array): T {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as T;
}

export function writeJson(value: unknown): Uint8Array {
  return Uint8Array.from(Buffer.from(canonicalize(value)));
}

/** Changes the payload of a record, past all validation, and signs it again with `key`. */
export function forgeStatement(
  ledger: NaiveLedger,
  index: number,
  key: StatementSigner,
  edit: (statement: StatementDocument) => void,
): void {
  forgeRecord(ledger, index, ({ envelope }) => {
    const statement = readJson<StatementDocument>(Buffer.from(envelope.payload, 'base64'));
    edit(statement);
    const payload = writeJson(statement);
    envelope.payload = Buffer.from(payload).toString('base64');
    const signature = key.sign(encodePae(PAYLOAD_TYPE, payload));
    envelope.signatures = [{ keyid: key.keyId, sig: Buffer.from(signature).toString('base64') }];
  });
}

/** Changes anything about a record. */
export function forgeRecord(ledger: NaiveLedger, index: number, edit: (document: RecordDocument) => void): void {
  const document = readJson<RecordDocument>(ledger.records[index] ?? Uint8Array.of());
  edit(document);
  ledger.replace(index, writeJson(document));
}

/**
 * The bundle `template` of a record after the ledger's records were tampered with: the log signs their root anew, all
 * proofs are made anew, and the bundle shows the records as they are now.
 */
export function rebundle(
  ledger: NaiveLedger,
  template: Uint8Array,
  cosigners: readonly Cosigner[],
  edit: (document: ProofBundleDocument) => void = () => {},
): Uint8Array {
  const document = readJson<ProofBundleDocument>(template);
  const index = Number(/^index (\d+)$/m.exec(document.proof)?.[1]);
  const base64 = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('base64');
  const note = ledger.publish(cosigners);
  const hashes = (at: number): string[] => ledger.inclusion(at, ledger.size).map(base64);
  const show = (entry: { index: number }): ProofBundleDocument['governance'][number] => ({
    index: entry.index,
    record: base64(ledger.records[entry.index]),
    inclusion: hashes(entry.index),
  });
  document.record = base64(ledger.records[index]);
  document.proof = `${['c2sp.org/tlog-proof@v1', `index ${index}`, ...hashes(index)].join('\n')}\n\n${note}`;
  document.governance = document.governance.map(show);
  document.keys.records = document.keys.records.map(show);
  delete document.before;
  edit(document);
  return writeJson(document);
}
