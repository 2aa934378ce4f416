/**
 * Exceptions of a period report: every check finds what it is for, says what it looked at, and is silent about nothing.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportException } from '../../../src/core/generated/documents.ts';
import { STATE, type StateKey } from '../../../src/core/rules/state.ts';
import type { KindName } from '../../../src/core/statement/validate.ts';
import { buildReport } from '../../../src/report/model/build.ts';
import { CHECK_WORDS } from '../../../src/report/model/compose/checks.ts';
import { composeReport } from '../../../src/report/model/compose/compose.ts';
import type { ReportLedger } from '../../../src/report/model/ledger.ts';
import type { ReplayedLedger } from '../../../src/verify/audit/replay-ledger.ts';
import { type Entry, History } from '../../../src/verify/history/history.ts';
import { Consortium, ED25519_FOUNDERS } from '../../_util/consortium.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { ARBITER } from '../../_util/credit-scenario.ts';
import { sampleHistory } from '../../_util/history.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';
import { EXTRAS, reportLedger } from '../../_util/reports.ts';

const PAST = '2026-01-01T00:00:00.000Z';

let credit: NaiveLedger;
let sample: NaiveLedger;

beforeAll(() => {
  credit = creditLedger();
  const consortium = new Consortium();
  sample = new NaiveLedger(consortium.origin, consortium.logKey);
  sample.appendAll(sampleHistory(consortium));
});

function periodOf(ledger: ReportLedger) {
  const { content } = buildReport(ledger, { form: 'period' }, EXTRAS);
  if (content.form !== 'period') throw new Error(content.form);
  return content.period;
}

/** Exceptions as `check code`, with how often each stands there. */
function codesOf(ledger: ReportLedger): string[] {
  return periodOf(ledger).exceptions.map(({ check, code }) => `${check} ${code}`);
}

/** The ledger, as if its state held something else under a key. */
function withState<T extends object>(naive: NaiveLedger, key: StateKey<never>, change: (value: T) => T): ReportLedger {
  const ledger = reportLedger(naive);
  const value = ledger.state.value(key) as T | undefined;
  if (value === undefined) throw new Error(`nothing under ${key}`);
  ledger.state.apply([{ key, value: change(value) as never }]);
  return ledger;
}

/** The ledger, as if its audit had ended otherwise. */
function withReport(naive: NaiveLedger, report: Partial<ReplayedLedger['report']>): ReportLedger {
  const ledger = reportLedger(naive);
  return { ...ledger, report: { ...ledger.report, ...report } };
}

/** The ledger, as if the body of its first record of a kind, after `skip` others, said something else. */
function withBody(naive: NaiveLedger, kind: KindName, body: object, skip = 0): ReportLedger {
  const ledger = reportLedger(naive);
  const history = new History();
  const changed = ledger.history.of(kind)[skip]?.index;
  for (const entry of ledger.history.entries) {
    const { statement, index } = entry;
    const other = { ...statement, body: { ...statement.body, ...body } } as Entry['statement'];
    history.add(index === changed ? { ...entry, statement: other } : entry, index);
  }
  return { ...ledger, history };
}

const digestOf = (kind: 'contribution' | 'contribution-commit' | 'claim' | 'award' | 'round-open', naive = credit) =>
  reportLedger(naive).history.of(kind)[0]?.digest ?? '';

