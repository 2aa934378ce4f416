/**
 * Reading the state of the rules for an answer: one value, a page of values, and where the record behind a value stands.
 *
 * A value is as of the newest commit. What nobody can prove yet is not listed: a list holds only what stands below a size, by
 * default that of the newest published checkpoint, and names it; `?size=` keeps it the same from page to page.
 * @module
 */
import type { Request } from 'express';
import { parseDecimal } from '../core/bytes/integers.ts';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { STATE, type StateKey } from '../core/rules/state.ts';
import type { Ledger } from '../log/ledger.ts';
import { pageOf, query } from './params.ts';
import { nothing } from './route.ts';

/** The value of one key. @throws InputError `not-found` */
export async function one<T extends Json>(ledger: Ledger, key: StateKey<T>, what: string): Promise<T> {
  const [value] = await ledger.state([key]);
  if (value === undefined) throw nothing(what);
  return value;
}

/** Names and values under a prefix, and where the next page begins. */
export interface StatePage {
  readonly entries: readonly { readonly name: string; readonly value: Json }[];
  readonly next?: string;
}

/** A page of the state under `prefix`, by the names after it. */
export async function page(ledger: Ledger, prefix: string, request: Request): Promise<StatePage> {
  const { after, limit } = pageOf(request);
  const found = await ledger.stateUnder(prefix, limit + 1, after === undefined ? undefined : prefix + after);
  const entries = found.slice(0, limit).map(({ key, value }) => ({ name: key.slice(prefix.length), value }));
  const last = entries.at(-1)?.name;
  const size = query(request, 'size');
  const rest = `limit=${limit}${size === undefined ? '' : `&size=${size}`}`;
  return { entries, ...(found.length > limit ? { next: `${request.path}?after=${last}&${rest}` } : {}) };
}

/** The size that a list is bounded by. @throws InputError `bad-integer`, `not-published` */
export function boundOf(ledger: Ledger, request: Request): number {
  const { published } = ledger.sizes;
  const size = query(request, 'size');
  const bound = size === undefined ? published : parseDecimal(size, 'size');
  if (bound <= published) return bound;
  throw new InputError('not-published', `the newest published checkpoint has size ${published}`);
}

/** A statement in the log: its digest, its index and, once it is published, where record and proof are. */
export interface Placed {
  readonly id: string;
  readonly index: number;
  readonly links?: { readonly record: string; readonly bundle: string };
}

/** Where the statements stand; those that are not recorded are left out. */
export async function place(ledger: Ledger, ids: readonly string[]): Promise<Map<string, Placed>> {
  const records = await ledger.state(ids.map(STATE.record));
  const { published } = ledger.sizes;
  return new Map(
    ids.flatMap((id, i) => {
      const index = records[i]?.index;
      if (index === undefined) return [];
      const links = { record: `/api/v1/records/${index}`, bundle: `/api/v1/bundles/${id}` };
      return [[id, { id, index, ...(index < published ? { links } : {}) }] as const];
    }),
  );
}

/** Where one statement stands. @throws InputError `not-found` */
export async function placeOne(ledger: Ledger, id: string, what: string): Promise<Placed> {
  const placed = (await place(ledger, [id])).get(id);
  if (placed === undefined) throw nothing(what);
  return placed;
}

/**
 * A page of statements under `prefix`, those below the bound.
 * @param digestOf the statement of an entry
 * @param describe what an item shows besides its place
 */
export async function listPlaced(
  ledger: Ledger,
  prefix: string,
  request: Request,
  digestOf: (entry: StatePage['entries'][number]) => string,
  describe: (entries: StatePage['entries']) => Promise<readonly (object | undefined)[]>,
): Promise<object> {
  const size = boundOf(ledger, request);
  const { entries, ...next } = await page(ledger, prefix, request);
  const [placed, described] = await Promise.all([place(ledger, entries.map(digestOf)), describe(entries)]);
  const items = entries.flatMap((entry, i) => {
    const where = placed.get(digestOf(entry));
    return where === undefined || where.index >= size ? [] : [{ ...where, ...described[i] }];
  });
  return { size, items, ...next };
}
