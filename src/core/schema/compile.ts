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
export type SchemaCheck = (value: unknown, path?: string) => SchemaIssue | undefined;

type Check = (value: unknown, path: string) => SchemaIssue | undefined;
type Compiler = (argument: never, schema: Schema, compile: (schema: Schema) => Check) => Check;

const issue = (path: string, message: string): SchemaIssue => ({ path, message });
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
  (holds: (text: string) => boolean, message: string): Check =>
  (value, path) =>
    typeof value !== 'string' || holds(value) ? undefined : issue(path, message);
const forNumbers =
  (holds: (number: number) => boolean, message: string): Check =>
  (value, path) =>
    typeof value !== 'number' || holds(value) ? undefined : issue(path, message);
const forArrays =
  (holds: (items: readonly unknown[]) => boolean, message: string): Check =>
  (value, path) =>
    !Array.isArray(value) || holds(value) ? undefined : issue(path, message);

/** Length in code points, which is never more than in code units. */
const lengthOf = (text: string): number => [...text].length;

const KEYWORDS: Readonly<Record<string, Compiler>> = {
  type: (type: string) => {
    const holds = TYPES[type];
    if (holds === undefined) throw new InvariantError(`schema: no type ${type}`);
    return (value, path) => (holds(value) ? undefined : issue(path, `must be ${type}`));
  },
  const: (wanted: string | number) => (value, path) =>
    value === wanted ? undefined : issue(path, `must be ${wanted}`),
  enum: (words: readonly string[]) => (value, path) =>
    words.some((word) => word === value) ? undefined : issue(path, `must be one of ${words.join(', ')}`),
  pattern: (source: string) => {
    const pattern = new RegExp(source, 'u');
    return forStrings((text) => pattern.test(text), `must match ${source}`);
  },
  minLength: (min: number) => forStrings((text) => lengthOf(text) >= min, `must have at least ${min} characters`),
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
    return (value, path) =>
      Array.isArray(value) ? firstOf(value, (item, i) => check(item, `${path}/${i}`)) : undefined;
  },
  required: (names: readonly string[]) => (value, path) =>
    firstOf(isObject(value) ? names : [], (name) =>
      Object.hasOwn(value as object, name) ? undefined : issue(path, `must have the property ${name}`),
    ),
  properties: (schemas: Readonly<Record<string, Schema>>, _, compile) => {
    const checks = Object.entries(schemas).map(([name, schema]) => [name, compile(schema)] as const);
    return (value, path) =>
      firstOf(isObject(value) ? checks : [], ([name, check]) =>
        Object.hasOwn(value as object, name) ? check((value as Schema)[name], `${path}/${name}`) : undefined,
      );
  },
  additionalProperties: (allowed: boolean, { properties }) => {
    if (allowed) throw new InvariantError('schema: additionalProperties must be false');
    const known = new Set(Object.keys(properties as object));
    return (value, path) =>
      firstOf(isObject(value) ? Object.keys(value) : [], (name) =>
        known.has(name) ? undefined : issue(path, `must not have the property ${JSON.stringify(name)}`),
      );
  },
  minProperties: (min: number) => (value, path) =>
    !isObject(value) || Object.keys(value).length >= min
      ? undefined
      : issue(path, `must have at least ${min} properties`),
  not: (schema: Schema, _, compile) => {
    const check = compile(schema);
    return (value, path) => (check(value, path) === undefined ? issue(path, 'is not allowed here') : undefined);
  },
  oneOf: (schemas: readonly Schema[], _, compile) => {
    const checks = schemas.map(compile);
    return (value, path) => {
      const issues = checks.map((check) => check(value, path));
      const matching = issues.filter((found) => found === undefined).length;
      if (matching === 1) return undefined;
      // The branch that got furthest into the value tells most.
      const [best] = issues.flatMap((found) => found ?? []).sort((a, b) => b.path.length - a.path.length);
      return matching === 0 && best !== undefined ? best : issue(path, 'must match exactly one form');
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
  const check = compile(schema, definitions);
  return (value, path = '') => check(value, path);
}

function compile(schema: Schema, definitions: Readonly<Record<string, Schema>>): Check {
  const checks: Check[] = [];
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    const target = definitions[$ref];
    if (target === undefined) throw new InvariantError(`schema: nothing is named ${$ref}`);
    checks.push(compile(target, definitions));
  }
  for (const [keyword, argument] of Object.entries(schema)) {
    if (SILENT.has(keyword)) continue;
    const compiler = KEYWORDS[keyword];
    if (compiler === undefined) throw new InvariantError(`schema: the keyword ${keyword} is not known`);
    checks.push(compiler(argument as never, schema, (inner) => compile(inner, definitions)));
  }
  return (value, path) => firstOf(checks, (check) => check(value, path));
}

/** What `find` gives for the first item for which it gives anything. */
function firstOf<T>(
  items: readonly T[],
  find: (item: T, index: number) => SchemaIssue | undefined,
): SchemaIssue | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
