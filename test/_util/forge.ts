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

/** A record with its payload changed and signed again, past all validation. */
export function forgeStatement(record: Uint8Array, key: StatementSigner, edit: (statement: StatementDocument) => void): Uint8Array {
  return forgeRecord(record, (document) => {
    const statement = readJson<StatementDocument>(Buffer.from(document.envelope.payload, 'base64'));
    edit(statement);
    const payload = writeJson(statement);
    const sig = Buffer.from(key.sign(encodePae(PAYLOAD_TYPE, payload))).toString('base64');
    document.envelope.payload = Buffer.from(payload).toString('base64');
    document.envelope.signatures = [{ keyid: key.keyId, sig }];
  });
}

/** A record with anything about it changed. */
export function forgeRecord(record: Uint8Array, edit: (document: RecordDocument) => void): Uint8Array {
  const document = readJson<RecordDocument>(record);
  edit(document);
  return writeJson(document);
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
