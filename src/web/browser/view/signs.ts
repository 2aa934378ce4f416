/**
 * The signs of verdicts and outcomes: each has a shape of its own, so that colour is never the only difference.
 * @module
 */
import type { CheckOutcome, Verdict } from '../../../verify/verdict.ts';

const DISC = 'M12 1a11 11 0 1 0 0 22a11 11 0 0 0 0-22z';
const OCTAGON = 'M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z';
const TRIANGLE = 'M12 1.5 23.5 22H.5z';
const RING = `${DISC}m0 2.2a8.8 8.8 0 1 1 0 17.6a8.8 8.8 0 0 1 0-17.6z`;
const TICK = 'M10.2 17.4 5.3 12.5l1.9-1.9 3 3 6.6-6.6 1.9 1.9z';
const CROSS = 'M8 6.1 12 10.1 16 6.1 17.9 8 13.9 12 17.9 16 16 17.9 12 13.9 8 17.9 6.1 16 10.1 12 6.1 8z';
const QUESTION =
  'M10.9 18h2.2v2.1h-2.2zM8.6 11.9c0-2 1.5-3.4 3.5-3.4 2.1 0 3.5 1.2 3.5 3 0 1.3-.6 2-1.6 2.8-.8.6-.9.9-.9 1.7v.4h-2.2v-.6c0-1.4.5-2.1 1.5-2.9.7-.6 1-.9 1-1.4 0-.7-.5-1.1-1.3-1.1-.9 0-1.4.6-1.4 1.5z';
const DASH = 'M6 10.8h12v2.4H6z';

export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  VERIFIED: DISC + TICK,
  FAILED: OCTAGON + CROSS,
  'CANNOT TELL': TRIANGLE + QUESTION,
};

export const OUTCOME_SIGNS: Readonly<Record<CheckOutcome, string>> = {
  passed: DISC + TICK,
  failed: OCTAGON + CROSS,
  unknown: TRIANGLE + QUESTION,
  'not-reached': RING + DASH,
  ignored: RING + DASH,
};
