/**
 * Collecting the pages of an archive: the lists first, what they lead to, then the records of the scope,
 * and checkpoints with the room that is left. Bounded, whatever the log.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ReadPage } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { routeOf } from './routes.ts';

/** Records `[start, end)`. */
export interface Scope {
  readonly start: number;
  readonly end: number;
}

/** Pages that are no records, and records: about 20 MB of HTML in two languages. */
export const MOST_PAGES = 400;
export const MOST_RECORDS = 1000;

const FIRST = ['/', '/records', '/rounds', '/models', '/institutions', '/awards', '/checkpoints', '/help'];

export interface Collected {
  readonly pages: ReadonlyMap<string, ReadPage>;
  /** Records of the scope without a page. */
  readonly recordsLeftOut: number;
  /** Other pages that were led to and are left out. */
  readonly pagesLeftOut: number;
}

/** @param most bounds; smaller ones in tests */
export async function collectPages(
  source: ExplorerSource,
  { start, end }: Scope,
  most: { readonly pages: number; readonly records: number } = { pages: MOST_PAGES, records: MOST_RECORDS },
): Promise<Collected> {
  const pages = new Map<string, ReadPage>();
  const [others, checkpoints] = [new Set(FIRST), new Set<string>()];
  const wanted = (path: string): void => {
    if (/^\/records\/\d+$/.test(path) || routeOf(path) === undefined) return;
    (/^\/checkpoints./.test(path) ? checkpoints : others).add(path);
  };
  const follow = async (paths: ReadonlySet<string>): Promise<void> => {
    // A set gives what was added while it was walked, too.
    for (const path of paths) if (!pages.has(path) && pages.size < most.pages) await take(source, path, pages, wanted);
  };
  await follow(others);
  const from = Math.max(start, end - most.records);
  const records = new Map<string, ReadPage>();
  for (let index = end - 1; index >= from; index--) await take(source, `/records/${index}`, records, wanted);
  await follow(others);
  await follow(checkpoints);
  const pagesLeftOut = [...others, ...checkpoints].filter((path) => !pages.has(path)).length;
  return {
    pages: new Map([...pages, ...records]),
    recordsLeftOut: end - start - records.size,
    pagesLeftOut,
  };
}

/** Reads a page and tells where it leads. What cannot be shown is not in the archive. */
async function take(
  source: ExplorerSource,
  path: string,
  pages: Map<string, ReadPage>,
  wanted: (path: string) => void,
): Promise<void> {
  const route = routeOf(path);
  if (route === undefined) return;
  let read: ReadPage;
  try {
    read = await route.page.read(source, route.request);
  } catch (error) {
    if (error instanceof InputError) return;
    throw error;
  }
  if (read.redirect !== undefined) return;
  pages.set(path, read);
  read.render({
    language: 'en',
    origin: source.origin,
    path,
    href: (to) => {
      wanted(to);
      return '';
    },
    api: () => undefined,
  });
}
