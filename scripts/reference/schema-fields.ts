/**
 * The fields of a kind, read from its schema: one row a member, nested ones by their path, the forms of a body merged.
 * @module
 */
import { readFileSync } from 'node:fs';
import type { KindName } from '../../src/core/statement/validate.ts';
import { ROOT } from './root.ts';

/** The keywords that the pages show. */
export interface FieldSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly 'x-unit'?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly FieldSchema[];
}

/** In which forms of the body a field may, and must, stand: the words of the member that tells the forms apart. */
export interface Presence {
  readonly isRequired: boolean;
  /** Absent where the body has one form, or the field stands in all of them. */
  readonly only?: { readonly member: string; readonly words: readonly string[] };
}

export interface Field extends Presence {
  /** `credit.policy`, `lines[].amount`. */
  readonly path: string;
  /** The schema without its reference. */
  readonly schema: FieldSchema;
  /** Name of the common definition that it refers to. */
  readonly definition?: string;
}

const folder = new URL('schemas/', ROOT);
const read = (path: string): FieldSchema & { readonly $defs?: Readonly<Record<string, FieldSchema>> } =>
  JSON.parse(readFileSync(new URL(path, folder), 'utf8'));
const DEFINITIONS = read('common.schema.json').$defs ?? {};

export function kindSchema(kind: KindName): FieldSchema {
  return read(`kinds/${kind}.schema.json`);
}

/** The schema that a reference stands for, with what is said beside it; and the name of the definition. */
export function resolve(schema: FieldSchema): { readonly schema: FieldSchema; readonly definition?: string } {
  if (schema.$ref === undefined) return { schema };
  const definition = schema.$ref.slice(schema.$ref.indexOf('#/$defs/') + '#/$defs/'.length);
  const { $ref: _, ...beside } = schema;
  return { schema: { ...DEFINITIONS[definition], ...beside }, definition };
}

/** All fields of a kind in the order of its schema. */
export function fieldsOf(kind: KindName): Field[] {
  const schema = kindSchema(kind);
  return schema.oneOf === undefined ? membersOf(schema, '') : mergeForms(schema.oneOf);
}

function membersOf({ properties = {}, required = [] }: FieldSchema, prefix: string): Field[] {
  return Object.entries(properties).flatMap(([name, member]) => {
    const { schema, definition } = resolve(member);
    const path = `${prefix}${name}`;
    const field = {
      path,
      schema,
      isRequired: required.includes(name),
      ...(definition === undefined ? {} : { definition }),
    };
    const items = schema.items === undefined ? undefined : resolve(schema.items).schema;
    return [
      field,
      ...membersOf(schema, `${path}.`),
      ...(items?.properties === undefined ? [] : membersOf(items, `${path}[].`)),
    ];
  });
}

/** The fields of all forms, each once: a field of some forms says of which, and the telling member lists all words. */
function mergeForms(forms: readonly FieldSchema[]): Field[] {
  const [first] = forms;
  const member = Object.entries(first?.properties ?? {}).find(([, { const: word }]) => word !== undefined)?.[0] ?? '';
  const wordOf = (form: FieldSchema): string => form.properties?.[member]?.const ?? '';
  const all = forms.map((form) => ({ word: wordOf(form), fields: membersOf(form, '') }));
  const paths = [...new Set(all.flatMap(({ fields }) => fields.map(({ path }) => path)))];
  return paths.flatMap((path) => {
    const holders = all.filter(({ fields }) => fields.some((field) => field.path === path));
    const field = holders[0]?.fields.find((each) => each.path === path);
    if (field === undefined) return [];
    if (path === member) {
      const { const: _, ...schema } = field.schema;
      return [{ ...field, schema: { ...schema, enum: forms.map(wordOf) } }];
    }
    const words = holders.map(({ word }) => word);
    return [words.length === forms.length ? field : { ...field, only: { member, words } }];
  });
}
