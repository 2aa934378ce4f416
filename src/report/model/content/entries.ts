/**
 * Records as reports name them, with their signature and with what became of them by the checkpoint.
 * @module
 */
import type { RecordReference, ReportEntry } from '../../../core/generated/documents.ts';
import { isDoubtful } from '../../../core/rules/institution.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { KindName } from '../../../core/statement/validate.ts';
import type { Entry, EntryOf } from '../../../verify/history/history.ts';
import { statusOf } from '../../../verify/history/record-lines.ts';
import type { ReportLedger } from '../ledger.ts';

export type AnyEntry = Entry | EntryOf<KindName>;

type State = ReportLedger['state'];

/** The record, by which it can be proven. */
export function referenceTo({ index, digest, recordedAt, statement }: AnyEntry): RecordReference {
  return { index, id: digest, kind: statement.kind, author: statement.author, recordedAt };
}

/** The record with its signature. */
export function describeEntry(state: State, entry: AnyEntry): ReportEntry {
  const { index, digest, recordedAt, keyId, statement } = entry;
  const { kind, author, signing } = statement;
  const status = standingOf(state, entry);
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
    key: keyStanding(state, entry),
    ...reasonOf(entry),
    ...(status === undefined ? {} : { status }),
  };
}

/** The reason, where the author gave one. */
function reasonOf({ statement: { signing } }: AnyEntry): Pick<ReportEntry, 'reason'> {
  return signing.reason === undefined ? {} : { reason: signing.reason.code };
}

/** What the rules have made of the record; `lapsed` where it never got its quorum. */
export function standingOf(state: State, { statement: { kind }, digest }: AnyEntry): string | undefined {
  const status = statusOf(state, kind, digest);
  if (status !== 'pending') return status;
  const until = state.value(STATE.pending(digest))?.until ?? '';
  return until < (state.value(STATE.clock) ?? '') ? 'lapsed' : 'pending';
}

/** What became of the key that signed the record. */
export function keyStanding(state: State, { index, keyId, statement }: AnyEntry): ReportEntry['key'] {
  const institution = state.value(STATE.institution(statement.author));
  if (institution !== undefined && isDoubtful(institution, keyId, index)) return 'compromised';
  return institution?.keys[keyId]?.until === undefined ? 'live' : 'ended';
}
