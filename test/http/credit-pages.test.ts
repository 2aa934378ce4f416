/**
 * The pages about learning and credit over real HTTP: what they say is what the API says, and nothing asked for breaks them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardModel } from '../../src/web/pages/awards/gather.ts';
import type { InstitutionModel } from '../../src/web/pages/institutions/gather.ts';
import type { LineageModel } from '../../src/web/pages/models/gather.ts';
import type { RoundModel } from '../../src/web/pages/rounds/gather.ts';
import { digestOf } from '../_util/bodies.ts';
import { type CreditScenario, HOSPITAL, PHARMA } from '../_util/credit-scenario.ts';
import { startCreditServer } from './_credit-server.ts';
import type { TestServer } from './_server.ts';

let server: TestServer;
let scenario: CreditScenario;
let [dispute, claim, credit, received] = ['', '', '', ''];

beforeAll(async () => {
  ({ server, scenario, dispute, claim, credit, received } = await startCreditServer());
});
afterAll(() => server?.close());

const api = async (path: string) => (await server.ask(`/api/v1/${path}`)).json;
const page = (path: string) => server.ask(`/en${path}`);
const model = async <T>(path: string): Promise<T> => (await page(`${path}?format=json`)).json;

/** Every page, with one address each. */
const paths = (): string[] => [
  '/rounds',
  '/rounds/round-1',
  `/rounds/${scenario.rounds[1]?.round}`,
  '/models',
  '/models/safety-net',
  '/institutions',
  `/institutions/${PHARMA}`,
  '/awards',
  `/awards/${scenario.award}`,
  `/credits/${credit}`,
  `/credits/${received}`,
  `/claims/${claim}`,
  `/disputes/${dispute}`,
  `/policies/${scenario.policy}`,
  `/plans/${scenario.plan}`,
  `/datasets/${scenario.datasets.get(PHARMA)}`,
];

