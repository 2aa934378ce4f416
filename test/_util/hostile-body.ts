/**
 * Bodies that satisfy their schema and otherwise make no sense, or nearly do: drawn from the schema, with values that the
 * log has seen elsewhere.
 * @module
 */
import { createHash } from 'node:crypto';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import { DEFINITIONS, KIND_SCHEMAS } from '../../src/core/generated/schemas.ts';
import { canonicalize } from '../../src/core/json/jcs.ts';
import type { Json } from '../../src/core/json/json.ts';
import { compileSchema, type Schema, type SchemaCheck } from '../../src/core/schema/compile.ts';
import { type KindName, validateBody } from '../../src/core/statement/validate.ts';
import type { Pick } from './random-history.ts';

type Leaf = string | number;

/** What schemas allow and rules must look at twice: ends of ranges, days that do not exist, ids that name nothing. */
const EXTREMES: readonly Leaf[] = [
  ...['0', '1', '9'.repeat(38), `-${'9'.repeat(78)}`],
  ...['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '2026-02-30T00:00:00.000Z', '9999-99-99T99:99:99.999Z'],
  ...['a', 'z'.repeat(64), '-', '0'.repeat(64), 'f'.repeat(64), 'keys/nobody', 'system', '', 'AAAA', 'gAAAAH////8='],
  ...[0, 1, 2, -1, 10_000, 1_000_000, 2 ** 31 - 1, -(2 ** 31), Number.MAX_SAFE_INTEGER],
];

/** Leaves of JSON values, by the name of the property that they stood under. */
export class LeafPool {
  readonly #all = new Set<Leaf>(EXTREMES);
  readonly #named = new Map<string, Set<Leaf>>();

  /** An independent copy as it stands. */
  fork(): LeafPool {
    const copy = new LeafPool();
    for (const leaf of this.#all) copy.#all.add(leaf);
    for (const [name, leaves] of this.#named) copy.#named.set(name, new Set(leaves));
    return copy;
  }

  /** Adds a leaf that belongs under these names. */
  add(leaf: Leaf, ...names: readonly string[]): void {
    this.#all.add(leaf);
    for (const name of names) this.#named.set(name, (this.#named.get(name) ?? new Set()).add(leaf));
  }

  /** Adds every string and number of `value`. */
  learn(value: unknown, name = ''): void {
    if (typeof value === 'string' || typeof value === 'number') this.add(value, name);
    else if (Array.isArray(value)) for (const item of value) this.learn(item, name);
    else if (typeof value === 'object' && value !== null)
      for (const [inner, item] of Object.entries(value)) this.learn(item, inner);
  }

  /** A leaf that `check` lets pass, most likely one that stood under `name` before. Requires that there is one. */
  draw(name: string, check: SchemaCheck, pick: Pick): Leaf {
    const near = pick(4) > 0 ? [...(this.#named.get(name) ?? [])] : [];
    const fits = near.filter((leaf) => check(leaf) === undefined);
    const leaves = fits.length > 0 ? fits : [...this.#all].filter((leaf) => check(leaf) === undefined);
    const leaf = leaves[pick(leaves.length)];
    if (leaf === undefined) throw new Error(`nothing is known that fits ${name}`);
    return leaf;
  }
}

const checks = new Map<Schema, SchemaCheck>();

function checkOf(schema: Schema): SchemaCheck {
  const check = checks.get(schema) ?? compileSchema(schema, DEFINITIONS);
  checks.set(schema, check);
  return check;
}

/** Draws bodies from schemas. */
export class BodyMaker {
  readonly #pool: LeafPool;
  readonly #pick: Pick;
  #fresh: number;

  constructor(pool: LeafPool, pick: Pick) {
    this.#pool = pool;
    this.#pick = pick;
    this.#fresh = pick(2 ** 31 - 1);
  }

  /** A body of the kind, which keeps most of `template` where one is given. */
  body<K extends KindName>(kind: K, template?: unknown): Bodies[K] {
    const schema = KIND_SCHEMAS[kind];
    if (schema === undefined) throw new Error(`no schema of ${kind}`);
    return validateBody(kind, this.#value(schema, kind, template as Json | undefined));
  }

  /** A digest that names nothing. */
  digest(): string {
    return createHash('sha256')
      .update(String(this.#fresh++))
      .digest('hex');
  }

  #value(written: Schema, name: string, template: Json | undefined): Json {
    const { $ref, ...own } = written;
    const schema = typeof $ref === 'string' ? { ...DEFINITIONS[$ref], ...own } : written;
    const { oneOf, properties, items } = schema as {
      oneOf?: Schema[];
      properties?: Record<string, Schema>;
      items?: Schema;
    };
    if (oneOf !== undefined) return this.#value(this.#branch(oneOf, template), name, template);
    if (properties !== undefined) return this.#object(schema, properties, template);
    if (items !== undefined) return this.#array(schema, items, name, template);
    return this.#leaf(written, schema, name);
  }

  #branch(branches: readonly Schema[], template: Json | undefined): Schema {
    const same = branches.find((branch) => checkOf(branch)(template) === undefined);
    const branch = same !== undefined && this.#pick(8) > 0 ? same : branches[this.#pick(branches.length)];
    return branch ?? {};
  }

  #object(schema: Schema, properties: Record<string, Schema>, template: Json | undefined): Json {
    const { required = [], minProperties = 0 } = schema as { required?: string[]; minProperties?: number };
    const known = typeof template === 'object' && template !== null && !Array.isArray(template) ? template : {};
    const drawn = Object.entries(properties).flatMap(([name, inner]): [string, Json][] => {
      const kept = Reflect.get(known, name) as Json | undefined;
      const isThere =
        required.includes(name) || this.#pick(8) < (template === undefined ? 4 : kept === undefined ? 1 : 7);
      if (!isThere) return [];
      const keeps = kept !== undefined && this.#pick(8) < 6 && checkOf(inner)(kept) === undefined;
      return [[name, keeps ? kept : this.#value(inner, name, kept)]];
    });
    return drawn.length < minProperties ? this.#object(schema, properties, template) : Object.fromEntries(drawn);
  }

  #array(schema: Schema, items: Schema, name: string, template: Json | undefined): Json {
    const {
      minItems = 0,
      maxItems = 64,
      uniqueItems,
    } = schema as { minItems?: number; maxItems?: number; uniqueItems?: boolean };
    const kept = Array.isArray(template) ? (template as readonly Json[]) : [];
    const usual = kept.length > 0 && this.#pick(4) > 0 ? kept.length : minItems + this.#pick(4);
    const length = Math.min(maxItems, this.#pick(32) === 0 ? 64 : usual);
    const drawn = Array.from({ length }, (_, i) => {
      const before = kept[i];
      return before !== undefined && this.#pick(4) > 0 ? before : this.#value(items, name, before);
    });
    if (uniqueItems !== true) return drawn;
    const unique = [...new Map(drawn.map((item) => [canonicalize(item), item])).values()];
    while (unique.length < minItems) unique.push(this.#value(items, name, undefined));
    return unique;
  }

  #leaf(written: Schema, schema: Schema, name: string): Json {
    const { const: only, enum: words, pattern } = schema as { const?: Leaf; enum?: Leaf[]; pattern?: string };
    if (only !== undefined) return only;
    if (words !== undefined) return words[this.#pick(words.length)] ?? '';
    if (pattern === '^[0-9a-f]{64}$' && this.#pick(8) === 0) return this.digest();
    if (this.#pick(8) === 0 && checkOf(written)(`id-${this.#fresh}`) === undefined) return `id-${this.#fresh++}`;
    return this.#pool.draw(name, checkOf(written), this.#pick);
  }
}
