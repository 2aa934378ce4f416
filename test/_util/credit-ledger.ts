/**
 * A ledger that earned credit, record by record, for tests of what can be proven of an account: an award of two rounds, its
 * credits, a claim that is settled, one that is not, and credit passed on.
 * @module
 */
import type { SignedStatement } from '../../src/core/record/record.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { assembleStatement } from '../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../src/verify/account/files-source.ts';
import {
  type AccountVerification,
  type VerifyAccountOptions,
  verifyAccountStatement,
} from '../../src/verify/account/verify-account.ts';
import { settlementBody } from './credit-bodies.ts';
import {
  CreditScenario,
  type CreditScenarioOptions,
  creditConsortium,
  HOSPITAL,
  OPERATOR,
  PHARMA,
  type ScenarioStep,
  TREASURER,
} from './credit-scenario.ts';
import { type Cosigner, NaiveLedger } from './naive-ledger.ts';
import { policyOf, verifySync, WITNESS } from './proven-ledger.ts';
import { mapFiles, naiveFiles } from './stored-ledger.ts';

export class CreditLedger {
  readonly scenario: CreditScenario;
  readonly ledger: NaiveLedger;
  /** What a reader trusts: the log and one witness. */
  readonly policy: string;

  constructor(options: CreditScenarioOptions = {}) {
    const consortium = creditConsortium(options.contributors ?? 2);
    this.scenario = new CreditScenario(consortium, options);
    this.ledger = new NaiveLedger(consortium.origin, consortium.logKey);
    this.policy = policyOf([consortium.logKey], WITNESS);
    this.ledger.appendAll(consortium.founding());
  }

  /** Records a step of the scenario, as the rules ask. */
  add({ signed, at }: ScenarioStep): SignedStatement {
    this.ledger.append(signed, formatInstant(at));
    return signed;
  }

  /** What a dishonest operator does: records a step whatever the rules say. */
  force({ signed, at }: ScenarioStep): SignedStatement {
    this.ledger.appendUnjudged(signed, formatInstant(at));
    return signed;
  }

  /** Everything up to the final award and its credits, by beneficiary. */
  toCredits(): Map<string, SignedStatement> {
    for (const step of this.scenario.toAward()) this.add(step);
    const final = this.add(this.scenario.awardFinal());
    return this.credit(final, this.scenario.lines());
  }

  /** Records the credits of a source, as the ledger does at once. */
  credit(
    source: SignedStatement,
    lines: readonly { readonly line: number; readonly beneficiary: string; readonly amount: string }[],
  ): Map<string, SignedStatement> {
    const { consortium, at } = this.scenario;
    return new Map(
      lines.map(({ line, beneficiary, amount }) => {
        const body = { source: source.digest, line, beneficiary, amount };
        const signed = consortium.statement('credit', OPERATOR, body);
        this.add({ signed, at });
        return [beneficiary, signed];
      }),
    );
  }

  /** A claim that is settled, one that is not, and some passed on to the hospital. */
  spend(credits: ReadonlyMap<string, SignedStatement>): void {
    const { scenario } = this;
    const credit = credits.get(PHARMA)?.digest ?? '';
    const settled = this.add(scenario.claim(PHARMA, credit, '100000'));
    const body = settlementBody(settled.digest, PHARMA);
    this.add(scenario.step(scenario.consortium.statement('settlement', TREASURER, body)));
    this.add(scenario.claim(PHARMA, credit, '50000'));
    const transfer = this.add(scenario.transfer(PHARMA, credit, HOSPITAL, '25000'));
    this.credit(transfer, [{ line: 0, beneficiary: HOSPITAL, amount: '25000' }]);
  }

  /** Publishes what is there, cosigned some seconds after the last record. */
  publish(secondsLater = 10, ...others: readonly Cosigner[]): string {
    const timestampSeconds = Math.floor(this.scenario.at / 1000) + secondsLater;
    return this.ledger.publish([{ witness: WITNESS, timestampSeconds }, ...others]);
  }

  /** The statement of `account` at the newest publication, from the files that the ledger would be. */
  async statement(account: string): Promise<Uint8Array> {
    return assembleStatement(await openFilesSource(mapFiles(naiveFiles(this.ledger), true)), account);
  }

  verify(statement: Uint8Array, options: VerifyAccountOptions = {}): Promise<AccountVerification> {
    return verifyAccountStatement(statement, this.policy, { verifySignature: verifySync, ...options });
  }
}

/** The whole history, spent and published. */
export function spentLedger(options: CreditScenarioOptions = {}): CreditLedger {
  const made = new CreditLedger({ rounds: 2, ...options });
  made.spend(made.toCredits());
  made.publish();
  return made;
}

/** The checks that did not pass, as `id outcome code`. */
export function unmetChecks({ checks }: AccountVerification): string[] {
  return checks
    .filter(({ outcome }) => outcome === 'failed' || outcome === 'unknown')
    .map(({ id, outcome, code }) => `${id} ${outcome} ${code}`);
}
