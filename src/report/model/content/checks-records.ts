/**
 * Checks of single records: doubtful keys, clocks, and what was corrected, taken back, erased or refused.
 * @module
 */
import { parseZonedInstant } from '../../../core/statement/instant.ts';
import type { Entry } from '../../../verify/history/history.ts';
import { about, type Found, foundIn, type PeriodCheck, responsesTo } from './check.ts';
import { keyStanding } from './entries.ts';

/** A record is late that was signed longer ago than this: a day. */
export const LATE_SECONDS = 86_400;
/** Clocks of institutions may be ahead of the operator's by this much. */
const AHEAD_SECONDS = 300;

/** Seconds from signing to recording, by two clocks: negative where the author's is ahead. */
export function delayOf({ recordedAt, statement }: Entry): number {
  return Math.trunc((Date.parse(recordedAt) - parseZonedInstant(statement.signing.signedAt)) / 1000);
}

/** Signed with a key that turned out to be compromised by then. */
const doubtful: PeriodCheck = {
  id: 'doubtful-record',
  run(source) {
    const found = source.entries.filter((entry) => keyStanding(source.state, entry) === 'compromised');
    return { looked: source.entries.length, found: found.map((entry) => foundIn(source, entry, 'key-compromised')) };
  },
};

const late: PeriodCheck = {
  id: 'late-entry',
  run(source) {
    const found = source.entries.flatMap((entry) => {
      const quantity = delayOf(entry);
      return quantity > LATE_SECONDS ? [{ ...foundIn(source, entry, 'late'), quantity }] : [];
    });
    return { looked: source.entries.length, found };
  },
};

const ahead: PeriodCheck = {
  id: 'clock-ahead',
  run(source) {
    const found = source.entries.flatMap((entry) => {
      const quantity = -delayOf(entry);
      return quantity > AHEAD_SECONDS ? [{ ...foundIn(source, entry, 'clock-ahead'), quantity }] : [];
    });
    return { looked: source.entries.length, found };
  },
};

const corrections: PeriodCheck = {
  id: 'correction',
  run(source) {
    const all = source.of('correction');
    const found = all.map((entry) => {
      const { supersedes, replacement } = entry.statement.body;
      const later = source.ledger.history.find(replacement);
      return {
        ...foundIn(source, entry, 'corrected'),
        ...about(source, supersedes),
        ...(later === undefined ? {} : { responses: [later] }),
      };
    });
    return { looked: all.length, found };
  },
};

const withdrawals: PeriodCheck = {
  id: 'withdrawal',
  run(source) {
    const all = source.of('withdrawal');
    const found = all.map((entry) => ({
      ...foundIn(source, entry, 'withdrawn'),
      ...about(source, entry.statement.body.subject),
    }));
    return { looked: all.length, found };
  },
};

const erasures: PeriodCheck = {
  id: 'erasure',
  run(source) {
    const all = source.of('erasure');
    const found = all.flatMap((entry) =>
      entry.statement.body.subjects.map((subject) => ({
        ...foundIn(source, entry, 'erased'),
        ...about(source, subject),
      })),
    );
    return { looked: all.length, found };
  },
};

/** Statements that a rule refused. They stand in lists that the ledger writes. */
const refusals: PeriodCheck = {
  id: 'refusal',
  run(source) {
    const lists = source.inRange('refusals');
    const found = lists.flatMap((entry): Found[] => {
      const { refused, omitted } = entry.statement.body;
      const place = { index: entry.index, id: entry.digest, kind: entry.statement.kind };
      const own = refused
        .filter(({ author }) => source.isIn(author))
        .map(({ statement, author, code, at }) => ({ ...place, code, at, who: author, subject: statement }));
      const beyond = { ...place, code: 'refusals-omitted', at: entry.recordedAt, quantity: omitted };
      return omitted > 0 ? [...own, beyond] : own;
    });
    return { looked: lists.length, found };
  },
};

/** Keys that were revoked, those known to be compromised apart. */
const revocations: PeriodCheck = {
  id: 'key-revocation',
  run(source) {
    const changes = source.of('key');
    const found = changes.flatMap((entry) => {
      const { body } = entry.statement;
      if (body.change !== 'revoke') return [];
      const since = body.compromisedSince;
      return [
        {
          ...foundIn(source, entry, since === undefined ? 'revoked' : 'compromised'),
          who: body.institution,
          ...(since === undefined ? {} : { subjectIndex: since }),
          responses: responsesTo(source, entry.digest, 'endorsement'),
        },
      ];
    });
    return { looked: changes.length, found };
  },
};

export const RECORD_CHECKS: readonly PeriodCheck[] = [
  doubtful,
  revocations,
  late,
  ahead,
  corrections,
  withdrawals,
  erasures,
  refusals,
];
