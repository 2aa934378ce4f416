/**
 * What the rules have made of the log: the ledger itself, institutions, accounts, tasks, models and rounds, as of the newest
 * commit. All of it can be derived from the records; whoever must not trust this server derives it.
 * @module
 */
import type { Request } from 'express';
import { parseDecimal } from '../../core/bytes/integers.ts';
import type { Json } from '../../core/json/json.ts';
import { parseRecord } from '../../core/record/record.ts';
import { type LedgerState, STATE, type StateKey } from '../../core/rules/state.ts';
import type { RoundState } from '../../core/rules/state-round.ts';
import { CHAIN_START } from '../../core/statement/statement.ts';
import type { Ledger } from '../../log/ledger.ts';
import { sendJson } from '../answer.ts';
import { limitOf, nameParam, pageOf, query } from '../params.ts';
import { nothing, type Route } from '../route.ts';

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
  const { entries, ...next } = await page(ledger, STATE.task(''), request);
  const records = await ledger.state(entries.map(({ value }) => STATE.record(String(value))));
  const items = entries.map(({ name, value }, i) => ({ task: name, id: value, index: records[i]?.index }));
  return { items, ...next };
}

async function listModels(ledger: Ledger, request: Request): Promise<object> {
  const { entries, ...next } = await page(ledger, STATE.model(''), request);
  return { items: entries.map(({ name, value }) => ({ model: name, ...(value as object) })), ...next };
}

async function readModel(ledger: Ledger, request: Request): Promise<object> {
  const id = nameParam(request, 'id');
  return { model: id, ...(await one(ledger, STATE.model(id), `model ${id}`)) };
}

async function listRounds(ledger: Ledger, request: Request): Promise<object> {
  const { entries, ...next } = await page(ledger, STATE.roundName(''), request);
  const ids = entries.map(({ value }) => String(value));
  const rounds = await ledger.state(ids.map(STATE.round));
  return { items: rounds.flatMap((round, i) => (round === undefined ? [] : [{ id: ids[i], ...round }])), ...next };
}

async function readRound(ledger: Ledger, request: Request): Promise<object> {
  const name = nameParam(request, 'id');
  const [byDigest, named] = await ledger.state<RoundState | string>([STATE.round(name), STATE.roundName(name)]);
  const id = byDigest === undefined ? String(named) : name;
  const round = await one(ledger, STATE.round(id), `round ${name}`);
  const [record] = await ledger.state([STATE.record(id)]);
  const { aggregation, ...rest } = round;
  return {
    id,
    index: record?.index,
    ...rest,
    contributions: await readContributions(ledger, id),
    ...(aggregation === undefined ? {} : { aggregation: await readAggregation(ledger, aggregation) }),
  };
}

/** The contributions to a round, by institution; a round invites at most 128. */
async function readContributions(ledger: Ledger, round: string): Promise<object[]> {
  const prefix = STATE.contributed(round, '');
  const entries = await ledger.stateUnder(prefix, 128);
  const ids = entries.map(({ value }) => String(value));
  const [contributions, records] = await Promise.all([
    ledger.state(ids.map(STATE.contribution)),
    ledger.state(ids.map(STATE.record)),
  ]);
  return ids.map((id, i) => {
    const { round: _, ...contribution } = contributions[i] ?? {};
    return { id, index: records[i]?.index, ...contribution };
  });
}

async function readAggregation(ledger: Ledger, id: string): Promise<object> {
  const { output, step } = await one(ledger, STATE.aggregation(id), `aggregation ${id}`);
  const [record] = await ledger.state([STATE.record(id)]);
  return { id, index: record?.index, output, step };
}

/** The value of one key. @throws InputError `not-found` */
async function one<T extends Json>(ledger: Ledger, key: StateKey<T>, what: string): Promise<T> {
  const [value] = await ledger.state([key]);
  if (value === undefined) throw nothing(what);
  return value;
}

/** A page of the state under `prefix`, by the names after it, and where the next one begins. */
async function page(
  ledger: Ledger,
  prefix: string,
  request: Request,
): Promise<{ readonly entries: readonly { readonly name: string; readonly value: Json }[]; readonly next?: string }> {
  const { after, limit } = pageOf(request);
  const found = await ledger.stateUnder(prefix, limit + 1, after === undefined ? undefined : prefix + after);
  const entries = found.slice(0, limit).map(({ key, value }) => ({ name: key.slice(prefix.length), value }));
  const last = entries.at(-1)?.name;
  return { entries, ...(found.length > limit ? { next: `${request.path}?after=${last}&limit=${limit}` } : {}) };
}
