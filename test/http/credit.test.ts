/**
 * Reading over `/api/v1` what credit is earned and paid by: a window from its datasets to a settled claim, a disputed award beside it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LedgerClient } from '../../src/client/ledger-client.ts';
import { readReceipt } from '../../src/client/receipt.ts';
import { parseRecord } from '../../src/core/record/record.ts';
import { digestOf } from '../_util/bodies.ts';
import {
  AGGREGATOR,
  CreditScenario,
  creditConsortium,
  EVALUATOR,
  HOSPITAL,
  manualClock,
  PHARMA,
  type ScenarioStep,
} from '../_util/credit-scenario.ts';
import { inputError } from '../_util/input-error.ts';
import { testOperator } from '../_util/operator.ts';
import { CREDIT_TEMPLATES, expectDescribed } from './_description.ts';
import { startTestServer, type TestServer } from './_server.ts';

const START = Date.UTC(2026, 10, 23, 12);

let server: TestServer;
let client: LedgerClient;
let scenario: CreditScenario;
let dispute: string;
let claim: string;

beforeAll(async () => {
  const clock = manualClock(START - 1000);
  const consortium = creditConsortium();
  server = await startTestServer({ consortium, clock, operator: testOperator(consortium) });
  client = new LedgerClient({ url: server.url });
  scenario = new CreditScenario(consortium, { startMs: START, rounds: 2 });
  const play = async ({ signed, at }: ScenarioStep): Promise<string> => {
    clock.set(at);
    await server.ledger.submit(signed).published;
    return signed.digest;
  };
  for (const step of scenario.toAward()) await play(step);
  dispute = await play(scenario.dispute());
  await play(scenario.awardFinal());
  const [credit] = (await server.ask(`/api/v1/institutions/${PHARMA}/credits`)).json.items;
  claim = await play(scenario.claim(PHARMA, credit.id, '5'));
});
afterAll(() => server?.close());

const get = async (path: string) => server.ask(`/api/v1/${path}`);
const list = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

/** Requires that the links lead to the record and the proof of the statement. */
async function expectLinks({
  id,
  index,
  links,
}: {
  id: string;
  index: number;
  links?: { record: string; bundle: string };
}) {
  const record = await server.ask(links?.record ?? '');
  expect(parseRecord(record.bytes)).toMatchObject({ digest: id });
  expect(readReceipt((await server.ask(links?.bundle ?? '')).bytes, id)).toMatchObject({ digest: id, index });
}

