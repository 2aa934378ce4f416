/**
 * The content of a certificate: one record, what it says, what was recorded about it, and what it earned.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import type { CertificateContent } from '../../../core/generated/documents.ts';
import { rolesAt } from '../../../core/rules/institution.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { Entry, EntryOf } from '../../../verify/history/history.ts';
import { LineWriter } from '../../../verify/history/record-lines.ts';
import type { ReportLedger } from '../ledger.ts';
import { indexAbout } from './about.ts';
import { type AnyEntry, describeEntry, referenceTo } from './entries.ts';
import { contributionFacts, factsOf } from './facts.ts';

/** Most related records that a certificate lists. */
const MAX_RELATED = 512;

/** @param subject index of the record, or its digest. @throws InputError `not-found` */
export function buildCertificate(ledger: ReportLedger, subject: string): CertificateContent {
  const { state, history } = ledger;
  const entry = findEntry(ledger, subject);
  const { author, subject: artefact } = entry.statement;
  const institution = state.value(STATE.institution(author));
  const contribution = history.findOf('contribution', entry.digest);
  return {
    form: 'certificate',
    record: describeEntry(state, entry),
    statement: new LineWriter(history, state).line(entry),
    subject: artefact,
    institution: {
      id: author,
      class: institution?.class ?? 'platform-operator',
      roles: institution === undefined ? [] : rolesAt(institution, state.value(STATE.clock) ?? entry.recordedAt).sort(),
    },
    facts: contribution === undefined ? factsOf(entry) : contributionFacts(ledger, contribution),
    related: relatedTo(ledger, entry)
      .slice(0, MAX_RELATED)
      .map((each) => ({ relation: each.index < entry.index ? 'earlier' : 'later', record: referenceTo(each) })),
    credit: contribution === undefined ? [] : creditFor(ledger, contribution),
  };
}

function findEntry({ history }: ReportLedger, subject: string): Entry {
  const found = /^[0-9]{1,15}$/.test(subject) ? history.entries[Number(subject)] : history.find(subject);
  if (found === undefined) throw new InputError('not-found', `there is no record ${subject} under the checkpoint`);
  return found;
}

/** What the record rests on, and what rests on it, in the order of the log. */
function relatedTo({ history }: ReportLedger, entry: Entry): AnyEntry[] {
  const about = indexAbout(history.entries);
  const earlier = history.entries
    .slice(0, entry.index)
    .filter(({ digest }) => about.get(digest)?.includes(entry) === true);
  const later = (about.get(entry.digest) ?? []).filter(({ index }) => index > entry.index);
  return [...earlier, ...later];
}

/** The awards of the window that the contribution fell in, with what they give its institution. */
function creditFor({ state, history }: ReportLedger, entry: EntryOf<'contribution'>): CertificateContent['credit'] {
  const { author, body } = entry.statement;
  return history.of('award').flatMap(({ digest, index, statement }) => {
    const { rounds, model, window, lines } = statement.body;
    if (!rounds.includes(body.round)) return [];
    const amount = lines.find(({ beneficiary }) => beneficiary === author)?.amount ?? '0';
    const status = state.value(STATE.award(digest))?.status ?? 'proposed';
    return [{ award: digest, index, model, window, status, amount }];
  });
}
