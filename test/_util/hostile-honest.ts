/**
 * Honest histories that attackers have read.
 * @module
 */
import type { SignedStatement } from '../../src/core/record/record.ts';
import { STATE } from '../../src/core/rules/state.ts';
import { LeafPool } from './hostile-body.ts';
import type { NaiveLedger } from './naive-ledger.ts';

/** An honest history, and everything that its statements say. */
export interface Honest {
  readonly ledger: NaiveLedger;
  readonly statements: readonly SignedStatement[];
  /** When each is recorded. */
  readonly times: readonly string[];
  readonly pool: LeafPool;
  /** Records of the founding. */
  readonly founded: number;
}

export function honest(ledger: NaiveLedger): Honest {
  const statements = Array.from({ length: ledger.size }, (_, index) => ledger.record(index));
  const times = statements.map(({ recordedAt }) => recordedAt);
  const pool = new LeafPool();
  for (const signed of statements) learn(pool, signed);
  const founded = statements.findIndex((_, size) => size > 0 && !ledger.state(size).has(STATE.founding));
  return { ledger, statements, times, pool, founded };
}

/** Other names under which statements speak of a statement of the kind. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'round-open': ['round'],
  'evaluation-plan': ['plan'],
  'credit-policy': ['policy'],
  'contribution-commit': ['commit'],
  contribution: ['about', 'contributions', 'players'],
  'utility-report': ['about'],
  dataset: ['datasets', 'supersedes', 'replacement'],
  'award-final': ['source'],
  transfer: ['source'],
};

/** Adds what a statement says, and the names by which others may speak of it. */
export function learn(pool: LeafPool, { statement, digest, keyId }: SignedStatement): void {
  const { kind, body, author } = statement;
  pool.learn(body, kind);
  pool.add(digest, kind, 'subject', 'subjects', ...(ALIASES[kind] ?? []));
  pool.add(author, 'institution', 'respondent', 'beneficiary');
  pool.add(`keys/${author}`, 'account');
  pool.add(author, 'account');
  pool.add(keyId, 'revokes', 'replaces');
}