describe('what rounds are valued and paid by', () => {
  it('policies, plans and datasets: by name, and one by name or digest, the same', async () => {
    const [policies, plans, datasets] = [await get('policies'), await get('plans'), await get('datasets')];
    expect(policies.json.items).toHaveLength(1);
    expect(plans.json.items).toHaveLength(1);
    expect(datasets.json.items.map(({ author }: { author: string }) => author).sort()).toEqual([PHARMA, HOSPITAL]);
    for (const [path, { json }] of [
      ['policies', policies],
      ['plans', plans],
      ['datasets', datasets],
    ] as const) {
      expect(json.size).toBe(server.ledger.sizes.published);
      for (const item of json.items) {
        const name = item.policy ?? item.plan ?? item.dataset;
        expect((await get(`${path}/${name}`)).json).toEqual(item);
        expect((await get(`${path}/${item.id}`)).json).toEqual(item);
        await expectLinks(item);
      }
    }
    expect(policies.json.items[0]).toMatchObject({ id: scenario.policy, body: { window: { rounds: 2 } } });
    expect(plans.json.items[0]).toMatchObject({ id: scenario.plan, body: { evaluators: [EVALUATOR] } });
  });

  it('a round: commitments, decisions, players, reports with their statements, the award', async () => {
    const round = await client.round('round-1');
    const [played] = scenario.rounds;
    expect(round.commits.map(({ institution }) => institution)).toEqual([PHARMA, HOSPITAL]);
    expect(round.contributions.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
    expect(round.players?.map(({ contribution }) => contribution)).toEqual(played?.players.map((p) => p.contribution));
    expect(round.reports).toMatchObject([{ evaluator: EVALUATOR, status: 'usable', parts: 1 }]);
    expect(round.reports[0]?.statements.map(({ id }) => id)).toEqual([played?.report]);
    expect(round).toMatchObject({ window: 1, award: { id: scenario.award } });
    for (const each of [round, ...round.commits, ...round.contributions, ...(round.reports[0]?.statements ?? [])])
      await expectLinks(each);
  });

  it('windows: by number', async () => {
    const window = await client.window('safety-net', 1);
    expect(window).toMatchObject({
      window: 1,
      rounds: scenario.rounds.map(({ round }) => round),
      award: { id: scenario.award },
    });
    expect(await list(client.windows('safety-net'))).toEqual([window]);
    expect((await get('models/safety-net/windows?after=1')).json.items).toEqual([]);
  });
});

describe('what came of it', () => {
  it('awards: with lines, disputes and, of one, the body', async () => {
    const award = await client.award(scenario.award);
    expect(award).toMatchObject({ status: 'final', lapsed: true, disputes: [{ dispute }], body: scenario.awardBody });
    const { body: _, ...item } = award;
    expect(await list(client.awards())).toEqual([item]);
    await expectLinks(award);
  });

  it('disputes, credits and claims', async () => {
    expect(await client.dispute(dispute)).toMatchObject({
      award: scenario.award,
      disputant: HOSPITAL,
      respondent: PHARMA,
    });
    const credits = await list(client.credits(PHARMA));
    expect(credits).toMatchObject([{ beneficiary: PHARMA, spent: '5', amount: scenario.lines()[0]?.amount }]);
    expect(await client.credit(credits[0]?.id ?? '')).toEqual(credits[0]);
    expect(await client.claim(claim)).toMatchObject({ institution: PHARMA, amount: '5', credit: credits[0]?.id });
    expect((await get(`institutions/${AGGREGATOR}/credits`)).json.items).toEqual([]);
    for (const each of [await client.dispute(dispute), await client.claim(claim), ...credits]) await expectLinks(each);
  });
});

describe('every answer has the described form', () => {
  const pathOf = async (template: (typeof CREDIT_TEMPLATES)[number]): Promise<string> => {
    const [credit] = await list(client.credits(PHARMA));
    const ids: Partial<Record<string, string>> = {
      '/api/v1/awards/{id}': scenario.award,
      '/api/v1/disputes/{id}': dispute,
      '/api/v1/claims/{id}': claim,
      '/api/v1/credits/{id}': credit?.id ?? '',
      '/api/v1/plans/{id}': scenario.plan,
      '/api/v1/policies/{id}': scenario.policy,
      '/api/v1/datasets/{id}': scenario.datasets.get(PHARMA) ?? '',
      '/api/v1/institutions/{id}/credits': PHARMA,
    };
    return template.replace('{id}', ids[template] ?? 'safety-net').replace('{number}', '1');
  };

  it.each(CREDIT_TEMPLATES)('%s', async (template) => {
    const answer = await server.ask(await pathOf(template));
    expect(answer.status).toBe(200);
    expectDescribed(answer, 'get', template);
    const unknown = await server.ask(`${await pathOf(template)}-no`);
    if (template.endsWith('}')) expectDescribed(unknown, 'get', template);
  });

  it('of a round that bears credit, and of the lists beside it', async () => {
    expectDescribed(await get('rounds/round-2'), 'get', '/api/v1/rounds/{id}');
    expectDescribed(await get('rounds'), 'get', '/api/v1/rounds');
    expectDescribed(await get('models/safety-net'), 'get', '/api/v1/models/{id}');
    expectDescribed(await get('tasks?size=9'), 'get', '/api/v1/tasks');
  });
});

describe('lists are bounded', () => {
  it('by a size: what stands beyond it is not listed, and pages keep it', async () => {
    const { items } = (await get('datasets')).json;
    const [first, second] = items.toSorted((a: { index: number }, b: { index: number }) => a.index - b.index);
    const bounded = (await get(`datasets?size=${second.index}`)).json;
    expect(bounded).toMatchObject({ size: second.index, items: [{ id: first.id }] });
    const page = (await get(`datasets?limit=1&size=${second.index}`)).json;
    expect(page.next).toContain(`&size=${second.index}`);
    const ids = (await list(client.datasets())).map(({ id }) => id);
    expect(ids.sort()).toEqual(items.map(({ id }: { id: string }) => id).sort());
    expect((await get('datasets?size=0')).json).toMatchObject({ size: 0, items: [] });
  });

  it('a client reads all pages, and follows no page elsewhere', async () => {
    const asked: string[] = [];
    const pages = (path: string): object =>
      path.endsWith('/policies')
        ? { size: 7, items: [], next: '/api/v1/policies?after=a&limit=1' }
        : path.includes('after=a')
          ? { size: 7, items: [], next: '/api/v1/policies?after=b&limit=1&size=7' }
          : { size: 7, items: [], next: '/elsewhere' };
    const answering = async (input: string | URL | Request): Promise<Response> => {
      const path = new URL(String(input)).pathname + new URL(String(input)).search;
      asked.push(path);
      return Response.json(pages(path));
    };
    const lying = new LedgerClient({ url: 'http://ledger.example', fetch: answering });
    await expect(list(lying.policies())).rejects.toThrow(inputError('unexpected-answer'));
    expect(asked).toEqual([
      '/api/v1/policies',
      '/api/v1/policies?after=a&limit=1&size=7',
      '/api/v1/policies?after=b&limit=1&size=7',
    ]);
  });

  it.each([
    ['policies/none', 404, 'not-found'],
    [`policies/${digestOf('x')}`, 404, 'not-found'],
    ['policies/A', 400, 'bad-request'],
    ['plans/none', 404, 'not-found'],
    ['datasets/none', 404, 'not-found'],
    ['datasets?limit=0', 400, 'bad-integer'],
    ['datasets?size=1000', 404, 'not-published'],
    ['datasets?size=-1', 400, 'bad-integer'],
    ['datasets?size=1&size=2', 400, 'bad-request'],
    ['rounds?size=1000', 404, 'not-published'],
    ['tasks?size=01', 400, 'bad-integer'],
    ['awards?after=../', 400, 'bad-request'],
    [`awards/${digestOf('x')}`, 404, 'not-found'],
    [`disputes/${digestOf('x')}`, 404, 'not-found'],
    [`credits/${digestOf('x')}`, 404, 'not-found'],
    [`claims/${digestOf('x')}`, 404, 'not-found'],
    ['claims', 404, 'not-found'],
    ['institutions/nobody/credits', 404, 'not-found'],
    ['models/none/windows', 404, 'not-found'],
    ['models/none/windows/1', 404, 'not-found'],
    ['models/safety-net/windows/2', 404, 'not-found'],
    ['models/safety-net/windows/01', 400, 'bad-integer'],
    ['models/safety-net/windows?after=x', 400, 'bad-integer'],
    ['models/safety-net/windows?after=9007199254740991', 200, undefined],
  ] as const)('%s is %d %s', async (path, status, code) => {
    const { status: actual, json } = await get(path);
    expect([actual, json.code]).toEqual([status, code]);
  });
});

it('an answer of another form is refused, whatever it is about', async () => {
  const shapeless = new LedgerClient({ url: 'http://ledger.example', fetch: async () => Response.json({ id: 'x' }) });
  const asked = [
    () => shapeless.policy('a'),
    () => shapeless.plan('a'),
    () => shapeless.dataset('a'),
    () => shapeless.window('a', 1),
    () => shapeless.award('a'),
    () => shapeless.dispute('a'),
    () => shapeless.credit('a'),
    () => shapeless.claim('a'),
    () => list(shapeless.credits('a')),
    () => list(shapeless.plans()),
    () => list(shapeless.awards()),
  ];
  for (const ask of asked) await expect(ask()).rejects.toThrow(inputError('unexpected-answer'));
});
