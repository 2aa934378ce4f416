/**
 * Which pages an archive holds, and how their files are called.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { AnyPage, PageRequest } from '../page.ts';
import { PAGES } from '../pages/list.ts';

/** Pages that are of no use without a server, or without end. */
const LEFT_OUT: ReadonlySet<string> = new Set(['/search', '/contribute', '/operations', '/compare', '/reports']);
/** Queries that go on in a list, one at a time. Filters are for servers. */
const GOING_ON: ReadonlySet<string> = new Set(['before', 'after', 'from', 'records', 'credits']);
const MOST_PATH = 300;

export interface Route {
  readonly page: AnyPage;
  readonly request: PageRequest;
}

/** The page that answers to an address of the explorer, unless no archive holds it. */
export function routeOf(path: string): Route | undefined {
  const [place = '', search = ''] = path.split('?');
  const query = [...new URLSearchParams(search)];
  if (path.length > MOST_PATH || query.length > 1 || query.some(([name]) => !GOING_ON.has(name))) return undefined;
  for (const page of PAGES) {
    const params = match(page.path, place);
    if (params === undefined) continue;
    return LEFT_OUT.has(page.path) ? undefined : { page, request: { params, query: Object.fromEntries(query) } };
  }
  return undefined;
}

function match(pattern: string, place: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), place.split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, segment] of wanted.entries()) {
    const text = given[i] ?? '';
    if (!segment.startsWith(':')) {
      if (segment !== text) return undefined;
    } else {
      const decoded = decode(text);
      if (decoded === undefined || decoded === '') return undefined;
      params[segment.slice(1)] = decoded;
    }
  }
  return params;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** File names by path: `records-12.html`. What would be no safe name, or another page's, is named by its digest. */
export class FileNames {
  readonly #names = new Map<string, string>([['/', 'index.html']]);
  readonly #taken = new Set<string>(['index.html']);

  nameOf(path: string): string {
    const known = this.#names.get(path);
    if (known !== undefined) return known;
    const plain = `${path.slice(1).replace('?', '--').replace(/[/=]/g, '-')}.html`;
    const isSafe = /^[a-z0-9][a-z0-9-]{0,95}\.html$/.test(plain) && !this.#taken.has(plain);
    const name = isSafe ? plain : `page-${encodeHex(sha256(encodeUtf8(path))).slice(0, 32)}.html`;
    this.#names.set(path, name);
    this.#taken.add(name);
    return name;
  }
}
