/**
 * What every report says around its content: the checkpoint and who stands behind it, the records in scope, and what the audit of
 * the whole ledger found.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import type { ReportCheckpoint, ReportIntegrity, ReportRange } from '../../core/generated/documents.ts';
import { formatNote } from '../../core/note/note.ts';
import { signersOf } from '../../core/note/open-checkpoint.ts';
import { formatVkey } from '../../core/note/vkey.ts';
import { formatInstant } from '../../core/statement/instant.ts';
import type { AuditFinding } from '../../verify/audit/findings.ts';
import { lowerBound } from '../../verify/time-bounds.ts';
import type { ReportLedger } from './ledger.ts';
import type { IndexRange, ReportScope } from './scope.ts';

/** Longest message of a finding that a report quotes. */
const MAX_MESSAGE = 2048;

export function describeCheckpoint({ anchor, note, policy, history }: ReportLedger): ReportCheckpoint {
  const { checkpoint, opened, cosignatures } = anchor;
  const bound = lowerBound(cosignatures);
  const last = history.entries[checkpoint.size - 1] ?? history.entries.at(-1);
  return {
    note: formatNote(note),
    size: checkpoint.size,
    root: encodeHex(checkpoint.root),
    instant: bound?.instant ?? last?.recordedAt ?? formatInstant(0),
    timeBy: bound?.by.map(({ witness }) => witness) ?? [],
    signers: opened === undefined ? [] : signersOf(opened),
    witnesses: cosignatures.map(({ witness, timestampSeconds }) => ({
      name: witness.name,
      key: formatVkey(witness.key),
      at: formatInstant(timestampSeconds * 1000),
    })),
    quorum: opened?.quorum ?? 'unsigned',
    policyQuorum: policy.quorum,
  };
}

export function describeRange({ history }: ReportLedger, { start, end }: IndexRange, scope: ReportScope): ReportRange {
  const [first, last] = [history.entries[start], history.entries[end - 1]];
  const isEmpty = start === end;
  return {
    start,
    end,
    ...(scope.from !== undefined && 'instant' in scope.from ? { from: scope.from.instant } : {}),
    ...(scope.to !== undefined && 'instant' in scope.to ? { to: scope.to.instant } : {}),
    ...(isEmpty || first === undefined ? {} : { firstAt: first.recordedAt }),
    ...(isEmpty || last === undefined ? {} : { lastAt: last.recordedAt }),
  };
}

export function describeIntegrity({ report }: ReportLedger): ReportIntegrity {
  const { verdict, records, problems, doubts, notes, omitted } = report;
  const list = (findings: readonly AuditFinding[]): ReportIntegrity['problems'] => findings.map(describeFinding);
  return { verdict, records, problems: list(problems), doubts: list(doubts), notes: list(notes), omitted };
}

function describeFinding({ code, message, index }: AuditFinding): ReportIntegrity['problems'][number] {
  return { code, message: cut(message), ...(index === undefined ? {} : { index }) };
}

/** The beginning of a message; never half a character at its end. */
function cut(message: string): string {
  return message.slice(0, MAX_MESSAGE).replace(/[\uD800-\uDBFF]$/, '');
}
