/**
 * A served ledger with a whole story of credit: two rounds valued and paid, an award disputed and final, credit claimed and passed on.
 */

import type { ScenarioStep } from '../_util/credit-scenario.ts';
import { CreditScenario, creditConsortium, HOSPITAL, manualClock, PHARMA } from '../_util/credit-scenario.ts';
import { testOperator } from '../_util/operator.ts';
import { startTestServer, type TestServer } from './_server.ts';

const START = Date.UTC(2026, 10, 23, 12);
const BUILD = { assets: { style: '/assets/explorer.css' }, files: new Map(), verifier: new Uint8Array() };

export interface CreditServer {
  readonly server: TestServer;
  readonly scenario: CreditScenario;
  readonly dispute: string;
  /** A credit of PHARMA, of which it claimed 5 and passed 7 on to HOSPITAL. */
  readonly credit: string;
  readonly claim: string;
  /** What HOSPITAL got of it. */
  readonly received: string;
}

export async function startCreditServer(): Promise<CreditServer> {
  const clock = manualClock(START - 1000);
  const consortium = creditConsortium();
  const server = await startTestServer({
    consortium,
    clock,
    operator: testOperator(consortium),
    server: { explorer: { build: BUILD } },
  });
  const scenario = new CreditScenario(consortium, { startMs: START, rounds: 2 });
  const play = async ({ signed, at }: ScenarioStep): Promise<string> => {
    clock.set(at);
    await server.ledger.submit(signed).published;
    return signed.digest;
  };
  const credits = async (id: string) => (await server.ask(`/api/v1/institutions/${id}/credits`)).json.items;
  for (const step of scenario.toAward()) await play(step);
  const dispute = await play(scenario.dispute());
  await play(scenario.awardFinal());
  const credit = (await credits(PHARMA))[0].id;
  const claim = await play(scenario.claim(PHARMA, credit, '5'));
  await play(scenario.transfer(PHARMA, credit, HOSPITAL, '7'));
  const received = (await credits(HOSPITAL))[1].id;
  return { server, scenario, dispute, credit, claim, received };
}