describe('what is found', () => {
  it('in a window that was disputed, corrected and refused', () => {
    expect(codesOf(reportLedger(credit))).toEqual([
      'contribution excluded',
      'award set-aside',
      'dispute disputed-copied',
      'correction corrected',
      'withdrawal withdrawn',
      'erasure erased',
      'refusal weight',
    ]);
  });

  it('where a key was revoked and a round aborted', () => {
    const codes = codesOf(reportLedger(sample));
    expect(codes).toContain('key-revocation revoked');
    expect(codes).toContain('round aborted');
  });

  it('where the audit failed, or could not tell', () => {
    const finding = { code: 'root-differs', message: 'x', index: 7 } as const;
    const failed = withReport(credit, { verdict: 'FAILED', problems: [finding] });
    expect(codesOf(failed)[0]).toBe('audit-finding root-differs');
    const { blocks } = composeReport(buildReport(failed, { form: 'period' }, EXTRAS));
    expect(blocks.find(({ type }) => type === 'verdict')).toMatchObject({ verdict: 'FAILED' });
    expect(codesOf(withReport(credit, { verdict: 'CANNOT TELL', doubts: [finding] }))[0]).toBe(
      'audit-finding root-differs',
    );
  });

  it('where nobody outside cosigned', () => {
    expect(codesOf(reportLedger(credit, false))[0]).toBe('witnesses no-witness');
    expect(codesOf(reportLedger(credit))).not.toContain('witnesses no-witness');
  });

  it('where one institution holds two roles by an exception of the charter', () => {
    const ledger = withState<{ readonly mayCombine: readonly string[] }>(
      credit,
      STATE.ledger as StateKey<never>,
      (now) => ({
        ...now,
        mayCombine: ['arbiter-treasurer'],
      }),
    );
    expect(codesOf(ledger)).not.toContain('combined-roles arbiter-treasurer');
    const key = STATE.institution(ARBITER);
    const own = ledger.state.value(key);
    if (own === undefined) throw new Error('no arbiter');
    const roles = { ...own.roles, treasurer: { since: 1 } };
    ledger.state.apply([{ key, value: { ...own, roles } }]);
    const [found] = periodOf(ledger).exceptions.filter(({ check }) => check === 'combined-roles');
    expect(found).toMatchObject({ code: 'arbiter-treasurer', who: ARBITER });
  });

  it('where records were signed with a key that was compromised by then', () => {
    const [entry] = reportLedger(credit).history.of('contribution');
    const { author } = entry?.statement ?? { author: '' };
    const ledger = reportLedger(credit);
    const key = STATE.institution(author);
    const own = ledger.state.value(key);
    if (own === undefined || entry === undefined) throw new Error('no key');
    const { [entry.keyId]: signing } = own.keys;
    if (signing === undefined) throw new Error('no key');
    const keys = { ...own.keys, [entry.keyId]: { ...signing, until: entry.index, compromisedSince: entry.index } };
    ledger.state.apply([{ key, value: { ...own, keys } }]);
    const doubtful = periodOf(ledger).exceptions.filter(({ check }) => check === 'doubtful-record');
    const signed = ledger.history.entries.filter(({ keyId, index }) => keyId === entry.keyId && index >= entry.index);
    expect(doubtful.map(({ index }) => index)).toEqual(signed.map(({ index }) => index));
  });

  it('where a commitment was never revealed, nobody decided, or somebody is late', () => {
    const round = digestOf('round-open');
    const author = reportLedger(credit).history.of('contribution-commit')[0]?.statement.author;
    const withheld = withState(credit, STATE.round(round) as StateKey<never>, (now) => ({
      ...now,
      withheld: [author],
    }));
    expect(codesOf(withheld)).toContain('withheld-reveal withheld');
    const open = withState(credit, STATE.round(round) as StateKey<never>, (now) => ({
      ...now,
      status: 'open',
      closeBy: PAST,
    }));
    expect(codesOf(open)).toContain('round overdue');
    const contribution = reportLedger(credit).history.of('contribution')[1]?.digest ?? '';
    const key = STATE.contribution(contribution) as StateKey<never>;
    const undecided = withState(credit, key, (now) => ({ ...now, status: 'submitted' }));
    const then = undecided.state.value(STATE.round(round));
    if (then === undefined) throw new Error('no round');
    undecided.state.apply([{ key: STATE.round(round), value: { ...then, decideBy: PAST } }]);
    expect(codesOf(undecided)).toContain('contribution undecided');
    const claim = withState(
      credit,
      STATE.claim(digestOf('claim')) as StateKey<never>,
      (now: Readonly<Record<string, string>>) => {
        const { settlement: _, ...rest } = now;
        return { ...rest, settleBy: PAST };
      },
    );
    expect(codesOf(claim)).toContain('claim unsettled');
    const lapsed = withState(credit, STATE.award(digestOf('award')) as StateKey<never>, (now) => ({
      ...now,
      status: 'proposed',
      finalBy: PAST,
      lapsed: true,
      reopened: ['x'],
    }));
    expect(codesOf(lapsed)).toEqual(
      expect.arrayContaining(['award dispute-lapsed', 'award reopened', 'award overdue']),
    );
  });

  it('where a contribution was rejected, an institution left, a key was compromised, or a list of refusals was cut', () => {
    const rejected = withBody(credit, 'contribution-decision', { outcome: 'rejected', cause: 'near-duplicate' });
    const [found] = periodOf(rejected).exceptions.filter(({ check }) => check === 'rejection');
    const [decision] = rejected.history.of('contribution-decision');
    expect(found).toMatchObject({
      code: 'rejected-near-duplicate',
      who: decision?.statement.body.institution,
      subject: decision?.statement.body.contribution,
    });
    expect(codesOf(withBody(sample, 'institution', { status: 'left' }))).toContain('departure institution-left');
    const revoked = reportLedger(sample)
      .history.of('key')
      .findIndex(({ statement }) => statement.body.change === 'revoke');
    expect(codesOf(withBody(sample, 'key', { compromisedSince: 9 }, revoked))).toContain('key-revocation compromised');
    expect(codesOf(withBody(credit, 'refusals', { omitted: 7 }))).toContain('refusal refusals-omitted');
  });

  it('where a record came a day late, or before it was signed', () => {
    const consortium = new Consortium({ founders: ED25519_FOUNDERS });
    const late = new NaiveLedger(consortium.origin, consortium.logKey);
    for (const [i, signed] of consortium.founding().entries()) {
      const at = i === 0 ? '2026-01-01T00:00:00.000Z' : '2026-12-24T08:00:00.000Z';
      late.append(signed, at);
    }
    const found = periodOf(reportLedger(late)).exceptions;
    expect(found[0]).toMatchObject({ check: 'clock-ahead', index: 0 });
    expect(found.filter(({ check }) => check === 'late-entry')).toHaveLength(late.size - 1);
    expect(found.at(-1)?.quantity).toBeGreaterThan(86_400);
  });

  it('where approvals are missing', () => {
    const consortium = new Consortium();
    const waiting = new NaiveLedger(consortium.origin, consortium.logKey);
    const history = sampleHistory(consortium);
    const joined = history.findIndex(({ statement }) => statement.kind === 'institution');
    waiting.appendAll(history.slice(0, joined + 1));
    const [found] = periodOf(reportLedger(waiting)).exceptions.filter(({ check }) => check === 'quorum');
    expect(found).toMatchObject({ code: 'quorum-missing', index: joined, status: 'pending', quantity: 1 });
  });
});

