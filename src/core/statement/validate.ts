/**
 * Schema validation of documents and bodies, and its one error.
 * @module
 */
import { InputError } from '../error.ts';
import type { Bodies } from '../generated/bodies.ts';
import type { Documents } from '../generated/documents.ts';
import { DEFINITIONS, DOCUMENT_SCHEMAS, KIND_SCHEMAS } from '../generated/schemas.ts';
import { compileSchema, type Schema, type SchemaCheck } from '../schema/compile.ts';

/** The statement kinds: one schema each in `schemas/kinds/`. */
export type KindName = keyof Bodies;

const DOCUMENTS = compileAll(DOCUMENT_SCHEMAS);
const KINDS = compileAll(KIND_SCHEMAS);

/** True when a schema for `kind` exists. */
export function isKindName(kind: string): kind is KindName {
  return KINDS.has(kind);
}

/** Returns `value` typed, if it satisfies the document's schema. @throws InputError `schema-violation` */
export function validateDocument<D extends keyof Documents>(document: D, value: unknown): Documents[D] {
  check(DOCUMENTS.get(document), value, document);
  return value as Documents[D];
}

/** Returns `value` typed, if it satisfies the schema of the kind's body. @throws InputError `schema-violation`, `unknown-kind` */
export function validateBody<K extends KindName>(kind: K, value: unknown): Bodies[K] {
  check(KINDS.get(kind), value, `${kind}.body`);
  return value as Bodies[K];
}

function compileAll(schemas: Readonly<Record<string, Schema>>): ReadonlyMap<string, SchemaCheck> {
  return new Map(Object.entries(schemas).map(([name, schema]) => [name, compileSchema(schema, DEFINITIONS)]));
}

function check(checkValue: SchemaCheck | undefined, value: unknown, title: string): void {
  if (checkValue === undefined) throw new InputError('unknown-kind', `there is no ${title}`);
  const found = checkValue(value);
  if (found !== undefined) throw new InputError('schema-violation', `${title}${found.path} ${found.message}`);
}
