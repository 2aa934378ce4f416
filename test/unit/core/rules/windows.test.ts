import { describe, expect, it } from 'vitest';
import type { AwardBody } from '../../../../src/core/generated/bodies.ts';
import type { WindowState } from '../../../../src/core/rules/state-credit.ts';
import { isWindowOver, MAX_WINDOW_INSTITUTIONS, placeRound } from '../../../../src/core/rules/windows.ts';
import { MAX_PAYLOAD_BYTES } from '../../../../src/core/statement/statement.ts';
import { digestOf } from '../../../_util/bodies.ts';
import { Consortium } from '../../../_util/consortium.ts';
import { creditPolicyBody } from '../../../_util/credit-bodies.ts';

const policy = creditPolicyBody({ window: { rounds: 3, seconds: 10 } });
const window: WindowState = {
  policy: digestOf('policy'),
  plan: digestOf('plan'),
  rounds: ['first'],
  institutions: ['hanul', 'dasan'],
  firstClosedAt: '2026-11-23T08:30:00.000Z',
  reportsBy: '2026-11-23T09:00:00.000Z',
};
const END = '2026-11-23T08:30:10.000Z';
const PAST = '2026-11-23T08:30:10.001Z';
const players = [
  { contribution: digestOf('1'), institution: 'dasan', weight: 1 },
  { contribution: digestOf('2'), institution: 'saebyeok', weight: 1 },
];
const terms = { policy: window.policy, plan: window.plan, commitBy: '', reportBy: '2026-11-23T08:59:00.000Z' };

const place = (last: WindowState | undefined, credit: typeof terms, closedAt: string) =>
  placeRound(last && { number: 4, window: last }, policy, { digest: 'round', credit, players, closedAt });

describe('a credit window', () => {
  it('is over when it is full, or past its time, to the millisecond', () => {
    expect(isWindowOver(window, policy, END)).toBe(false);
    expect(isWindowOver(window, policy, PAST)).toBe(true);
    expect(isWindowOver({ ...window, rounds: ['1', '2'] }, policy, window.firstClosedAt)).toBe(false);
    expect(isWindowOver({ ...window, rounds: ['1', '2', '3'] }, policy, window.firstClosedAt)).toBe(true);
  });

  it('is the first one where there is none', () => {
    expect(place(undefined, terms, END)).toEqual({
      number: 1,
      window: {
        ...window,
        rounds: ['round'],
        institutions: ['dasan', 'saebyeok'],
        firstClosedAt: END,
        reportsBy: terms.reportBy,
      },
    });
  });

  it('takes rounds of the same terms while it runs, and keeps the time of its first', () => {
    expect(place(window, terms, END)).toEqual({
      number: 4,
      window: { ...window, rounds: ['first', 'round'], institutions: ['hanul', 'dasan', 'saebyeok'] },
    });
  });

  it('waits for the latest of its reports', () => {
    const later = { ...terms, reportBy: '2026-11-23T09:00:00.001Z' };
    expect(place(window, later, END).window.reportsBy).toBe(later.reportBy);
    expect(place(window, terms, END).window.reportsBy).toBe(window.reportsBy);
  });

  it.each([
    ['its time', terms, PAST],
    ['another policy', { ...terms, policy: digestOf('other') }, END],
    ['another plan', { ...terms, plan: digestOf('other') }, END],
  ])('is followed by the next after %s', (_, credit, closedAt) => {
    const placed = place(window, credit, closedAt);
    expect(placed.number).toBe(5);
    expect(placed.window).toEqual({
      policy: credit.policy,
      plan: credit.plan,
      rounds: ['round'],
      institutions: ['dasan', 'saebyeok'],
      firstClosedAt: closedAt,
      reportsBy: terms.reportBy,
    });
  });

  it('credits so many institutions that the longest award of all fits into a statement', () => {
    const nines = (digits: number): string => '9'.repeat(digits);
    const line = {
      beneficiary: 'x'.repeat(64),
      amount: nines(38),
      rounds: 64,
      samples: nines(11), // 64 rounds of the largest band
      utility: `-${nines(21)}`, // 12! * 2^32 * 64
      quality: 10_000,
      reputation: 10_000,
      terms: [nines(34), nines(19), nines(26), nines(26), nines(21)], // equal (lcm of sizes to 64), samples, utilities
    };
    const body: AwardBody = {
      policy: digestOf('policy'),
      model: 'x'.repeat(64),
      window: 1_000_000,
      rounds: Array.from({ length: 64 }, (_, i) => digestOf(String(i))),
      budget: nines(38),
      reserve: nines(38),
      replaces: digestOf('replaced'),
      lines: Array.from({ length: MAX_WINDOW_INSTITUTIONS }, (_, i) => ({
        ...line,
        beneficiary: `${line.beneficiary.slice(3)}${String(i).padStart(3, '0')}`,
      })),
    };
    const consortium = new Consortium({ origin: 'x'.repeat(255) });
    const [founder = ''] = consortium.founders.map(({ id }) => id);
    const seen = { size: Number.MAX_SAFE_INTEGER, root: digestOf('root') };
    const { payload } = consortium.statement('award', founder, body, { seen, stray: true });
    expect(payload.length).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
  });

  it('keeps its award to itself', () => {
    const awarded = { ...window, award: digestOf('award') };
    expect(place(awarded, terms, PAST).window).not.toHaveProperty('award');
  });
});
