/**
 * Conservation of credit (I6), checked over a whole ledger: by its statements on one side and its state on the other.
 * @module
 */
import { STATE } from '../../src/core/rules/state.ts';
import type { QuickLedger } from './quick-ledger.ts';

type Sums = Map<string, bigint>;

function add(sums: Sums, name: string, amount: string): void {
  sums.set(name, (sums.get(name) ?? 0n) + BigInt(amount));
}

/** A comparison without the cost of an `expect`, which would double that of a history. */
function same<T>(actual: T, expected: T, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)}, expected ${String(expected)}`);
}

/**
 * What was issued is what final awards distribute and transfers pass on; what was spent is what claims and transfers say; no
 * credit, and so no account, spends more than it has.
 * @throws Error where that does not hold
 */
export function checkConserved(ledger: QuickLedger): void {
  const due: Sums = new Map();
  const issued: Sums = new Map();
  const spent: Sums = new Map();
  const accounts = new Map<string, { issued: bigint; spent: bigint }>();
  const reserves = new Map<string, bigint>();
  const credits: string[] = [];
  for (const { signed, change } of ledger.records) {
    const { statement, digest } = signed;
    const account = accounts.get(change.account) ?? { issued: 0n, spent: 0n };
    accounts.set(change.account, {
      issued: account.issued + change.issuedDelta,
      spent: account.spent + change.spentDelta,
    });
    if (statement.kind === 'award') {
      const { budget, reserve, lines } = statement.body;
      const paid = lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
      same(paid, BigInt(budget) - BigInt(reserve), `lines of ${digest}`);
      reserves.set(digest, paid);
    } else if (statement.kind === 'award-final') {
      add(due, digest, String(reserves.get(statement.body.award)));
    } else if (statement.kind === 'credit') {
      credits.push(digest);
      add(issued, statement.body.source, statement.body.amount);
      same(change.account, statement.body.beneficiary, `account of ${digest}`);
    } else if (statement.kind === 'claim' || statement.kind === 'transfer') {
      add(spent, statement.body.credit, statement.body.amount);
      if (statement.kind === 'transfer') add(due, digest, statement.body.amount);
    }
  }
  const drain = ledger.get(STATE.drain);
  for (const { amount } of drain?.lines ?? []) add(issued, drain?.source ?? '', amount);
  for (const [source, amount] of due) same(issued.get(source) ?? 0n, amount, `credits of ${source}`);
  for (const source of issued.keys()) same(due.has(source), true, `source ${source}`);
  for (const digest of credits) {
    const state = ledger.get(STATE.credit(digest));
    same(BigInt(state?.spent ?? -1), spent.get(digest) ?? 0n, `spent of ${digest}`);
    same(BigInt(state?.spent ?? 0) <= BigInt(state?.amount ?? 0), true, `rest of ${digest}`);
  }
  for (const [account, { issued: all, spent: used }] of accounts) same(used <= all, true, `balance of ${account}`);
}
