/**
 * Lists under a prefix of the state, a page at a time: a page begins after a name, never at a count.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { Json } from '../../core/json/json.ts';
import type { ExplorerSource } from '../source.ts';

/** Rows of one page. */
export const PAGE_ROWS = 50;

const NAME = /^[a-z0-9-]{1,64}$/;

/** Parts of a path or of a query, attacker-controlled. */
type Asked = Readonly<Record<string, string>>;

/** A part that is a name or a digest. @throws InputError `bad-request` */
export function nameIn(asked: Asked, member: string): string {
  const value = asked[member] ?? '';
  if (NAME.test(value)) return value;
  throw new InputError('bad-request', `${member}: expected 1 to 64 of a-z, 0-9 and "-"`);
}

export interface StatePage {
  readonly entries: readonly { readonly name: string; readonly value: Json }[];
  /** What the next page begins after; absent on the last. */
  readonly next?: string;
}

/** The entries under `prefix` after the name that the query gives as `member`. @throws InputError `bad-request` */
export async function pageUnder(
  source: ExplorerSource,
  prefix: string,
  query: Asked,
  member = 'after',
): Promise<StatePage> {
  const after = query[member] === undefined ? undefined : prefix + nameIn(query, member);
  const found = await source.stateUnder(prefix, PAGE_ROWS + 1, after);
  const entries = found.slice(0, PAGE_ROWS).map(({ key, value }) => ({ name: key.slice(prefix.length), value }));
  const last = entries.at(-1)?.name;
  return { entries, ...(found.length > PAGE_ROWS && last !== undefined ? { next: last } : {}) };
}
