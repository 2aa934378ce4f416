/**
 * Our schema compiler against ajv, on every schema: real documents, documents with one place changed, and rubbish.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../src/core/error.ts';
import { DEFINITIONS, DOCUMENT_SCHEMAS, KIND_SCHEMAS } from '../../src/core/generated/schemas.ts';
import { formatEnvelope } from '../../src/core/record/record.ts';
import { compileSchema, type SchemaCheck } from '../../src/core/schema/compile.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { replayLedger } from '../../src/verify/audit/replay-ledger.ts';
import { buildDossier } from '../../src/verify/history/dossier.ts';
import { Consortium } from '../_util/consortium.ts';
import { creditLedger } from '../_util/credit-history.ts';
import { evidenceVectors } from '../_util/evidence-vectors.ts';
import { sampleHistory } from '../_util/history.ts';
import { naiveStatement } from '../_util/naive-account.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { policyOf } from '../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../_util/stored-ledger.ts';

const folder = new URL('../../schemas/', import.meta.url);
const read = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8')) as { $id: string };

const ajv = new Ajv2020({ strict: false });
const files = [...readdirSync(folder), ...readdirSync(new URL('kinds/', folder)).map((file) => `kinds/${file}`)];
for (const file of files.filter((name) => name.endsWith('.schema.json'))) ajv.addSchema(read(file));

/** Every schema by name, with both validators. */
const SCHEMAS: [name: string, ours: SchemaCheck, theirs: (value: unknown) => boolean][] = [
  ...Object.entries(DOCUMENT_SCHEMAS).map(([name, schema]) => [name, schema, `${name}.schema.json`] as const),
  ...Object.entries(KIND_SCHEMAS).map(([name, schema]) => [name, schema, `kinds/${name}.schema.json`] as const),
].map(([name, schema, file]) => {
  const validate = ajv.getSchema(read(file).$id);
  return [name, compileSchema(schema, DEFINITIONS), (value) => validate?.(value) === true];
});

/** Real documents, by schema. */
const REAL = await (async (): Promise<ReadonlyMap<string, unknown[]>> => {
  const consortium = new Consortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  const history = sampleHistory(consortium);
  ledger.appendAll(history);
  ledger.publish();
  const real = new Map<string, unknown[]>();
  const add = (name: string, value: unknown): void =>
    void real.set(name, [...(real.get(name) ?? []), JSON.parse(JSON.stringify(value))]);
  const credit = creditLedger();
  const later = credit.records.map((_, index) => credit.record(index));
  for (const signed of [...history, ...later]) {
    add(signed.statement.kind, signed.statement.body);
    add('statement', JSON.parse(Buffer.from(signed.payload).toString()));
    add('envelope', formatEnvelope(signed));
  }
  for (const bytes of ledger.records.slice(0, 3)) add('record', JSON.parse(Buffer.from(bytes).toString()));
  add('proof-bundle', JSON.parse(Buffer.from(ledger.bundle(12)).toString()));
  credit.publish();
  const { verify: verifySignature } = createNodeVerifier({ maxKeys: 64 });
  const replayed = await replayLedger(mapFiles(naiveFiles(credit)), policyOf([credit.logKey]), { verifySignature });
  add('dossier', buildDossier(replayed, 'safety-net'));
  add('account-statement', JSON.parse(Buffer.from(naiveStatement(ledger, 'nobody')).toString()));
  add('later-evidence', JSON.parse(Buffer.from(ledger.later(5)).toString()));
  for (const { evidence } of evidenceVectors().vectors.slice(0, 6)) add('evidence', JSON.parse(evidence));
  const head = { generation: 3, size: 30, root: 'ab'.repeat(32), state: 'cd'.repeat(32) };
  const backup = {
    format: 'ledgerline/backup@v1',
    origin: consortium.origin,
    takenAt: '2026-11-25T09:00:00.000Z',
    head,
  };
  add('backup', { ...backup, published: 30, files: 4, bytes: 40_000, keys: 'absent', sums: 'ef'.repeat(32) });
  const [digest, [contribution]] = [later[0]?.digest ?? '', real.get('contribution-decision') as [object]];
  add('contribution-decision', { ...contribution, outcome: 'rejected', cause: 'near-duplicate' });
  add('resolution', { dispute: digest, finding: 'rejected' });
  add('utility-report', {
    round: digest,
    plan: digest,
    players: [digest],
    form: 'sealed',
    empty: -1,
    grand: 5,
    numerators: ['6'],
    tableDigest: digest,
    quality: [10_000],
  });
  const { key } = { key: consortium.founders[1]?.keys[0]?.proven(consortium.origin, 'daejeon-institute') };
  add('enrolment-request', {
    format: 'ledgerline/enrolment@v1',
    ledger: consortium.origin,
    institution: 'daejeon-institute',
    class: 'pharma',
    key,
    roles: ['steward'],
  });
  return real;
})();

const rubbish = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 53,
    '',
    'system',
    'é'.repeat(70),
    '😀'.repeat(40),
    [],
    {},
    [1, 1],
    { a: 1 },
    'a'.repeat(64),
    'AA==',
    'AB==',
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<unknown>,
);

/** `value` with one place replaced, removed or added: `path` chooses the way down. */
function changed(value: unknown, path: readonly number[], replacement: unknown, mode: number): unknown {
  if (typeof value !== 'object' || value === null || path.length === 0) return replacement;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  const key = keys[(path[0] ?? 0) % Math.max(1, keys.length)];
  if (mode === 0 && path.length === 1)
    return Array.isArray(copy) ? [...copy, copy[0]] : { ...copy, extra: replacement };
  if (key === undefined) return replacement;
  if (mode === 1 && path.length === 1 && !Array.isArray(copy)) {
    delete copy[key];
    return copy;
  }
  return Object.assign(copy, {
    [key]: changed((copy as Record<string, unknown>)[key], path.slice(1), replacement, mode),
  });
}

describe('our schema compiler and ajv', () => {
  it.each(SCHEMAS)('agree on %s', (name, ours, theirs) => {
    const real = REAL.get(name) ?? [];
    expect(real.length, 'a real document of each schema').toBeGreaterThan(0);
    for (const value of real) expect([ours(value), theirs(value)], JSON.stringify(value)).toEqual([undefined, true]);
    const agree = (value: unknown): void => {
      expect(ours(value) === undefined, JSON.stringify(value)).toBe(theirs(value));
    };
    const path = fc.array(fc.nat(12), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...real), path, rubbish, fc.nat(3), (value, way, other, mode) => {
        agree(changed(value, way, other, mode));
      }),
      { numRuns: 300 },
    );
    fc.assert(fc.property(rubbish, agree), { numRuns: 50 });
  });

  it('names the place and what is wrong', () => {
    const check = compileSchema(KIND_SCHEMAS['role'] ?? {}, DEFINITIONS);
    expect(check({ institution: 'Upper', role: 'steward', change: 'grant' })).toEqual({
      path: '/institution',
      message: 'must match ^[a-z0-9-]{1,64}$',
    });
    expect(check({ institution: 'a', role: 'steward' })).toEqual({
      path: '',
      message: 'must have the property change',
    });
  });

  it('never ignores a keyword, type or reference that it does not know', () => {
    for (const schema of [
      { format: 'date' },
      { type: 'float' },
      { $ref: 'nothing' },
      { additionalProperties: true, properties: {} },
    ]) {
      expect(() => compileSchema(schema, DEFINITIONS)).toThrow(InvariantError);
    }
  });
});
