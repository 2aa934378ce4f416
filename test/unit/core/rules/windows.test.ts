import { describe, expect, it } from 'vitest';
import type { WindowState } from '../../../../src/core/rules/state-credit.ts';
import { isWindowOver, placeRound } from '../../../../src/core/rules/windows.ts';
import { digestOf } from '../../../_util/bodies.ts';
import { creditPolicyBody } from '../../../_util/credit-bodies.ts';

const policy = creditPolicyBody({ window: { rounds: 3, seconds: 10 } });
const window: WindowState = {
  policy: digestOf('policy'),
  plan: digestOf('plan'),
  rounds: ['first'],
  firstClosedAt: '2026-11-23T08:30:00.000Z',
  reportsBy: '2026-11-23T09:00:00.000Z',
};
const END = '2026-11-23T08:30:10.000Z';
const PAST = '2026-11-23T08:30:10.001Z';
const terms = { policy: window.policy, plan: window.plan, commitBy: '', reportBy: '2026-11-23T08:59:00.000Z' };

describe('a credit window', () => {
  it('is over when it is full, or past its time, to the millisecond', () => {
    expect(isWindowOver(window, policy, END)).toBe(false);
    expect(isWindowOver(window, policy, PAST)).toBe(true);
    expect(isWindowOver({ ...window, rounds: ['1', '2'] }, policy, window.firstClosedAt)).toBe(false);
    expect(isWindowOver({ ...window, rounds: ['1', '2', '3'] }, policy, window.firstClosedAt)).toBe(true);
  });

  it('is the first one where there is none', () => {
    expect(placeRound(undefined, policy, terms, 'round', END)).toEqual({
      number: 1,
      window: { ...window, rounds: ['round'], firstClosedAt: END, reportsBy: terms.reportBy },
    });
  });

  it('takes rounds of the same terms while it runs, and keeps the time of its first', () => {
    expect(placeRound({ number: 4, window }, policy, terms, 'round', END)).toEqual({
      number: 4,
      window: { ...window, rounds: ['first', 'round'] },
    });
  });

  it('waits for the latest of its reports', () => {
    const later = { ...terms, reportBy: '2026-11-23T09:00:00.001Z' };
    expect(placeRound({ number: 4, window }, policy, later, 'round', END).window.reportsBy).toBe(later.reportBy);
    expect(placeRound({ number: 4, window }, policy, terms, 'round', END).window.reportsBy).toBe(window.reportsBy);
  });

  it.each([
    ['its time', terms, PAST],
    ['another policy', { ...terms, policy: digestOf('other') }, END],
    ['another plan', { ...terms, plan: digestOf('other') }, END],
  ])('is followed by the next after %s', (_, credit, closedAt) => {
    const placed = placeRound({ number: 4, window }, policy, credit, 'round', closedAt);
    expect(placed.number).toBe(5);
    expect(placed.window).toEqual({
      policy: credit.policy,
      plan: credit.plan,
      rounds: ['round'],
      firstClosedAt: closedAt,
      reportsBy: terms.reportBy,
    });
  });

  it('keeps its award to itself', () => {
    const awarded = { ...window, award: digestOf('award') };
    expect(placeRound({ number: 4, window: awarded }, policy, terms, 'round', PAST).window).not.toHaveProperty('award');
  });
});
