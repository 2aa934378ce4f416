/**
 * What the rules have made of the log: the ledger itself, institutions, accounts, tasks, models, and the routes to rounds and
 * credit. All of it can be derived from the records; whoever must not trust this server derives it.
 * @module
 */
import type { Request } from 'express';
import { parseDecimal } from '../../core/bytes/integers.ts';
import { parseRecord } from '../../core/record/record.ts';
import { type LedgerState, STATE } from '../../core/rules/state.ts';
import { CHAIN_START } from '../../core/statement/statement.ts';
import type { Ledger } from '../../log/ledger.ts';
import { sendJson } from '../answer.ts';
import { limitOf, nameParam, query } from '../params.ts';
import type { Route } from '../route.ts';
import { listPlaced, one, page } from '../state-reading.ts';
import {
  datasets,
  listAwards,
  listCredits,
  listWindows,
  plans,
  policies,
  readAward,
  readClaim,
  readCredit,
  readDispute,
  readWindow,
} from './credit.ts';
import { listRounds, readRound } from './rounds.ts';

export function stateRoutes(ledger: Ledger): Route[] {
  const get = (path: string, read: (ledger: Ledger, request: Request) => Promise<object>): Route => ({
    method: 'get',
    path: `/api/v1/${path}`,
    handle: async (request, response) => sendJson(response, await read(ledger, request)),
  });
  return [
    get('ledger', readLedger),
    get('institutions', listInstitutions),
    get('institutions/:id', readInstitution),
    get('accounts/:id', (_, request) => readAccount(ledger, request, nameParam(request, 'id'))),
    get('accounts/keys/:id', (_, request) => readAccount(ledger, request, `keys/${nameParam(request, 'id')}`)),
    get('tasks', listTasks),
    get('models', listModels),
    get('models/:id', readModel),
    get('rounds', listRounds),
    get('rounds/:id', readRound),
    get('datasets', datasets.list),
    get('datasets/:id', datasets.read),
    get('plans', plans.list),
    get('plans/:id', plans.read),
    get('policies', policies.list),
    get('policies/:id', policies.read),
    get('models/:id/windows', listWindows),
    get('models/:id/windows/:number', readWindow),
    get('awards', listAwards),
    get('awards/:id', readAward),
    get('disputes/:id', readDispute),
    get('institutions/:id/credits', listCredits),
    get('credits/:id', readCredit),
    get('claims/:id', readClaim),
  ];
}

async function readLedger(ledger: Ledger): Promise<object> {
  const state: LedgerState = await one(ledger, STATE.ledger, 'charter');
  const { committed, published } = ledger.sizes;
  return { ...state, committed, published };
}

async function listInstitutions(ledger: Ledger, request: Request): Promise<object> {
  const { entries, ...next } = await page(ledger, STATE.institution(''), request);
  return { items: entries.map(({ name, value }) => ({ id: name, ...(value as object) })), ...next };
}

async function readInstitution(ledger: Ledger, request: Request): Promise<object> {
  const id = nameParam(request, 'id');
  const institution = await one(ledger, STATE.institution(id), `institution ${id}`);
  const [chain] = await ledger.state([STATE.chain(id)]);
  return { id, ...institution, chain: chain ?? { sequence: 0, previous: CHAIN_START } };
}

/** The published records of an account, a page at a time; `count` is how many are committed. */
async function readAccount(ledger: Ledger, request: Request, account: string): Promise<object> {
  const start = parseDecimal(query(request, 'start') ?? '0', 'start');
  const limit = limitOf(request);
  const { count, indexes } = await ledger.account(account, start, start + limit);
  if (count === 0) await one(ledger, STATE.institution(account.replace('keys/', '')), `account ${account}`);
  const published = indexes.filter((index) => index < ledger.sizes.published);
  const records = await Promise.all(published.map((index, i) => describeRecord(ledger, index, start + i)));
  const end = start + published.length;
  const more = published.length === limit && end < count;
  return { account, count, records, ...(more ? { next: `${request.path}?start=${end}&limit=${limit}` } : {}) };
}

async function describeRecord(ledger: Ledger, index: number, sequence: number): Promise<object> {
  const { digest, recordedAt, statement } = parseRecord(await ledger.reader.record(index));
  const { kind, author } = statement;
  return { sequence, index, id: digest, kind, author, recordedAt };
}

async function listTasks(ledger: Ledger, request: Request): Promise<object> {
  return listPlaced(
    ledger,
    STATE.task(''),
    request,
    ({ value }) => String(value),
    async (entries) => entries.map(({ name }) => ({ task: name })),
  );
}

async function listModels(ledger: Ledger, request: Request): Promise<object> {
  const { entries, ...next } = await page(ledger, STATE.model(''), request);
  return { items: entries.map(({ name, value }) => ({ model: name, ...(value as object) })), ...next };
}

async function readModel(ledger: Ledger, request: Request): Promise<object> {
  const id = nameParam(request, 'id');
  return { model: id, ...(await one(ledger, STATE.model(id), `model ${id}`)) };
}
