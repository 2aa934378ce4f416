/**
 * Validation against our own schemas (JSON Schema 2020-12): each is compiled once into small functions. No eval, and small
 * enough to be read by whoever must trust the verifier.
 *
 * It knows exactly the keywords that `schemas/` uses, and refuses to compile any other: a keyword is never ignored. A test
 * holds it against ajv on every schema.
 * @module
 */
import { InvariantError } from '../error.ts';
import { canonicalize } from '../json/jcs.ts';

/** A schema as JSON. */
export type Schema = { readonly [keyword: string]: unknown };

/** What is wrong, and where: a JSON Pointer into the value. */
export interface SchemaIssue {
  readonly path: string;
  readonly message: string;
}

/** Checks a value; undefined means that it satisfies the schema. */
export type SchemaCheck = (value: unknown) => SchemaIssue | undefined;

type Compiler = (argument: never, schema: Schema, compile: (schema: Schema) => SchemaCheck) => SchemaCheck;

const issue = (message: string): SchemaIssue => ({ path: '', message });
/** The issue of a member, seen from what holds it: paths are only made where something is wrong. */
const within = (name: string | number, found: SchemaIssue | undefined): SchemaIssue | undefined =>
  found && { path: `/${name}${found.path}`, message: found.message };
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
};

/** A keyword that applies to strings only; others pass it, as JSON Schema says. */
const forStrings =
  (holds: (text: string) => boolean, message: string): SchemaCheck =>
  (value) =>
    typeof value !== 'string' || holds(value) ? undefined : issue(message);
const forNumbers =
  (holds: (number: number) => boolean, message: string): SchemaCheck =>
  (value) =>
    typeof value !== 'number' || holds(value) ? undefined : issue(message);
const forArrays =
  (holds: (items: readonly unknown[]) => boolean, message: string): SchemaCheck =>
  (value) =>
    !Array.isArray(value) || holds(value) ? undefined : issue(message);

/** Length in code points, which is never more than in code units. */
const lengthOf = (text: string): number => [...text].length;

const KEYWORDS: Readonly<Record<string, Compiler>> = {
  type: (type: string) => {
    const holds = TYPES[type];
    if (holds === undefined) throw new InvariantError(`schema: no type ${type}`);
    return (value) => (holds(value) ? undefined : issue(`must be ${type}`));
  },
  const: (wanted: string | number) => (value) => (value === wanted ? undefined : issue(`must be ${wanted}`)),
  enum: (words: readonly unknown[]) => (value) =>
    words.includes(value) ? undefined : issue(`must be one of ${words.join(', ')}`),
  pattern: (source: string) => {
    const pattern = new RegExp(source, 'u');
    return forStrings((text) => pattern.test(text), `must match ${source}`);
  },
  // A code point has one code unit or two.
  minLength: (min: number) =>
    forStrings((text) => text.length >= 2 * min || lengthOf(text) >= min, `must have at least ${min} characters`),
  maxLength: (max: number) =>
    forStrings((text) => text.length <= max || lengthOf(text) <= max, `must have at most ${max} characters`),
  minimum: (min: number) => forNumbers((number) => number >= min, `must be at least ${min}`),
  maximum: (max: number) => forNumbers((number) => number <= max, `must be at most ${max}`),
  minItems: (min: number) => forArrays(({ length }) => length >= min, `must have at least ${min} items`),
  maxItems: (max: number) => forArrays(({ length }) => length <= max, `must have at most ${max} items`),
  uniqueItems: () =>
    forArrays((items) => new Set(items.map(canonicalize)).size === items.length, 'must not repeat items'),
  items: (schema: Schema, _, compile) => {
    const check = compile(schema);
    return (value) => (Array.isArray(value) ? firstOf(value, (item, i) => within(i, check(item))) : undefined);
  },
  required: (names: readonly string[]) => (value) =>
    firstOf(isObject(value) ? names : [], (name) =>
      Object.hasOwn(value as object, name) ? undefined : issue(`must have the property ${name}`),
    ),
  properties: (schemas: Readonly<Record<string, Schema>>, _, compile) => {
    const checks = Object.entries(schemas).map(([name, schema]) => [name, compile(schema)] as const);
    return (value) =>
      firstOf(isObject(value) ? checks : [], ([name, check]) =>
        Object.hasOwn(value as object, name) ? within(name, check((value as Schema)[name])) : undefined,
      );
  },
  additionalProperties: (allowed: boolean, { properties }) => {
    if (allowed) throw new InvariantError('schema: additionalProperties must be false');
    const known = new Set(Object.keys(properties as object));
    return (value) =>
      firstOf(isObject(value) ? Object.keys(value) : [], (name) =>
        known.has(name) ? undefined : issue(`must not have the property ${JSON.stringify(name)}`),
      );
  },
  minProperties: (min: number) => (value) =>
    !isObject(value) || Object.keys(value).length >= min ? undefined : issue(`must have at least ${min} properties`),
  not: (schema: Schema, _, compile) => {
    const check = compile(schema);
    return (value) => (check(value) === undefined ? issue('is not allowed here') : undefined);
  },
  oneOf: (schemas: readonly Schema[], _, compile) => {
    const checks = schemas.map(compile);
    return (value) => {
      const issues = checks.map((check) => check(value));
      const matching = issues.filter((found) => found === undefined).length;
      if (matching === 1) return undefined;
      // The branch that got furthest into the value tells most.
      const [best] = issues.flatMap((found) => found ?? []).sort((a, b) => b.path.length - a.path.length);
      return matching === 0 && best !== undefined ? best : issue('must match exactly one form');
    };
  },
};

/** Keywords that say nothing about a value. */
const SILENT: ReadonlySet<string> = new Set(['$id', '$ref']);

/**
 * Compiles a schema. `$ref` names one of `definitions`; keywords beside it hold as well.
 * @throws InvariantError for a keyword, type or reference that is not known here
 */
export function compileSchema(schema: Schema, definitions: Readonly<Record<string, Schema>>): SchemaCheck {
  const checks: SchemaCheck[] = [];
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const target = definitions[$ref];
    if (target === undefined) throw new InvariantError(`schema: nothing is named ${$ref}`);
    checks.push(compileSchema(target, definitions));
  }
  for (const [keyword, argument] of Object.entries(schema)) {
    if (SILENT.has(keyword)) continue;
    const compiler = KEYWORDS[keyword];
    if (compiler === undefined) throw new InvariantError(`schema: the keyword ${keyword} is not known`);
    checks.push(compiler(argument as never, schema, (inner) => compileSchema(inner, definitions)));
  }
  return (value) => firstOf(checks, (check) => check(value));
}

/** What `find` gives for the first item for which it gives anything. */
function firstOf<T>(
  items: readonly T[],
  find: (item: T, index: number) => SchemaIssue | undefined,
): SchemaIssue | undefined {
  for (let index = 0; index < items.length; index++) {
    const found = find(items[index] as T, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
