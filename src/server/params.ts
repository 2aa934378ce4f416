/**
 * Parameters of requests: attacker-controlled, in their one spelling or refused.
 * @module
 */
import type { Request } from 'express';
import { decodeHex } from '../core/bytes/hex.ts';
import { parseDecimal } from '../core/bytes/integers.ts';
import { InputError } from '../core/error.ts';
import { DEFAULT_PAGE_ITEMS, MAX_PAGE_ITEMS } from './limits.ts';

/** The segment `:name` of the path. */
export function param(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}

/** A segment that is an index or a tree size. @throws InputError `bad-integer` */
export function sizeParam(request: Request, name: string): number {
  return parseDecimal(param(request, name), name);
}

/** A segment that is a statement digest. @throws InputError `bad-hex` */
export function digestParam(request: Request, name: string): string {
  decodeHex(param(request, name), 32, name);
  return param(request, name);
}

const NAME = /^[a-z0-9-]{1,64}$/;

/** A segment that is the id of an institution, a model, a round. @throws InputError `bad-request` */
export function nameParam(request: Request, name: string): string {
  return assertName(param(request, name), name);
}

/** Where a page of a list begins and how long it is. */
export interface Page {
  /** Name after which it begins; the first page if absent. */
  readonly after?: string;
  /** 1 <= limit <= 256. */
  readonly limit: number;
}

/** The query `?after=<name>&limit=<n>`. @throws InputError `bad-request`, `bad-integer` */
export function pageOf(request: Request): Page {
  const after = query(request, 'after');
  return { ...(after === undefined ? {} : { after: assertName(after, 'after') }), limit: limitOf(request) };
}

/** The query `limit`. @throws InputError `bad-integer` */
export function limitOf(request: Request): number {
  const text = query(request, 'limit');
  const limit = text === undefined ? DEFAULT_PAGE_ITEMS : parseDecimal(text, 'limit');
  if (limit >= 1 && limit <= MAX_PAGE_ITEMS) return limit;
  throw new InputError('bad-integer', `limit: expected 1 to ${MAX_PAGE_ITEMS}, got ${limit}`);
}

/** A member of the query, which may stand there once. @throws InputError `bad-request` */
export function query(request: Request, name: string): string | undefined {
  const value = request.query[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new InputError('bad-request', `${name} stands more than once in the query`);
}

function assertName(text: string, title: string): string {
  if (NAME.test(text)) return text;
  throw new InputError('bad-request', `${title}: expected 1 to 64 of a-z, 0-9 and "-"`);
}
