/**
 * The content of an incident report: what an evidence file shows, and what its verification said.
 * @module
 */
import { encodeHex } from '../../../core/bytes/hex.ts';
import { sha256 } from '../../../core/bytes/sha256.ts';
import type { IncidentContent } from '../../../core/generated/documents.ts';
import { parseCheckpoint } from '../../../core/note/checkpoint.ts';
import { formatNote, type Note } from '../../../core/note/note.ts';
import { type LedgerEvidence, parseEvidenceFile } from '../../../verify/evidence-file/document.ts';
import type { IncidentEvidence } from '../ledger.ts';

/** @throws InputError as `parseEvidenceFile`: a file that cannot be read is no evidence; `usage` where `seenAt` is no instant */
export function buildIncident({ bytes, verification, seenAt }: IncidentEvidence): IncidentContent {
  const evidence = parseEvidenceFile(bytes);
  return {
    form: 'incident',
    evidence: { kind: evidence.kind, sha256: encodeHex(sha256(bytes)), bytes: bytes.length },
    verdict: verification.verdict,
    checks: verification.checks.map(({ id, outcome, code }) => ({
      check: id,
      outcome,
      ...(code === undefined ? {} : { code }),
    })),
    notes: notesOf(evidence).map(describeNote),
    ...describeRecord(evidence),
    ...(seenAt === undefined ? {} : { seenAt }),
  };
}

function notesOf(evidence: LedgerEvidence): readonly Note[] {
  if (evidence.kind === 'fork') return evidence.notes;
  return evidence.kind === 'rule' ? [evidence.note] : [evidence.receipt.note, evidence.note];
}

function describeNote(note: Note): IncidentContent['notes'][number] {
  const { origin, size, root } = parseCheckpoint(note.text);
  return { note: formatNote(note), origin, size, root: encodeHex(root) };
}

function describeRecord(evidence: LedgerEvidence): Pick<IncidentContent, 'record'> {
  if (evidence.kind === 'fork') return {};
  const index = evidence.kind === 'rule' ? evidence.index : evidence.receipt.index;
  const code = evidence.kind === 'rule' ? { code: evidence.code } : {};
  return { record: { index, sha256: encodeHex(sha256(evidence.record)), ...code } };
}
