/**
 * Records as reports name them, with their signature and with what became of them by the checkpoint.
 * @module
 */
import type { RecordReference, ReportEntry } from '../../../core/generated/documents.ts';
import type { KeyState } from '../../../core/rules/state.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { KindName } from '../../../core/statement/validate.ts';
import type { Entry, EntryOf } from '../../../verify/history/history.ts';
import type { ReportLedger } from '../ledger.ts';

export type AnyEntry = Entry | EntryOf<KindName>;

/** The record, by which it can be proven. */
export function referenceTo({ index, digest, recordedAt, statement }: AnyEntry): RecordReference {
  return { index, id: digest, kind: statement.kind, author: statement.author, recordedAt };
}

/** The record with its signature. */
export function describeEntry({ state }: Pick<ReportLedger, 'state'>, entry: AnyEntry, status?: string): ReportEntry {
  const { index, digest, recordedAt, keyId, statement } = entry;
  const { kind, author, signing } = statement;
  const key = state.value(STATE.institution(author))?.keys[keyId];
  return {
    index,
    id: digest,
    kind,
    author,
    recordedAt,
    signedAt: signing.signedAt,
    meaning: signing.meaning,
    signer: signing.signer,
    keyId,
    key: keyStanding(key, index),
    ...(signing.reason === undefined ? {} : { reason: signing.reason.code }),
    ...(status === undefined ? {} : { status }),
  };
}

/** What became of a key that signed the record at `index`. */
function keyStanding(key: KeyState | undefined, index: number): ReportEntry['key'] {
  if (key?.compromisedSince !== undefined && key.compromisedSince <= index) return 'compromised';
  return key?.until === undefined ? 'live' : 'ended';
}
