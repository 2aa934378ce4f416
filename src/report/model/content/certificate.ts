/**
 * The content of a certificate: one record, what it says, what became of it, and what it earned.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import type { CertificateContent } from '../../../core/generated/documents.ts';
import { rolesAt } from '../../../core/rules/institution.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { Entry } from '../../../verify/history/history.ts';
import { LineWriter } from '../../../verify/history/record-lines.ts';
import type { ReportLedger } from '../ledger.ts';
import { describeEntry } from './entries.ts';

/** @param subject index of the record, or its digest. @throws InputError `not-found` */
export function buildCertificate(ledger: ReportLedger, subject: string): CertificateContent {
  const entry = findEntry(ledger, subject);
  const { author, subject: artefact } = entry.statement;
  const institution = ledger.state.value(STATE.institution(author));
  const statement = new LineWriter(ledger.history, ledger.state).line(entry);
  const clock = ledger.state.value(STATE.clock) ?? entry.recordedAt;
  return {
    form: 'certificate',
    record: describeEntry(ledger, entry, statement.status),
    statement,
    subject: artefact,
    institution: {
      id: author,
      class: institution?.class ?? 'platform-operator',
      roles: institution === undefined ? [] : rolesAt(institution, clock).sort(),
    },
    facts: [],
    related: [],
    credit: [],
  };
}

function findEntry({ history }: ReportLedger, subject: string): Entry {
  const found = /^[0-9]{1,15}$/.test(subject) ? history.entries[Number(subject)] : history.find(subject);
  if (found === undefined) throw new InputError('not-found', `there is no record ${subject} under the checkpoint`);
  return found;
}
