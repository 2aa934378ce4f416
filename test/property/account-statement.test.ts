/**
 * Account statements of random histories of credit, fully signed: of every scheme and policy, with sealed reports, groups,
 * withheld reveals, disputes, rotated and revoked keys, members that left. What the rules recorded, the offline verifier finds right.
 */
import { expect, test } from 'vitest';
import { AccountTree } from '../../src/core/account/trie.ts';
import { makeRecord } from '../../src/core/record/record.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { assembleStatement } from '../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../src/verify/account/files-source.ts';
import { parseAccountStatement } from '../../src/verify/account/statement.ts';
import { renderAccount } from '../../src/verify/account/text.ts';
import { verifyAccountStatement } from '../../src/verify/account/verify-account.ts';
import { unmetChecks } from '../_util/credit-ledger.ts';
import { naiveShown } from '../_util/naive-account.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { verifySync } from '../_util/proven-ledger.ts';
import type { QuickLedger } from '../_util/quick-ledger.ts';
import { CreditHistory } from '../_util/random-credit-history.ts';
import { CONTRIBUTORS, createCreditWorld, TREASURER } from '../_util/random-credit-world.ts';
import { mapFiles, naiveFiles } from '../_util/stored-ledger.ts';

installNodePrimitives();

/** Histories of a run; more by LEDGERLINE_STATEMENT_HISTORIES. */
const RUNS = Number(process.env['LEDGERLINE_STATEMENT_HISTORIES'] ?? 6);
/** Statements that a history offers. */
const STEPS = 140;
/** Who earns credit, and one who does not. */
const ACCOUNTS = [...CONTRIBUTORS, TREASURER];
/** The oracle goes over all records again and again: one account in so many. */
const ORACLE_ONE_IN = 7;

const world = createCreditWorld();
const policy = `log ${world.consortium.logKey.vkey}\nquorum none\n`;

function play(seed: number): QuickLedger {
  const history = new CreditHistory(world, seed, { signs: true });
  for (let step = 0; step < STEPS; step++) {
    const signed = history.offer();
    const outcome = history.ledger.judge(signed, history.now);
    if (outcome.accepted) history.learn(signed, history.now, outcome.change);
  }
  return history.ledger;
}

/** The records as they would stand in a log, published. */
function recorded({ records }: QuickLedger): NaiveLedger {
  const { origin, logKey } = world.consortium;
  const ledger = new NaiveLedger(origin, logKey);
  let tree = AccountTree.empty(origin);
  for (const [index, { signed, recordedAt, change }] of records.entries()) {
    const { bytes, leafHash } = makeRecord(signed, recordedAt, tree.root());
    ledger.appendBytes(bytes);
    tree = tree.append({ ...change, index, leafHash }).tree;
  }
  ledger.publish();
  return ledger;
}

test(`I5, I6: every account of random histories of credit (${RUNS})`, async () => {
  const kinds = new Set<string>();
  let [statements, awards, compared] = [0, 0, 0];
  for (let run = 1; run <= RUNS; run++) {
    const seed = run * 104_729;
    const ledger = recorded(play(seed));
    const source = await openFilesSource(mapFiles(naiveFiles(ledger, '00'.repeat(32)), true));
    for (const account of ACCOUNTS) {
      const bytes = await assembleStatement(source, account);
      const verification = await verifyAccountStatement(bytes, policy, { verifySignature: verifySync });
      expect(unmetChecks(verification), `${account} of ${seed}: ${renderAccount(verification, 'en')}`).toEqual([]);
      const shown = parseAccountStatement(bytes).records.map(({ index }) => index);
      for (const index of shown) {
        const { statement } = ledger.record(index);
        kinds.add(statement.kind === 'utility-report' ? `${statement.kind} ${statement.body.form}` : statement.kind);
      }
      awards += verification.facts?.awards.length ?? 0;
      if (statements++ % ORACLE_ONE_IN > 0) continue;
      expect(shown).toEqual(naiveShown(ledger, account));
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(RUNS / 2);
  expect(statements).toBe(RUNS * ACCOUNTS.length);
  expect(awards).toBeGreaterThan(RUNS);
  const wanted = ['claim', 'transfer', 'settlement', 'utility-report open', 'utility-report sealed'];
  if (RUNS >= 20) expect([...kinds]).toEqual(expect.arrayContaining(wanted));
}, 300_000);
