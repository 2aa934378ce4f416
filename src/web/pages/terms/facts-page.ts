/**
 * Small pages about one statement each: a sentence, facts, tables.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Json } from '../../../core/json/json.ts';
import { STATE, type StateKey } from '../../../core/rules/state.ts';
import type { Cell, Table } from '../../../report/layout/blocks.ts';
import { renderFacts, renderTable } from '../../cells.ts';
import { html } from '../../html.ts';
import { type AnyPage, definePage, type PageRequest } from '../../page.ts';
import { nameIn } from '../../reading/keyset.ts';
import { one, placeOf } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';

/** What such a page says. */
export interface Told {
  readonly title: Sentence;
  readonly name: string;
  readonly lead: Sentence;
  /** More sentences, as a list. */
  readonly points?: readonly Sentence[];
  readonly rows: readonly (readonly [name: Sentence, value: Cell])[];
  readonly tables?: readonly Table[];
  /** Where one goes on: the desk. */
  readonly action?: { readonly page: string; readonly text: Sentence };
}

const RECORD: Sentence = { en: 'Record', ko: '기록' };

/** @param path `/credits/:id` */
export function factsPage(
  path: string,
  tell: (source: ExplorerSource, request: PageRequest) => Promise<Told>,
): AnyPage {
  return definePage<Told>({
    path,
    gather: tell,
    render: ({ title, name, lead, points = [], rows, tables = [], action }, context) => ({
      title: `${title[context.language]} ${name}`,
      main: html`<h1>${title[context.language]} ${name}</h1>
<p class="lead sentence">${lead[context.language]}</p>
${points.length > 0 && html`<ul>${points.map((point) => html`<li>${point[context.language]}</li>`)}</ul>`}
${renderFacts(rows, context)}
${action !== undefined && context.api('') !== undefined && html`<p><a href="${context.href(action.page)}">${action.text[context.language]}</a></p>`}
${tables.map((table) => renderTable(table, context))}`,
    }),
    tables: ({ tables = [] }) => tables,
  });
}

/** One value, its digest, and the fact of where it is recorded. */
export interface Found<T> {
  readonly id: string;
  readonly value: T;
  readonly record: readonly [Sentence, Cell];
}

/** By digest. @throws InputError `bad-request`, `not-found` */
export async function findOne<T extends Json>(
  source: ExplorerSource,
  { params }: PageRequest,
  what: string,
  keyOf: (digest: string) => StateKey<T>,
): Promise<Found<T>> {
  const id = nameIn(params, 'id');
  const value = await one(source, keyOf(id), `${what} ${id}`);
  return { id, value, record: [RECORD, { record: await placeOf(source, id, `${what} ${id}`) }] };
}

/** By digest, or by a name that is unique among statements of `kind`. @throws InputError `bad-request`, `not-found` */
export async function findNamed<T extends Json>(
  source: ExplorerSource,
  request: PageRequest,
  kind: string,
  keyOf: (digest: string) => StateKey<T>,
): Promise<Found<T>> {
  const name = nameIn(request.params, 'id');
  const [id = name] = await source.state([STATE.name(kind, name)]);
  return findOne(source, { ...request, params: { id } }, kind, keyOf);
}
