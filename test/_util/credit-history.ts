/**
 * A whole credit window and what follows it, over a naive ledger: an award that a dispute sets aside, the one that takes its
 * place, credits, what becomes of them, and the corrections and evidence of a consortium. With `sampleHistory`, every kind
 * occurs.
 * @module
 */
import type { Json } from '../../src/core/json/json.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { recomputeAward } from '../../src/core/rules/award-inputs.ts';
import { STATE, type StateKey, type View } from '../../src/core/rules/state.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { bodySubject } from '../../src/core/statement/statement.ts';
import { digestOf } from './bodies.ts';
import type { Consortium } from './consortium.ts';
import {
  algorithmBody,
  awardFinalBody,
  correctionBody,
  creditBody,
  datasetBody,
  disputeResponseBody,
  erasureBody,
  preparationBody,
  refusalsBody,
  reportBody,
  settlementBody,
  withdrawalBody,
} from './credit-bodies.ts';
import {
  ARBITER,
  CreditScenario,
  type CreditScenarioOptions,
  creditConsortium,
  HOSPITAL,
  OPERATOR,
  PHARMA,
  type ScenarioStep,
  TREASURER,
} from './credit-scenario.ts';
import { NaiveLedger } from './naive-ledger.ts';

/** Past every deadline of disputes about an award. */
const UNDISPUTED_UNITS = 2;

/**
 * The ledger with all of it recorded.
 * @param consortium of three contributors or more, which goes on signing where this ends
 */
export function creditLedger(
  consortium: Consortium = creditConsortium(3),
  options: CreditScenarioOptions = {},
): NaiveLedger {
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll(consortium.founding());
  const history = new CreditHistory(new CreditScenario(consortium, { contributors: 3, ...options }), ledger);
  history.window();
  history.spending();
  history.corrections();
  history.evidence();
  return ledger;
}

class CreditHistory {
  readonly #scenario: CreditScenario;
  readonly #ledger: NaiveLedger;

  constructor(scenario: CreditScenario, ledger: NaiveLedger) {
    this.#scenario = scenario;
    this.#ledger = ledger;
  }

  /** The award is disputed, set aside, replaced, and the replacement made final. */
  window(): void {
    const scenario = this.#scenario;
    const { consortium } = scenario;
    for (const step of scenario.toAward()) this.#append(step);
    const dispute = this.#append(scenario.dispute()).digest;
    this.#append(scenario.step(consortium.statement('dispute-response', PHARMA, disputeResponseBody(dispute)), 0.1));
    const { about = '' } = this.#get(STATE.dispute(dispute)) ?? {};
    const body = recomputeAward(this.#view(), 'safety-net', 1, scenario.award, STATE.contribution(about));
    const replacement = bodySubject('award', body).sha256;
    this.#record('resolution', ARBITER, { dispute, finding: 'upheld', replacement });
    const award = this.#record('award', TREASURER, body).digest;
    const final = consortium.statement('award-final', TREASURER, awardFinalBody(award));
    this.#append(scenario.step(final, UNDISPUTED_UNITS));
    this.#drain();
  }

  /** A claim with its settlement, which the claimant countersigns, and a transfer. */
  spending(): void {
    const scenario = this.#scenario;
    const [, partner = ''] = scenario.contributors.slice(1);
    const [credit = ''] = this.#keys('credit/');
    const { beneficiary = '', amount = '0' } = this.#get(STATE.credit(credit)) ?? {};
    const claim = this.#append(scenario.claim(beneficiary, credit, String(BigInt(amount) / 3n))).digest;
    const settlement = this.#record('settlement', TREASURER, settlementBody(claim, beneficiary));
    this.#append(scenario.step(scenario.consortium.endorsement(beneficiary, settlement)));
    const other = beneficiary === partner ? HOSPITAL : partner;
    this.#append(scenario.transfer(beneficiary, credit, other, '1000'));
    this.#drain();
  }

  corrections(): void {
    const { datasets } = this.#scenario;
    const [preparation = ''] = this.#keys('preparation/');
    const second = this.#record('preparation', PHARMA, preparationBody({ preparation: 'prep-2' })).digest;
    this.#record('correction', PHARMA, correctionBody(preparation, second));
    this.#record('dataset', HOSPITAL, datasetBody('more-data', second));
    this.#record('withdrawal', HOSPITAL, withdrawalBody(datasets.get(HOSPITAL) ?? ''));
    this.#record('erasure', HOSPITAL, erasureBody([datasets.get(HOSPITAL) ?? '']));
    const algorithm = this.#record('algorithm', PHARMA, algorithmBody());
    this.#append(this.#scenario.step(this.#scenario.consortium.endorsement(HOSPITAL, algorithm)));
  }

  evidence(): void {
    const { consortium } = this.#scenario;
    const subject = { name: 'report', sha256: digestOf('a period report') };
    const body = reportBody('period-1', { size: this.#ledger.size });
    this.#append(this.#scenario.step(consortium.statement('report', PHARMA, body, { subject })));
    const at = formatInstant(this.#scenario.at);
    const refused = { statement: digestOf('refused'), author: HOSPITAL, code: 'weight', at };
    this.#record('refusals', OPERATOR, refusalsBody([refused]));
  }

  /** The ledger writes the credits that wait. */
  #drain(): void {
    const { source = '', lines = [] } = this.#get(STATE.drain) ?? {};
    for (const { line, beneficiary, amount } of lines)
      this.#record('credit', OPERATOR, creditBody(source, line, beneficiary, amount));
  }

  #record(...[kind, author, body]: Parameters<CreditScenario['consortium']['statement']>): SignedStatement {
    return this.#append(this.#scenario.step(this.#scenario.consortium.statement(kind, author, body), 0.1));
  }

  #append({ signed, at }: ScenarioStep): SignedStatement {
    this.#ledger.append(signed, formatInstant(at));
    return signed;
  }

  /** What stands behind a prefix of the state's keys, in the order of the log. */
  #keys(prefix: string): string[] {
    const found = [...this.#ledger.state().keys()].filter((key) => key.startsWith(prefix));
    return found.map((key) => key.slice(prefix.length));
  }

  #get<T extends Json>(key: StateKey<T>): T | undefined {
    return this.#ledger.state().get(key) as T | undefined;
  }

  #view(): View {
    return { get: (key) => this.#get(key), rootAt: () => undefined };
  }
}
