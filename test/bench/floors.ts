/**
 * What the ratios should reach on any machine, from the project's aims. They mark the table; they fail nothing, for a shared
 * machine may be busy. docs/performance.md says why one is not met.
 * @module
 */
import type { Better } from './benchmark.ts';

/** Bound of a ratio value / limit: at least `ratio` where more is better, at most `ratio` where less is. */
export interface Floor {
  readonly ratio: number;
  readonly better: Better;
}

const atLeast = (ratio: number): Floor => ({ ratio, better: 'more' });
const atMost = (ratio: number): Floor => ({ ratio, better: 'less' });

export const FLOORS: Readonly<Record<string, Floor>> = {
  'file-sha256': atLeast(0.9),
  'http-append-single': atMost(2),
  'http-append-batch': atLeast(0.35),
  'proof-inclusion-verify': atLeast(0.5),
  'audit-replay': atLeast(0.55),
  'bytes-per-record': atMost(1.08),
  startup: atMost(3),
  'startup-first-commit': atMost(3),
  'peer-hypercore-append-256-synced': atMost(1),
};

/** `met`, `not met`, or nothing for a benchmark without a floor. */
export function verdictOf(name: string, ratio: number): string {
  const floor = FLOORS[name];
  if (floor === undefined) return '';
  const isMet = floor.better === 'more' ? ratio >= floor.ratio : ratio <= floor.ratio;
  return `${floor.better === 'more' ? '>=' : '<='} ${floor.ratio} ${isMet ? 'met' : 'not met'}`;
}