describe('every page', () => {
  it('reads in both languages, with the same facts, and has each of its tables as CSV', async () => {
    for (const path of paths()) {
      const [ko, en] = [await server.ask(`/ko${path}`), await page(path)];
      expect([path, ko.status, en.status]).toEqual([path, 200, 200]);
      expect(ko.text).toContain('<html lang="ko">');
      const tables = [...en.text.matchAll(/<table id="([^"]+)"/g)].map(([, id]) => id);
      expect([...ko.text.matchAll(/<table id="([^"]+)"/g)].map(([, id]) => id)).toEqual(tables);
      for (const table of tables) {
        const csv = await page(`${path}?format=csv&table=${table}`);
        expect([path, table, csv.status, csv.headers['content-type']]).toEqual([
          path,
          table,
          200,
          'text/csv; charset=utf-8',
        ]);
      }
      expect(en.text).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  it('links only to pages and answers that are there, or that others serve', async () => {
    const others = /^\/(en|ko)\/(|records.*|checkpoints|reports|contribute.*|operations|help|search.*)$/;
    const seen = new Set<string>();
    for (const path of paths()) {
      const { text } = await page(path);
      for (const [, address = ''] of text.matchAll(/ href="(\/[^"]*)"/g)) seen.add(address.replaceAll('&#38;', '&'));
    }
    const own = [...seen].filter((address) => !others.test(address) && !address.startsWith('/assets/'));
    expect(own.length).toBeGreaterThan(20);
    for (const address of own) expect([address, (await server.ask(address)).status]).toEqual([address, 200]);
  });

  it.each([
    ['/rounds/none', 404],
    ['/rounds/%00', 400],
    [`/rounds/${digestOf('x')}`, 404],
    ['/rounds?after=../', 400],
    ['/models/none', 404],
    ['/models/safety-net?from=..', 400],
    ['/institutions/nobody', 404],
    [`/institutions/${PHARMA}?records=-1`, 400],
    [`/institutions/${PHARMA}?credits=%3Cscript%3E`, 400],
    [`/institutions/${PHARMA}?records=99999999`, 200],
    ['/awards/none', 404],
    ['/awards?after=A', 400],
    ['/credits/none', 404],
    ['/claims/none', 404],
    ['/disputes/none', 404],
    ['/policies/none', 404],
    ['/plans/__proto__', 400],
    ['/datasets/none', 404],
    ['/rounds/round-1?format=csv&table=none', 404],
  ] as const)('%s is %d', async (path, status) => {
    const answer = await page(path);
    expect([path, answer.status]).toEqual([path, status]);
    expect(answer.text).not.toContain('<script>');
  });
});

describe('a round', () => {
  it('tells of members, decisions, weights and reports what the API tells', async () => {
    const [shown, told] = [await model<RoundModel>('/rounds/round-1'), await api('rounds/round-1')];
    expect(shown.members.map(({ institution }) => institution)).toEqual(told.invited);
    for (const { institution, contribution, commit } of shown.members) {
      const expected = told.contributions.find((each: { institution: string }) => each.institution === institution);
      expect(contribution?.index).toBe(expected.index);
      expect(contribution?.decision?.body).toMatchObject({ contribution: expected.id, outcome: 'accepted' });
      expect(commit).toBe(told.commits.find((each: { institution: string }) => each.institution === institution).index);
    }
    expect(shown.aggregation).toMatchObject({ output: told.aggregation.output });
    expect(shown.reports.map(({ evaluator, state }) => [evaluator, state.grand])).toEqual(
      told.reports.map(({ evaluator, grand }: { evaluator: string; grand: number }) => [evaluator, grand]),
    );
    expect(shown.award?.id).toBe(told.award.id);
    expect((await page('/rounds/round-1')).text).toContain('2 institutions were invited, 2 committed, 2 contributed');
  });
});

describe('a lineage', () => {
  it('goes back from its head to the registered model, round by round', async () => {
    const { steps, registration, state } = await model<LineageModel>('/models/safety-net');
    expect(steps.map(({ round }) => round)).toEqual(['round-1', 'round-2']);
    expect(steps.at(-1)?.to).toBe(state.head);
    expect(steps[0]?.to).toBe(steps[1]?.from);
    expect(registration?.body.weights.tensorSet).toBe(steps[0]?.from);
    const { text } = await page('/models/safety-net');
    const nodes = [...text.matchAll(/<a href="([^"]+)"><rect class="(?:node|round|pill)"/g)].map(([, to]) => to);
    expect(nodes).toHaveLength(3 + 2 + 4); // models, rounds, contributions
  });

  it('of other weights than its own shows none of them', async () => {
    const foreign = JSON.parse((await page(`/models/safety-net?format=json&from=${digestOf('none')}`)).text);
    expect([foreign.steps, foreign.registration]).toEqual([[], undefined]);
  });
});

describe('an account', () => {
  it('adds up what was credited, claimed, passed on (I6)', async () => {
    const { account } = await model<InstitutionModel>(`/institutions/${PHARMA}`);
    const amount = scenario.lines()[0]?.amount ?? '';
    expect(account.balance).toEqual({ credited: amount, spent: '12', isPartial: false });
    expect(account.claims.map(({ state }) => state.amount)).toEqual(['5']);
    expect(account.transfers).toMatchObject([{ beneficiary: HOSPITAL, amount: '7' }]);
    expect(account.disputes.map(({ id }) => id)).toEqual([]); // the award is final: it is no longer open
    const other = await model<InstitutionModel>(`/institutions/${HOSPITAL}`);
    expect(other.account.disputes.map(({ id }) => id)).toEqual([dispute]);
    expect(other.account.credits).toHaveLength(2);
    expect(account.count).toBe((await api(`accounts/${PHARMA}`)).count);
  });

  it('shows its records newest first, and the keys with their time', async () => {
    const { account, state } = await model<InstitutionModel>(`/institutions/${PHARMA}`);
    const told = (await api(`accounts/${PHARMA}`)).records;
    expect(account.records.map(({ index }) => index)).toEqual(
      told.map(({ index }: { index: number }) => index).reverse(),
    );
    const older = JSON.parse((await page(`/institutions/${PHARMA}?format=json&records=2`)).text) as InstitutionModel;
    expect(older.account.records.map(({ sequence }) => sequence)).toEqual([1, 0]);
    const { text } = await page(`/institutions/${PHARMA}`);
    for (const [keyId, { since }] of Object.entries(state.keys)) {
      expect(text).toContain(keyId);
      expect(text).toContain(`/en/records/${since}"`);
    }
    expect(text).toContain(`<ll-account data-account="${PHARMA}" data-records="${account.count}">`);
    expect(text).toContain(`/en/contribute?kind=claim&#38;institution=${PHARMA}&#38;credit=${credit}`);
  });
});

describe('an award', () => {
  it('is laid open with the numbers that the rules computed, and sums to the budget (I6)', async () => {
    const { sheet, difference, recorded, policy, disputes } = await model<AwardModel>(`/awards/${scenario.award}`);
    expect(difference).toBeUndefined();
    const lines = recorded?.body.lines ?? [];
    expect(sheet.lines.map(({ institution, amount, terms }) => [institution, amount, terms])).toEqual(
      lines.map(({ beneficiary, amount, terms }) => [beneficiary, amount, terms]),
    );
    const paid = lines.reduce((sum, { amount }) => sum + BigInt(amount), BigInt(recorded?.body.reserve ?? '0'));
    expect(String(paid)).toBe(policy.budget);
    expect(disputes.map(({ id }) => id)).toEqual([dispute]);
    const { text } = await page(`/awards/${scenario.award}`);
    expect(text).toContain('comes out the same to the last digit');
    expect(text).toContain('exactly the budget');
  });
});
