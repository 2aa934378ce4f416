/**
 * Pages: what each one reads, and what it shows of it. A page knows neither HTTP nor files: a server answers with it, and an
 * archive writes it down.
 * @module
 */
import type { Json } from '../core/json/json.ts';
import type { Table } from '../report/layout/blocks.ts';
import type { Language } from '../verify/text.ts';
import type { Html } from './html.ts';
import type { Damage, ExplorerSource } from './source.ts';

/** What was asked for: parts of the path and of the query, attacker-controlled. */
export interface PageRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** Where a page stands and how it speaks. */
export interface PageContext {
  readonly language: Language;
  readonly origin: string;
  /** Path of this page without its language, with its query: `/records/12`. */
  readonly path: string;
  /** The address of a page: `/ko/records/12`, or a file beside this one in an archive. */
  href(path: string, language?: Language): string;
  /** The address of an answer of the API or a static file, or undefined where there is no server. */
  api(path: string): string | undefined;
  /** False for a page that an archive does not hold; absent where all are there. */
  holds?(path: string): boolean;
  /** What is wrong with what the pages read: stands above each of them. */
  readonly damage?: readonly Damage[];
  /** True where readers sign in with a token, and can sign out. */
  readonly isSignedIn?: true;
}

/** What a page shows. */
export interface PageBody {
  readonly title: string;
  readonly main: Html;
}

export interface Page<Model extends object> {
  /** `/records/:index`: `:name` is one segment. */
  readonly path: string;
  /** Reads what the page shows. @throws InputError `not-found`, `bad-integer`, … */
  gather(source: ExplorerSource, request: PageRequest): Promise<Model>;
  render(model: Model, context: PageContext): PageBody;
  /** The tables of the page, each to be had as CSV. */
  tables?(model: Model): readonly Table[];
  /** The page that is meant, without its language: whoever asked is led there. */
  redirect?(model: Model): string | undefined;
}

/** A page whose model has been forgotten: all pages are of one type. */
export interface AnyPage {
  readonly path: string;
  read(source: ExplorerSource, request: PageRequest): Promise<ReadPage>;
}

/** A page that has been read. */
export interface ReadPage {
  /** What was read, as JSON. */
  readonly model: Json;
  readonly tables: readonly Table[];
  readonly redirect: string | undefined;
  render(context: PageContext): PageBody;
}

export function definePage<Model extends object>(page: Page<Model>): AnyPage {
  return {
    path: page.path,
    read: async (source, request) => {
      const model = await page.gather(source, request);
      return {
        model: model as Json,
        tables: page.tables?.(model) ?? [],
        redirect: page.redirect?.(model),
        render: (context) => page.render(model, context),
      };
    },
  };
}
