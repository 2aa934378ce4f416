/**
 * Building a report: a replayed ledger and a scope in, the canonical document out. The same ledger, checkpoint and scope give the
 * same bytes for everybody, on any day. Time grows with the log, and with nothing else.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ReportDocument } from '../../core/generated/documents.ts';
import { buildDossier } from '../../verify/history/dossier.ts';
import { buildCertificate } from './content/certificate.ts';
import { buildCredit } from './content/credit.ts';
import { buildIncident } from './content/incident.ts';
import { PACKAGE_FILES } from './content/package-files.ts';
import { buildPeriod } from './content/period.ts';
import { REPORT_FORMAT } from './document.ts';
import { describeCheckpoint, describeIntegrity, describeRange } from './frame.ts';
import type { ReportExtras, ReportLedger } from './ledger.ts';
import { type IndexRange, type ReportScope, resolveRange } from './scope.ts';
import { validateReport } from './validate.ts';

/**
 * The report that `scope` asks for.
 * @throws InputError `not-found` where its subject is not in the ledger, `usage` where the scope does not fit its kind
 */
export function buildReport(ledger: ReportLedger, scope: ReportScope, extras: ReportExtras): ReportDocument {
  const range = resolveRange(ledger.history.entries, scope);
  const { version, verifier } = extras;
  return validateReport({
    format: REPORT_FORMAT,
    generator: { version, ...(verifier === undefined ? {} : { verifier }) },
    ledger: ledger.anchor.checkpoint.origin,
    checkpoint: describeCheckpoint(ledger),
    scope: describeRange(ledger, range, scope),
    integrity: describeIntegrity(ledger),
    content: buildContent(ledger, scope, range, extras),
  });
}

function buildContent(
  ledger: ReportLedger,
  { form, subject }: ReportScope,
  range: IndexRange,
  { evidence }: ReportExtras,
): ReportDocument['content'] {
  switch (form) {
    case 'certificate':
      return buildCertificate(ledger, needed(subject, 'a certificate names a record: its index or its digest'));
    case 'period':
      return { form, period: buildPeriod(ledger, range) };
    case 'credit':
      return buildCredit(ledger, needed(subject, 'a credit statement names an institution'), range);
    case 'dossier':
      return { form, dossier: buildDossier(ledger, needed(subject, 'a dossier names a model')) };
    case 'inspection': {
      const institution = subject === undefined ? {} : { institution: subject };
      return { form, ...institution, period: buildPeriod(ledger, range, subject), files: PACKAGE_FILES };
    }
    case 'incident':
      return buildIncident(needed(evidence, 'an incident report is made from an evidence file'));
  }
}

function needed<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new InputError('usage', message);
  return value;
}
