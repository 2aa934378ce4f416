/**
 * Institutions and their keys in a period report.
 * @module
 */
import { decodeBase64 } from '../../../core/bytes/base64.ts';
import { parseSpki } from '../../../core/crypto/spki.ts';
import type { InstitutionRow, KeyRow, ReportException } from '../../../core/generated/documents.ts';
import { rolesAt } from '../../../core/rules/institution.ts';
import { type InstitutionState, STATE } from '../../../core/rules/state.ts';
import type { IndexRange } from '../scope.ts';
import { standingOf } from './entries.ts';
import type { PeriodSource } from './source.ts';
import { type ContributionTally, countContribution, noContributions } from './tallies.ts';

interface Counts extends ContributionTally {
  records: number;
  credits: number;
  issued: bigint;
  refused: number;
  exceptions: number;
}

/** A row for every institution that is enrolled at the checkpoint, ascending by id. */
export function describeInstitutions(source: PeriodSource, exceptions: readonly ReportException[]): InstitutionRow[] {
  const counts = countAll(source, exceptions);
  return institutionsOf(source).map(([institution, own]) => {
    const { issued, ...rest } = counts.get(institution) ?? nothing();
    return {
      institution,
      class: own.class,
      status: own.status,
      ...(own.group === undefined ? {} : { group: own.group }),
      roles: rolesAt(own, source.now).sort(),
      ...rest,
      issued: String(issued),
    };
  });
}

function institutionsOf(source: PeriodSource): (readonly [string, InstitutionState])[] {
  return source.state.under<InstitutionState>(STATE.institution('')).filter(([id]) => source.isIn(id));
}

function countAll(source: PeriodSource, exceptions: readonly ReportException[]): Map<string, Counts> {
  const all = new Map<string, Counts>();
  const of = (id: string): Counts => {
    const known = all.get(id) ?? nothing();
    all.set(id, known);
    return known;
  };
  for (const { statement } of source.entries) of(statement.author).records++;
  for (const entry of source.of('contribution'))
    countContribution(of(entry.statement.author), standingOf(source.state, entry));
  for (const { statement } of source.of('credit')) {
    const own = of(statement.body.beneficiary);
    own.credits++;
    own.issued += BigInt(statement.body.amount);
  }
  for (const { statement } of source.inRange('refusals'))
    for (const { author } of statement.body.refused) of(author).refused++;
  for (const { who } of exceptions) if (who !== undefined) of(who).exceptions++;
  return all;
}

function nothing(): Counts {
  return { records: 0, ...noContributions(), credits: 0, issued: 0n, refused: 0, exceptions: 0 };
}

/** Keys that could sign in the range, with what they signed in scope. */
export function describeKeys(source: PeriodSource, { start, end }: IndexRange): KeyRow[] {
  const signed = new Map<string, number>();
  for (const { keyId } of source.entries) signed.set(keyId, (signed.get(keyId) ?? 0) + 1);
  return institutionsOf(source).flatMap(([institution, { keys }]) =>
    Object.entries(keys)
      .filter(([, { since, until }]) => since < end && (until === undefined || until >= start))
      .sort(([a, one], [b, other]) => one.since - other.since || (a < b ? -1 : 1))
      .map(([keyId, { spki, since, until, compromisedSince }]) => ({
        institution,
        keyId,
        algorithm: parseSpki(decodeBase64(spki)).algorithm,
        since,
        ...(until === undefined ? {} : { until }),
        ...(compromisedSince === undefined ? {} : { compromisedSince }),
        records: signed.get(keyId) ?? 0,
      })),
  );
}
