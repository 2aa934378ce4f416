/**
 * The body of a statement of any kind as names and values that people read: digests lead to the records that they name, amounts
 * are credits, shares are per cent. What is signed is in the raw record.
 * @module
 */

import { isRuleCode } from '../../core/catalogue/catalogue.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Json } from '../../core/json/json.ts';
import type { Cell, Column, Table } from '../../report/layout/blocks.ts';
import { KIND_NAMES } from '../kinds.ts';
import { fieldName } from './fields.ts';
import { meaningOfCode } from './governance.ts';
import { isDigest, type References } from './references.ts';
import { word, wordAndCode } from './vocabulary.ts';

/** One line: a name and one value or more. */
export interface Fact {
  readonly name: Sentence;
  readonly values: readonly Cell[];
}

export interface BodyFacts {
  readonly facts: readonly Fact[];
  /** Lists of objects. */
  readonly tables: readonly Table[];
}

/** Longest text that is shown whole: what is longer is for machines. */
const MOST_CHARACTERS = 90;

const NONE: Sentence = { en: 'none', ko: '없음' };

export function factsOfBody(body: Json, references: References): BodyFacts {
  const facts: Fact[] = [];
  const tables: Table[] = [];
  walk(body, [], '');
  return { facts, tables };

  function walk(value: Json, path: readonly Sentence[], field: string): void {
    if (Array.isArray(value) && value.some((item) => typeof item === 'object')) {
      tables.push(tableOf(field, path, value as readonly Json[], references));
    } else if (Array.isArray(value)) {
      const cells = (value as readonly Json[]).flatMap((item) => cellsOf(field, item, references));
      facts.push({ name: nameOf(path), values: cells.length === 0 ? [NONE] : cells });
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) walk(member as Json, [...path, fieldName(key)], key);
    } else facts.push({ name: nameOf(path), values: cellsOf(field, value, references) });
  }
}

function nameOf(path: readonly Sentence[]): Sentence {
  return { en: path.map(({ en }) => en).join(' · '), ko: path.map(({ ko }) => ko).join(' · ') };
}

function tableOf(field: string, path: readonly Sentence[], items: readonly Json[], references: References): Table {
  const rows = items.map((item) => flatten(item));
  const fields = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  const columns = fields.map((name): Column => {
    const last = name.split('.').at(-1) ?? name;
    const isNumber = rows.every((row) => typeof row.get(name) === 'number' || CREDITS.has(last));
    return { id: kebab(name), title: fieldName(last), ...(isNumber ? { align: 'end' as const } : {}) };
  });
  return {
    id: kebab(field),
    caption: nameOf(path),
    columns,
    rows: rows.map((row) => fields.map((name) => cellOf(name.split('.').at(-1) ?? name, row.get(name), references))),
    empty: NONE,
  };
}

/** Members of members by their paths: `measured.normMicro`. Lists stay, as texts. */
function flatten(value: Json, prefix = ''): Map<string, Json> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return new Map([[prefix, value]]);
  return new Map(
    Object.entries(value).flatMap(([key, member]) => [
      ...flatten(member as Json, prefix === '' ? key : `${prefix}.${key}`),
    ]),
  );
}

function kebab(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const INSTITUTIONS = new Set([
  'institution',
  'author',
  'beneficiary',
  'respondent',
  'operator',
  'successor',
  'aggregator',
  'invited',
  'evaluators',
]);
const CREDITS = new Set(['amount', 'budget', 'reserve']);
const DURATIONS = new Set(['endorseWithin', 'seconds', 'award', 'dispute', 'respond', 'resolve', 'final', 'settle']);
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** The value, and for what has a page of its own beside its record, both. */
function cellsOf(field: string, value: Json, references: References): Cell[] {
  const found = typeof value === 'string' ? references.find(value) : undefined;
  const cell = cellOf(field, value, references);
  if (found?.round !== undefined) return [{ page: `/rounds/${found.round}`, text: found.round }, recordOf(found.index)];
  if (found?.kind === 'award') return [{ page: `/awards/${value}`, text: KIND_NAMES.award }, recordOf(found.index)];
  return [cell];
}

function recordOf(index: number): Cell {
  return { page: `/records/${index}`, text: { en: `record ${index}`, ko: `${index}번 기록` } };
}

function cellOf(field: string, value: Json | undefined, references: References): Cell {
  if (value === undefined) return '';
  if (typeof value === 'number') return numberOf(field, value);
  if (Array.isArray(value)) return listOf(value as readonly Json[]);
  if (typeof value !== 'string') return JSON.stringify(value);
  if (isDigest(value)) return digestOf(value, references);
  if (INSTANT.test(value)) return { instant: value };
  if (CREDITS.has(field) && /^\d+$/.test(value)) return { credits: value };
  if (INSTITUTIONS.has(field)) return { page: `/institutions/${value}`, text: value };
  if (field === 'model') return { page: `/models/${value}`, text: value };
  if (field === 'code' && isRuleCode(value)) return refusalOf(value);
  return value.length > MOST_CHARACTERS ? shortText(value) : wordAndCode(value);
}

/** A list inside of a table: its words, or how many objects it has. */
function listOf(items: readonly Json[]): Cell {
  if (items.some((item) => typeof item === 'object')) return { number: items.length };
  const words = items.map((item) => word(shortText(String(item))));
  return { en: words.map(({ en }) => en).join(', '), ko: words.map(({ ko }) => ko).join(', ') };
}

function numberOf(field: string, value: number): Cell {
  if (field.endsWith('Micro')) return String(value / 1e6);
  if (field.endsWith('Ppm')) return `${value / 1e4} %`;
  if (/basisPoints$/i.test(field)) return `${value / 100} %`;
  if (DURATIONS.has(field)) return { en: `${value} s`, ko: `${value}초` };
  if (field === 'sizeBytes') return { en: `${value} bytes`, ko: `${value}바이트` };
  return field === 'compromisedSince' ? { record: value } : { number: value };
}

function digestOf(digest: string, references: References): Cell {
  const found = references.find(digest);
  if (found === undefined) return { digest };
  const { index, kind, round } = found;
  const name = KIND_NAMES[kind];
  const of = round === undefined ? '' : ` ${round}`;
  const text = { en: `${name.en}${of}, record ${index}`, ko: `${name.ko}${of}, ${index}번 기록` };
  return { page: `/records/${index}`, text };
}

function refusalOf(code: string): Sentence {
  const { en, ko } = meaningOfCode(code);
  return { en: `${code}: ${en}`, ko: `${code}: ${ko}` };
}

function shortText(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, 40)}… (${text.length})`;
}
