/**
 * What reports and pages are made of: blocks and tables as data, without a language and without a medium. A renderer makes HTML,
 * PDF, CSV or XLSX of them; none of them computes anything.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Verdict } from '../../verify/verdict.ts';

/** Words in both languages, or a text that has none: a name, a digest, a code. */
export type Text = Sentence | string;

/** One cell of a table, or one value of a list of facts. What it is decides how a medium shows it. */
export type Cell =
  | Text
  | { readonly number: number }
  /** Hex: shown short on a screen, whole on paper. */
  | { readonly digest: string }
  /** RFC 3339: shown in Korean time with its offset, or UTC. */
  | { readonly instant: string }
  /** Millionths of a credit. */
  | { readonly credits: string }
  /** Index of a record of this log. */
  | { readonly record: number }
  /** A page of the explorer, without its language: `/rounds/r-01`. */
  | { readonly page: string; readonly text: Text }
  | { readonly verdict: Verdict };

export interface Column {
  /** Header of the CSV: stable, English, kebab-case. */
  readonly id: string;
  readonly title: Sentence;
  /** Numbers stand at the end of their column. */
  readonly align?: 'end';
  /** Share of the width on paper; 1 if absent. */
  readonly width?: number;
}

export interface Table {
  /** Name of the CSV file and of the sheet, kebab-case. */
  readonly id: string;
  readonly caption: Sentence;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  /** What an empty table says: never silence. */
  readonly empty: Sentence;
  /** On paper at most so many rows, then a line that says how many more there are and where; all of them if absent. */
  readonly printed?: number;
}

/** One row of names and numbers; every chart has a table as its twin. */
export interface Chart {
  readonly id: string;
  readonly caption: Sentence;
  /** `bars` lie and compare names; `columns` stand and follow a time; `line` joins points in their order. */
  readonly kind: 'bars' | 'columns' | 'line';
  readonly unit: Sentence;
  readonly series: readonly { readonly name: Text; readonly values: readonly number[] }[];
  /** One label a value. */
  readonly labels: readonly Text[];
}

export type Block =
  | { readonly type: 'heading'; readonly level: 1 | 2 | 3; readonly text: Sentence }
  | { readonly type: 'paragraph'; readonly text: Sentence }
  /** The verdict, in word, sign and colour, with one sentence. */
  | { readonly type: 'verdict'; readonly verdict: Verdict; readonly text: Sentence }
  | { readonly type: 'facts'; readonly rows: readonly (readonly [name: Sentence, value: Cell])[] }
  | { readonly type: 'table'; readonly table: Table }
  | { readonly type: 'chart'; readonly chart: Chart }
  | { readonly type: 'list'; readonly ordered: boolean; readonly items: readonly Sentence[] }
  /** Lines to type or to read letter by letter. */
  | { readonly type: 'code'; readonly lines: readonly string[] }
  | { readonly type: 'qr'; readonly content: string; readonly caption: Sentence }
  | { readonly type: 'page-break' };

/** `text` in a language. */
export function inLanguage(text: Text, language: keyof Sentence): string {
  return typeof text === 'string' ? text : text[language];
}

/** A report, composed for people: what a renderer of pages gets. */
export interface Paper {
  readonly title: Sentence;
  /** What stands above every page: the report's id and how it may be passed on. */
  readonly header: Sentence;
  /** What stands below every page: beginning of the report's digest, and the checkpoint. */
  readonly footer: Sentence;
  /** RFC 3339, of the checkpoint and never of a clock: the same report has the same bytes on any day. */
  readonly instant: string;
  /** Hex SHA-256 of the report's canonical JSON. */
  readonly digest: string;
  /** A paper that is handed out as a sheet: little room between its parts, facts in two columns. */
  readonly isCompact?: true;
  readonly blocks: readonly Block[];
}
