/**
 * Random histories of credit, by the thousand. What must hold in all of them: credit is conserved (I6), a rule reads nothing
 * but what it named, and replaying gives the same state (I4).
 */
import { describe, expect, it } from 'vitest';
import { AccountTree } from '../../src/core/account/trie.ts';
import { decodeHex } from '../../src/core/bytes/hex.ts';
import { recomputeAward } from '../../src/core/rules/award-inputs.ts';
import { STATE } from '../../src/core/rules/state.ts';
import type { AwardState } from '../../src/core/rules/state-credit.ts';
import { bodySubject, parseStatement } from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { checkConserved } from '../_util/credit-conservation.ts';
import { oracleAmounts } from '../_util/credit-history-oracle.ts';
import { Reached } from '../_util/credit-reached.ts';
import type { QuickLedger } from '../_util/quick-ledger.ts';
import { CreditHistory } from '../_util/random-credit-history.ts';
import { createCreditWorld } from '../_util/random-credit-world.ts';

installNodePrimitives();

/** Histories of a run; more by LEDGERLINE_CREDIT_HISTORIES. */
const RUNS = Number(process.env['LEDGERLINE_CREDIT_HISTORIES'] ?? 150);
/** Statements that a history offers. */
const STEPS = 120;
/** How often a rule is asked what it reads. The engine and the auditor allow 8. */
const MOST_ASKED = 6;
/** The oracle shuffles permutations slowly: in one history of so many. */
const PERMUTED_ONE_IN = 4;

const MOVES_CREDIT: readonly KindName[] = ['award-final', 'credit', 'claim', 'transfer'];

const world = createCreditWorld();
const treeOfWorld = grow(AccountTree.empty(world.consortium.origin), world.ledger);

/** The account tree with what `ledger` has beyond it. Its leaves are statement digests: neither sums nor counts rest on them. */
function grow(from: AccountTree, ledger: QuickLedger): AccountTree {
  const start = from.totals().count;
  return ledger.records.slice(start).reduce((tree, { signed, change }, i) => {
    const { account, issuedDelta, spentDelta } = change;
    const leafHash = decodeHex(signed.digest, 32);
    return tree.append({ account, index: start + i, leafHash, issuedDelta, spentDelta }).tree;
  }, from);
}

/** Plays a history of unsigned statements. */
function play(seed: number, reached: Reached): CreditHistory {
  const history = new CreditHistory(world, seed, { signs: false });
  const { ledger } = history;
  for (let step = 0; step < STEPS; step++) {
    const signed = history.offer();
    const outcome = ledger.judge(signed, history.now);
    if (outcome.accepted) history.learn(signed, history.now, outcome.change);
    else reached.refusal(outcome.code);
    if (outcome.accepted && MOVES_CREDIT.includes(signed.statement.kind)) checkConserved(ledger);
  }
  checkConserved(ledger);
  return history;
}

/** The same records, from their bytes and from the beginning of the history on, judged by a ledger that knows nothing else. */
function replay({ ledger: played }: CreditHistory): QuickLedger {
  const { ledger: before } = world;
  const ledger = before.fork();
  for (const { signed, recordedAt } of played.records.slice(before.size)) {
    ledger.accept({ ...signed, statement: parseStatement(signed.payload) }, recordedAt);
  }
  return ledger;
}

/** Sums of the account tree, which only added up what records issue and spend, against the credits of the state. */
function checkAccounts(ledger: QuickLedger): void {
  const tree = grow(treeOfWorld, ledger);
  const totals = { count: ledger.size, issued: 0n, spent: 0n };
  const owners = new Map<string, { issued: bigint; spent: bigint }>();
  for (const [key, value] of ledger.state) {
    if (!key.startsWith('credit/')) continue;
    const { beneficiary, amount, spent } = value as { beneficiary: string; amount: string; spent: string };
    const sums = owners.get(beneficiary) ?? { issued: 0n, spent: 0n };
    owners.set(beneficiary, { issued: sums.issued + BigInt(amount), spent: sums.spent + BigInt(spent) });
    totals.issued += BigInt(amount);
    totals.spent += BigInt(spent);
  }
  expect(tree.totals()).toEqual(totals);
  for (const [owner, sums] of owners) expect(tree.account(owner)).toMatchObject(sums);
}

/** Awards against the oracle, which reads the statements before each and nothing else; how many. */
function checkAwards({ ledger }: CreditHistory, withPermutations: boolean): number {
  const { records } = ledger;
  let checked = 0;
  for (const [index, { signed }] of records.entries()) {
    const { statement } = signed;
    if (statement.kind !== 'award') continue;
    const { body } = statement;
    const plan = ledger.get(STATE.window(body.model, body.window))?.plan ?? '';
    if (!withPermutations && ledger.get(STATE.plan(plan))?.scheme === 'permutation') continue;
    const amounts = oracleAmounts(records.slice(0, index), body);
    const what = `award ${signed.digest} of record ${index}`;
    expect(new Map(body.lines.map(({ beneficiary, amount }) => [beneficiary, BigInt(amount)])), what).toEqual(amounts);
    checked++;
  }
  return checked;
}

/** Nobody can block: what stands in the place of an award that was set aside is still the body that its resolution named. */
function checkReplacements({ ledger: { state, view } }: CreditHistory): void {
  for (const [key, value] of state) {
    if (!key.startsWith('award/')) continue;
    const { status, model, window, replacement } = value as AwardState;
    const digest = key.slice('award/'.length);
    if (status !== 'set-aside' || view.get(STATE.window(model, window))?.award !== digest) continue;
    expect(bodySubject('award', recomputeAward(view, model, window, digest)).sha256).toBe(replacement);
  }
}

describe('random histories of credit', () => {
  it(`I4, I6: conserve credit, and replay to the same state, byte for byte (${RUNS})`, () => {
    const reached = new Reached();
    let mostAsked = 0;
    let awards = 0;
    for (let run = 1; run <= RUNS; run++) {
      const history = play(run * 7919, reached);
      const replayed = replay(history);
      expect(replayed.text(), `history ${run}`).toBe(history.ledger.text());
      checkAccounts(replayed);
      checkReplacements(history);
      awards += checkAwards(history, run % PERMUTED_ONE_IN === 0);
      mostAsked = Math.max(mostAsked, history.ledger.mostAsked);
      reached.history(history);
    }
    expect(mostAsked).toBeLessThanOrEqual(MOST_ASKED);
    expect(awards).toBeGreaterThan(RUNS);
    reached.expectDepth(RUNS);
  }, 1_200_000);

  it('a statement that is refused changes nothing', () => {
    const history = new CreditHistory(world, 1, { signs: false });
    const { ledger } = history;
    let refused = 0;
    for (let step = 0; step < 200; step++) {
      const signed = history.offer();
      const before = ledger.text();
      const outcome = ledger.judge(signed, history.now);
      expect(ledger.text()).toBe(before);
      if (outcome.accepted) history.learn(signed, history.now, outcome.change);
      else refused++;
    }
    expect(refused).toBeGreaterThan(20);
    // Nor could a rule change a value in passing: it would throw.
    expect(Object.isFrozen(ledger.get(STATE.ledger)?.vocabularies.bands)).toBe(true);
  });
});
