/**
 * Which fields of statements, records, envelopes and reports admit a text that could be taken for markup or a formula. The list is
 * closed: a schema that opens another field fails here, and whoever opens it looks at every page and report that shows it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('../../schemas/', import.meta.url);

type Schema = { readonly [name: string]: unknown };

/** Texts that run somewhere; a field is open if it admits one of them. */
const PAYLOADS = [
  '<img src=x onerror=alert(1)>',
  '<img/src=x/onerror=alert(1)>',
  '"><script>alert(1)</script>',
  'javascript:alert(1)',
  '{{7*7}}',
  '\u202etxt',
  'a\u200bb',
  '=HYPERLINK("http://evil.example","x")',
  '+cmd|calc',
  '@SUM(1)',
  '-1-cmd',
  '-2-cmd-calc',
  '\tx',
  'x\r=1',
];

/**
 * `ledger` is the origin of the log (as the name in `log.vkey` is): printable ASCII. The others are institutions, which may begin
 * with "-". Nothing else that an author writes is more than small letters, digits, "-", "." and "/".
 */
const OPEN_FIELDS: readonly string[] = [
  'statement.predicate.ledger',
  'statement.predicate.author',
  'amendment.operator',
  'award.lines[].beneficiary',
  'charter.operator',
  'charter.founders[].institution',
  'contribution-decision.institution',
  'credit.beneficiary',
  'dispute.respondent',
  'endorsement.account',
  'evaluation-plan.evaluators[]',
  'institution.institution',
  'institution.successor',
  'key.institution',
  'refusals.refused[].author',
  'role.institution',
  'round-open.aggregator',
  'round-open.invited[]',
  'settlement.institution',
  'transfer.beneficiary',
];

const files = [
  ...['statement', 'envelope', 'record'].map((name) => `${name}.schema.json`),
  ...readdirSync(new URL('kinds/', ROOT)).map((name) => `kinds/${name}`),
];

function read(file: string): Schema {
  return JSON.parse(readFileSync(new URL(file, ROOT), 'utf8')) as Schema;
}

const COMMON = (read('common.schema.json') as { readonly $defs: Readonly<Record<string, Schema>> }).$defs;

/** Paths of the texts in a schema, each with all that is asked of it. */
function textsIn(schema: Schema, path: string): { readonly path: string; readonly rules: readonly Schema[] }[] {
  const name = typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined;
  const named = name === undefined ? undefined : COMMON[name];
  const rules = named === undefined ? [schema] : [named, schema];
  if (rules.some(({ type }) => type === 'string')) return [{ path, rules }];
  return rules.flatMap(({ properties, items, oneOf, anyOf, allOf, prefixItems }) => [
    ...Object.entries((properties ?? {}) as Readonly<Record<string, Schema>>).flatMap(([key, value]) =>
      textsIn(value, `${path}.${key}`),
    ),
    ...(items === undefined ? [] : textsIn(items as Schema, `${path}[]`)),
    ...[oneOf, anyOf, allOf, prefixItems].flatMap((list) =>
      ((list ?? []) as Schema[]).flatMap((each) => textsIn(each, path)),
    ),
  ]);
}

function admits(rules: readonly Schema[], text: string): boolean {
  return rules.every(({ pattern, minLength, maxLength, enum: values, const: only }) => {
    if (typeof pattern === 'string' && !new RegExp(pattern, 'u').test(text)) return false;
    if (typeof minLength === 'number' && text.length < minLength) return false;
    if (typeof maxLength === 'number' && text.length > maxLength) return false;
    if (Array.isArray(values) && !values.includes(text)) return false;
    return only === undefined || only === text;
  });
}

describe('texts that a stranger may choose', () => {
  const texts = files.flatMap((file) => textsIn(read(file), file.replace(/^kinds\/|\.schema\.json$/g, '')));

  test('every text has a pattern, or is one of few', () => {
    expect(texts.length).toBeGreaterThan(150);
    const free = texts.filter(({ rules }) =>
      rules.every((rule) => rule['pattern'] === undefined && rule['enum'] === undefined && rule['const'] === undefined),
    );
    expect(free.map(({ path }) => path)).toEqual([]);
  });

  test('the fields that admit an attack are those that the hostile ledger fills', () => {
    const open = texts.filter(({ rules }) => PAYLOADS.some((payload) => admits(rules, payload)));
    expect([...new Set(open.map(({ path }) => path))]).toEqual(OPEN_FIELDS);
  });
});
