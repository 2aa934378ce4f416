/**
 * Every kind of statement in a plain sentence, in both languages, and its body as names and values.
 */
import { describe, expect, it } from 'vitest';
import { KIND_SCHEMAS } from '../../../src/core/generated/schemas.ts';
import type { Json } from '../../../src/core/json/json.ts';
import type { Statement } from '../../../src/core/statement/statement.ts';
import { KIND_NAMES } from '../../../src/web/kinds.ts';
import { factsOfBody } from '../../../src/web/statements/facts.ts';
import { References } from '../../../src/web/statements/references.ts';
import { tellRecord } from '../../../src/web/statements/sentence.ts';
import { Consortium } from '../../_util/consortium.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { sampleHistory } from '../../_util/history.ts';

const credit = creditLedger();
const SAMPLES: readonly Statement[] = [
  ...sampleHistory(new Consortium()).map(({ statement }) => statement),
  ...Array.from({ length: credit.size }, (_, i) => credit.record(i).statement),
];
const references = new References(
  new Map([['a'.repeat(64), { index: 3, kind: 'round-open', author: 'federation', round: 'r-03' }]]),
);

describe('the sentence about a record', () => {
  it.each(SAMPLES.map((statement, i) => [`${i} ${statement.kind}`, statement] as const))('%s', (_, statement) => {
    const { en, ko } = tellRecord(statement, '2026-11-20T04:02:09.000Z', references);
    expect(en).toMatch(new RegExp(`^On 2026-11-20 13:02 KST, ${statement.author} [a-z].*\\.$`));
    expect(ko).toMatch(new RegExp(`^${statement.author} 기관이 2026-11-20 13:02 KST에 .*니다(\\(.*\\))?\\.$`));
    for (const text of [en, ko]) expect(text).not.toMatch(/undefined|\[object|NaN/);
    expect(ko).toMatch(/[가-힣]/);
  });

  it('exists for every kind that there is, and the samples leave few of them out', () => {
    expect(Object.keys(KIND_NAMES).sort()).toEqual(Object.keys(KIND_SCHEMAS).sort());
    const sampled = new Set(SAMPLES.map(({ kind }) => kind));
    expect(Object.keys(KIND_SCHEMAS).filter((kind) => !sampled.has(kind as never))).toEqual([]);
  });

  it('names a round that is known by its name', () => {
    const [statement] = SAMPLES.filter(({ kind }) => kind === 'contribution');
    const named = { ...statement, body: { ...statement?.body, round: 'a'.repeat(64) } } as Statement;
    expect(tellRecord(named, '2026-11-20T04:02:09.000Z', references).ko).toContain('r-03 라운드에');
  });
});

describe('the facts of a body', () => {
  it.each(SAMPLES.map((statement, i) => [`${i} ${statement.kind}`, statement] as const))('%s', (_, statement) => {
    const { facts, tables } = factsOfBody(statement.body as unknown as Json, references);
    expect(facts.length + tables.length).toBeGreaterThan(0);
    for (const { name, values } of facts) {
      expect(name.ko).toMatch(/[가-힣]|^vkey$/);
      expect(values.length).toBeGreaterThan(0);
    }
    for (const { columns, rows } of tables) for (const row of rows) expect(row.length).toBe(columns.length);
    expect(JSON.stringify([facts, tables])).not.toMatch(/undefined|\[object|NaN/);
  });
});