describe('an exception', () => {
  it('names its record, its subject and the answer to it', () => {
    const { exceptions } = periodOf(reportLedger(credit));
    const dispute = exceptions.find(({ check }) => check === 'dispute') as ReportException;
    expect(dispute.responses.map(({ kind }) => kind)).toEqual(['dispute-response', 'resolution']);
    const { history } = reportLedger(credit);
    for (const { index, id, subject, subjectIndex, responses } of exceptions) {
      if (id !== undefined && index !== undefined) expect(history.find(id)?.index).toBe(index);
      if (subject !== undefined && subjectIndex !== undefined) expect(history.find(subject)?.index).toBe(subjectIndex);
      for (const response of responses) expect(history.find(response.id)?.index).toBe(response.index);
    }
  });

  it('is never silently absent: every check is listed, has words, and an empty list says how many checks there were', () => {
    const { checks } = periodOf(reportLedger(credit));
    expect(checks.map(({ check }) => check).sort()).toEqual(Object.keys(CHECK_WORDS).sort());
    const consortium = new Consortium({ founders: ED25519_FOUNDERS });
    const quiet = new NaiveLedger(consortium.origin, consortium.logKey);
    for (const signed of consortium.founding()) quiet.append(signed, '2026-11-23T08:30:00.000Z');
    const ledger = reportLedger(quiet);
    expect(periodOf(ledger).exceptions).toEqual([]);
    const paper = JSON.stringify(composeReport(buildReport(ledger, { form: 'period' }, EXTRAS)));
    expect(paper).toContain(`예외 0건 (검사 항목 ${checks.length}개)`);
    expect(paper).toContain(`No exception was found (${checks.length} checks).`);
  });
});
