/**
 * What rounds are valued and paid by: policies, plans, datasets; and what came of it: windows, awards, disputes, credits, claims.
 * @module
 */
import type { Request } from 'express';
import { parseDecimal } from '../../core/bytes/integers.ts';
import type { AwardBody } from '../../core/generated/bodies.ts';
import type { Json } from '../../core/json/json.ts';
import { parseRecord } from '../../core/record/record.ts';
import { STATE, type StateKey } from '../../core/rules/state.ts';
import type { Ledger } from '../../log/ledger.ts';
import { limitOf, nameParam, param, query } from '../params.ts';
import { nothing } from '../route.ts';
import { boundOf, listPlaced, one, place, placeOne } from '../state-reading.ts';

type Read = (ledger: Ledger, request: Request) => Promise<object>;

/**
 * A list by name of statements that took names of `kind`, and one of them by name or digest.
 * @param member what the name is called
 * @param describe what is shown besides name and place
 */
function named<T extends Json>(
  kind: string,
  member: string,
  keyOf: (digest: string) => StateKey<T>,
  describe: (state: T) => object,
) {
  const list: Read = (ledger, request) =>
    listPlaced(
      ledger,
      STATE.name(kind, ''),
      request,
      ({ value }) => String(value),
      async (entries) => {
        const states = await ledger.state(entries.map(({ value }) => keyOf(String(value))));
        return entries.map(({ name }, i) => {
          const state = states[i];
          return { [member]: name, ...(state === undefined ? {} : describe(state)) };
        });
      },
    );
  const read: Read = async (ledger, request) => {
    const name = nameParam(request, 'id');
    const [digest = name] = await ledger.state([STATE.name(kind, name)]);
    const state = await one(ledger, keyOf(digest), `${kind} ${name}`);
    const placed = await placeOne(ledger, digest, `${kind} ${name}`);
    const given = digest === name ? await nameOf(ledger, placed.index, member) : name;
    return { ...placed, [member]: given, ...describe(state) };
  };
  return { list, read };
}

/** The name in a recorded body. */
async function nameOf(ledger: Ledger, index: number, member: string): Promise<unknown> {
  const { statement } = parseRecord(await ledger.reader.record(index));
  return Reflect.get(statement.body, member);
}

export const policies = named('credit-policy', 'policy', STATE.policy, (body) => ({ body }));
export const plans = named('evaluation-plan', 'plan', STATE.plan, (body) => ({ body }));
export const datasets = named('dataset', 'dataset', STATE.dataset, (state) => state);

export const listAwards: Read = (ledger, request) =>
  listPlaced(
    ledger,
    STATE.award(''),
    request,
    ({ name }) => name,
    async (entries) => entries.map(({ value }) => value as object),
  );

/** One award: its state, and its body as recorded. */
export const readAward: Read = async (ledger, request) => {
  const id = nameParam(request, 'id');
  const state = await one(ledger, STATE.award(id), `award ${id}`);
  const placed = await placeOne(ledger, id, `award ${id}`);
  const body = parseRecord(await ledger.reader.record(placed.index)).statement.body as AwardBody;
  return { ...placed, ...state, body };
};

/** One value under its digest, with its place. */
function single<T extends Json>(what: string, keyOf: (digest: string) => StateKey<T>): Read {
  return async (ledger, request) => {
    const id = nameParam(request, 'id');
    const state = await one(ledger, keyOf(id), `${what} ${id}`);
    return { ...(await placeOne(ledger, id, `${what} ${id}`)), ...(state as object) };
  };
}

export const readDispute: Read = single('dispute', STATE.dispute);
export const readCredit: Read = single('credit', STATE.credit);
export const readClaim: Read = single('claim', STATE.claim);

/** The credits of an institution, in the order in which they were recorded. */
export const listCredits: Read = async (ledger, request) => {
  const institution = nameParam(request, 'id');
  await one(ledger, STATE.institution(institution), `institution ${institution}`);
  const prefix = STATE.creditOf(institution, 0).slice(0, -16);
  return listPlaced(
    ledger,
    prefix,
    request,
    ({ value }) => String(value),
    (entries) => ledger.state(entries.map(({ value }) => STATE.credit(String(value)))),
  );
};

/** The credit windows of a lineage, by number. */
export const listWindows: Read = async (ledger, request) => {
  const model = nameParam(request, 'id');
  const { windows } = await one(ledger, STATE.model(model), `model ${model}`);
  const size = boundOf(ledger, request);
  const [start, limit] = [parseDecimal(query(request, 'after') ?? '0', 'after'), limitOf(request)];
  const numbers = Array.from({ length: Math.max(0, Math.min(limit, windows - start)) }, (_, i) => start + 1 + i);
  const items = await Promise.all(numbers.map((number) => describeWindow(ledger, model, number)));
  const end = start + items.length;
  return { size, items, ...(end < windows ? { next: `${request.path}?after=${end}&limit=${limit}` } : {}) };
};

export const readWindow: Read = async (ledger, request) => {
  const [model, number] = [nameParam(request, 'id'), parseDecimal(param(request, 'number'), 'number')];
  return describeWindow(ledger, model, number);
};

async function describeWindow(ledger: Ledger, model: string, number: number): Promise<object> {
  const [window] = await ledger.state([STATE.window(model, number)]);
  if (window === undefined) throw nothing(`window ${number} of ${model}`);
  const { award, ...rest } = window;
  const placed = award === undefined ? undefined : (await place(ledger, [award])).get(award);
  return { model, window: number, ...rest, ...(placed === undefined ? {} : { award: placed }) };
}
