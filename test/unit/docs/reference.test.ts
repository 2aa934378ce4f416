/**
 * The reference pages of kinds and state machines are what schemas, rules and catalogue say, in both languages. After a
 * change of these: `npm run docs`.
 */
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DESCRIPTIONS_KO } from '../../../scripts/reference/descriptions-ko.ts';
import { DUTIES } from '../../../scripts/reference/duties.ts';
import { rulesOf } from '../../../scripts/reference/kind-facts.ts';
import { referencePages, stalePages } from '../../../scripts/reference/main.ts';
import {
  commonRefusals,
  formRefusals,
  IMPOSSIBLE,
  reachableCodes,
  refusalsOf,
} from '../../../scripts/reference/refusals.ts';
import { fieldsOf, kindSchema } from '../../../scripts/reference/schema-fields.ts';
import { COMMON_RULES, FORM_RULES, KIND_TEXTS } from '../../../scripts/reference/text.ts';
import { UNITS } from '../../../scripts/reference/words.ts';
import { CREDIT_CODES } from '../../../src/core/catalogue/credit.ts';
import { RULE_CODES } from '../../../src/core/catalogue/rules.ts';
import { KIND_NAMES } from '../../../src/core/rules/book.ts';
import { AWARD, CONTRIBUTION, DISPUTE, ROUND } from '../../../src/core/rules/machines.ts';
import { ROOT } from '../../arch/_source.ts';

/** Codes of the rule families that no rule raises, and who does. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'key-unknown': 'audits and verifiers, which have no admission before them',
};

const pages = await referencePages();
const sorted = (codes: Iterable<string>): string[] => [...new Set(codes)].sort();
const codesOfRules = (rules: readonly { readonly codes: readonly string[] }[]): string[] =>
  sorted(rules.flatMap(({ codes }) => codes));

describe('the pages', () => {
  test('are up to date (npm run docs)', () => {
    expect(stalePages(pages)).toEqual([]);
    expect(pages.size).toBe(2 * (KIND_NAMES.length + 2));
  });

  test('link to pages and headings that exist', () => {
    const missing = [...pages].flatMap(([path, text]) =>
      [...text.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)].flatMap(([link, target = '', anchor]) => {
        const file = posix.join(posix.dirname(path), target);
        const headings = (pages.get(file) ?? '').match(/^#+ .*$/gm)?.map((line) => line.replace(/^#+ /, '')) ?? [];
        const names = headings.map((heading) => heading.toLowerCase().replaceAll(' ', '-'));
        return existsSync(ROOT + file) && (anchor === undefined || names.includes(anchor)) ? [] : [`${path}: ${link}`];
      }),
    );
    expect(missing).toEqual([]);
  });
});

describe('every refusal is explained by a rule, and every rule is about a refusal that can be', () => {
  test.each(KIND_NAMES)('%s', async (kind) => {
    expect(codesOfRules(KIND_TEXTS[kind].rules)).toEqual(await refusalsOf(kind));
  });

  test('what every statement can meet', async () => {
    expect(codesOfRules(FORM_RULES)).toEqual(await formRefusals());
    expect(codesOfRules(COMMON_RULES)).toEqual(await commonRefusals());
  });

  test('no code of the rules is missed', async () => {
    const seen = [...(await commonRefusals()), ...(await formRefusals())].concat(
      ...(await Promise.all(KIND_NAMES.map(refusalsOf))),
    );
    const families = Object.keys({ ...RULE_CODES, ...CREDIT_CODES });
    expect(families.filter((code) => ![...seen, ...Object.keys(ELSEWHERE)].includes(code as never))).toEqual([]);
  });

  test('what is called impossible is reachable, or the list says too much', async () => {
    const reachable = await Promise.all(
      KIND_NAMES.map(async (kind) => (await reachableCodes(kind)).flatMap((code) => [`${kind} ${code}`, `* ${code}`])),
    );
    const all = new Set(reachable.flat());
    expect(Object.keys(IMPOSSIBLE).filter((entry) => !all.has(entry))).toEqual([]);
  });
});

describe('texts', () => {
  const fields = KIND_NAMES.flatMap((kind) => fieldsOf(kind).map((field) => ({ kind, ...field })));

  test('every description is in Korean too, and no other', () => {
    const english = [...KIND_NAMES.map(kindSchema), ...fields.map(({ schema }) => schema)].map(
      ({ description }) => description ?? 'no description',
    );
    expect(sorted(english)).toEqual(sorted(Object.keys(DESCRIPTIONS_KO)));
  });

  test('units have a name, and fields named after a unit have it', () => {
    const endings = { Ppm: 'ppm', BasisPoints: 'basis points', Micro: 'millionths', Bytes: 'bytes' };
    const wrong = fields.filter(({ path, schema }) =>
      Object.entries(endings).some(([ending, unit]) => path.endsWith(ending) && schema['x-unit'] !== unit),
    );
    expect(wrong.map(({ kind, path }) => `${kind}.${path}`)).toEqual([]);
    expect(fields.map(({ schema }) => schema['x-unit'] ?? 'ppm').filter((unit) => UNITS[unit] === undefined)).toEqual(
      [],
    );
  });

  test('every deadline says what is due and what happens past it', () => {
    const deadlines = fields
      .filter(({ schema }) => ['UTC', 'seconds'].includes(schema['x-unit'] ?? ''))
      .map(({ kind, path }) => `${kind}.${path}`)
      .filter((path) => path !== 'refusals.refused[].at');
    expect(sorted(DUTIES.flatMap((duty) => duty.fields))).toEqual(sorted(deadlines));
  });

  test('which statements need a reason or a quorum is told where some do', () => {
    const needReason = KIND_NAMES.filter((kind) => rulesOf(kind).needsReason !== undefined);
    expect(KIND_NAMES.filter((kind) => KIND_TEXTS[kind].reason !== undefined)).toEqual(needReason);
    const told = KIND_NAMES.filter((kind) => KIND_TEXTS[kind].quorum !== undefined);
    expect(told.filter((kind) => rulesOf(kind).quorum === undefined)).toEqual([]);
  });

  test('every event of a state machine is a kind', () => {
    const events = [ROUND, CONTRIBUTION, AWARD, DISPUTE].flatMap(({ steps }) =>
      Object.values<object>(steps).flatMap((each) => Object.keys(each)),
    );
    expect(events.length).toBeGreaterThan(15);
    expect(events.map((event) => event.split(' ')[0]).filter((kind) => !KIND_NAMES.includes(kind as never))).toEqual(
      [],
    );
  });
});
