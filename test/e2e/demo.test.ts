/**
 * The demonstration, run as a user runs it: real training, real HTTP, real files; then what it leaves is checked.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/core/catalogue/catalogue.ts';
import type { Summary } from '../../src/federation/scenario/summary.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { digestTensorSet } from '../../src/node/tensor-set-digest.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { builtMain } from '../_util/cli-build.ts';

const run = promisify(execFile);
let main: string;
const verifier = createNodeVerifier({ maxKeys: 100 });

let folder: string;
beforeAll(async () => {
  main = await builtMain();
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-e2e-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('demo on hERG', () => {
  let summary: Summary;
  let kept: string;
  let policy: string;
  beforeAll(async () => {
    kept = join(folder, 'herg');
    const { stdout } = await run(process.execPath, [main, 'demo', '--no-serve', '--json', '--keep', kept], {
      maxBuffer: 2 ** 24,
    });
    summary = JSON.parse(stdout) as Summary;
    policy = await readFile(join(kept, 'trust.policy'), 'utf8');
  });

  const verify = async (bundle: Uint8Array, artefact?: string) => {
    const digest = artefact === undefined ? undefined : await digestTensorSet(artefact);
    return verifyBundle(bundle, policy, {
      verifySignature: (key, message, signature) => verifier.verifySync(key, message, signature),
      ...(digest === undefined ? {} : { artefact: { sha256: digest.file.sha256, tensorSet: digest.sha256 } }),
    });
  };

  it('tells the story: five rounds, a model that learns, tricks met by protections', async () => {
    expect(JSON.parse(await readFile(join(kept, 'summary.json'), 'utf8'))).toEqual(summary);
    expect(summary.rounds.map(({ accepted, coalitions }) => [accepted, coalitions])).toEqual([
      [6, 64],
      [6, 64],
      [5, 32],
      [6, 64],
      [7, 128],
    ]);
    expect(summary.contributions).toBe(30);
    const auc = summary.rounds.map(({ metric }) => metric.ppm);
    expect(auc.at(-1)).toBeGreaterThan(auc[0] ?? 0);
    expect(auc.at(-1)).toBeGreaterThan(700_000);
    expect(auc.at(-1)).toBeGreaterThan(summary.unprotected.metric.ppm);
    expect(summary.endpoint).toMatchObject({ molecules: 5965, threshold: 5 });
    const checkpoint = await readFile(join(kept, 'ledger', 'checkpoint'), 'utf8');
    expect(checkpoint.split('\n').slice(0, 2)).toEqual([summary.origin, String(summary.size)]);
    expect(Buffer.from(checkpoint.split('\n')[2] ?? '', 'base64').toString('hex')).toBe(summary.root);
  });

  it('catches every trick, each by the protection that is meant for it', () => {
    const found = summary.caught.map(({ attempt, code, cause, by }) => [attempt, code ?? cause ?? by]);
    expect(found.filter(([attempt]) => attempt !== 'withheld-reveal')).toEqual([
      ['early-reveal', 'reveal-early'],
      ['no-role', 'role-missing'],
      ['inflated-band', 'band-over-dataset'],
      ['zero-update', 'zero-update'],
      ['changed-byte', 'bad-signature'],
      ['copied-update', 'digest-reused'],
      ['swapped-update', 'commit-mismatch'],
      ['tiny-update', 'norm'],
      ['replayed-step', 'previous-step'],
      ['late-reveal', 'deadline-passed'],
      ['near-copy', 'near-duplicate'],
      ['wrong-parent', 'parent-mismatch'],
      ['noisy-replay', 'stale-step'],
      ['revoked-key', 'key-revoked'],
      ['false-award', 'award-differs'],
      ['early-claim', 'credit-unknown'],
      ['noisy-copy', 'dispute'],
      ['double-claim', 'credit-spent'],
      ['flipped-labels', 'valuation'],
    ]);
    expect(summary.refused).toEqual(summary.caught.filter(({ code }) => code !== undefined));
    const withheld = summary.caught.filter(({ attempt }) => attempt === 'withheld-reveal');
    expect(withheld.map(({ round, institution }) => `${round} ${institution}`).sort()).toEqual([
      '1 nari-cro',
      '2 mirae-analytics',
      '3 dasan-pharma',
      '3 nari-cro',
    ]);
  });

  it('I6: lines and reserve sum to the budget, balances equal issued minus spent, and the accounts hold the award', () => {
    expect(summary.awards.map(({ status }) => status)).toEqual(['set-aside', 'final']);
    for (const { lines, reserve, budget } of summary.awards) {
      const total = lines.reduce((sum, { amount }) => sum + BigInt(amount), BigInt(reserve));
      expect(total).toBe(BigInt(budget));
    }
    for (const { issued, spent, balance } of summary.accounts) {
      expect(BigInt(balance)).toBe(BigInt(issued) - BigInt(spent));
      expect(BigInt(balance)).toBeGreaterThanOrEqual(0n);
    }
    const issued = new Map(summary.accounts.map((account) => [account.institution, BigInt(account.issued)]));
    const final = summary.awards.at(-1);
    for (const { beneficiary, amount } of final?.lines ?? []) expect(issued.get(beneficiary)).toBe(BigInt(amount));
    const fund = summary.accounts.find(({ institution }) => institution === 'patient-fund');
    expect(BigInt(fund?.issued ?? 0)).toBe((issued.get('hangang-hospital') ?? 0n) / 5n);
  });

  it('pays what federation-demo.md calls robust: flipped labels least, copies and empty updates nothing', () => {
    const final = summary.awards.at(-1)?.lines ?? [];
    const paid = (id: string): bigint => BigInt(final.find(({ beneficiary }) => beneficiary === id)?.amount ?? 0);
    const members = summary.institutions.filter(({ molecules }) => molecules > 0).map(({ id }) => id);
    for (const id of members) if (id !== 'sol-biotech') expect(paid('sol-biotech')).toBeLessThan(paid(id));
    expect(BigInt(final.find(({ beneficiary }) => beneficiary === 'sol-biotech')?.utility ?? 0)).toBeLessThan(0n);
    expect(paid('mirae-analytics')).toBe(0n);
    expect(final.map(({ beneficiary }) => beneficiary)).not.toContain('nari-cro');
    const without = summary.unprotected.alternatives.find(({ policy }) => policy === 'composite')?.amounts ?? {};
    expect(BigInt(without['mirae-analytics'] ?? 0)).toBeGreaterThan(0n);
    expect(BigInt(without['nari-cro'] ?? 0)).toBeGreaterThan(0n);
    const samples = (all: Summary['alternatives']) => all.find(({ policy }) => policy === 'samples')?.amounts ?? {};
    const inflated = samples(summary.unprotected.alternatives)['gaon-institute'] ?? 0;
    expect(BigInt(inflated)).toBeGreaterThan(BigInt(samples(summary.alternatives)['gaon-institute'] ?? 0));
    const shapley = summary.unprotected.alternatives.find(({ policy }) => policy === 'shapley-exact')?.amounts;
    expect(shapley?.['nari-cro']).toBe('0');
  });

  it('I8: every proof verifies with nothing but file and policy, and names institution, artefact and bounded time', async () => {
    const proofs = await readdir(join(kept, 'proofs'));
    // Thirty aggregated, and three that the aggregator rejected: recorded all the same.
    expect(proofs).toHaveLength(33);
    for (const proof of proofs) {
      const name = proof.replace('.proof.json', '');
      const result = await verify(
        await readFile(join(kept, 'proofs', proof)),
        join(kept, 'models', `${name}.safetensors`),
      );
      expect(result.verdict, `${proof}: ${JSON.stringify(result.checks)}`).toBe('VERIFIED');
      expect(result.facts?.institution).toBe(name.replace(/^r\d-/, ''));
      expect(result.facts?.time.notBefore?.by[0]?.witness).toBe('inspector');
      expect(result.facts?.time.notAfter?.by[0]?.witness).toBe('inspector');
    }
  });

  it('I9: a changed model, and a sample of changed bytes of a proof, are never VERIFIED', async () => {
    const bundle = await readFile(join(kept, 'proofs', 'r1-hanul-pharma.proof.json'));
    const other = await verify(bundle, join(kept, 'models', 'r2-hanul-pharma.safetensors'));
    expect(other.verdict).toBe('FAILED');
    for (let at = 0; at < bundle.length; at += 97) {
      const changed = Uint8Array.from(bundle);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect((await verify(changed)).verdict, `byte ${at}`).not.toBe('VERIFIED');
    }
  });

  it('runs the library example of the README as it stands', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const example = /```ts\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
    expect(
      example
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
    ).toHaveLength(5);
    const code = example.replaceAll("'demo/", `'${kept}/`);
    const cwd = new URL('../..', import.meta.url).pathname;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd });
    expect(stdout).toMatch(/^VERIFIED hanul-pharma \d+\n$/);
  });

  it('I7: no record holds a name, a count or a free text of the demonstration', async () => {
    const payloads = await payloadsOf(kept, summary.size);
    const secrets = [
      'Hanul',
      'lead of',
      'SMILES',
      ...summary.institutions.filter(({ molecules }) => molecules > 0).map(({ molecules }) => `:${molecules},`),
    ];
    for (const secret of secrets) expect(payloads.filter((payload) => payload.includes(secret))).toEqual([]);
  });

  it('I7: every text of every record is a digest, an amount, an instant, a key, or a word of a closed vocabulary', async () => {
    const statements = (await payloadsOf(kept, summary.size)).map((text) => JSON.parse(text) as Statement);
    const words = await closedWords(statements, summary);
    const strange = statements
      .flatMap(({ predicate: { body } }) => textsOf(body))
      .filter((text) => !isClosed(text, words));
    expect([...new Set(strange)]).toEqual([]);
  });
});

interface Statement {
  readonly predicate: { readonly body: { readonly [name: string]: unknown } };
}

/** The signed texts of all records, in their order. */
async function payloadsOf(kept: string, size: number): Promise<string[]> {
  const folder = join(kept, 'ledger', 'tile', 'entries');
  const full = Array.from({ length: Math.floor(size / 256) }, (_, i) => String(i).padStart(3, '0'));
  const rest = size % 256 === 0 ? [] : [`${String(full.length).padStart(3, '0')}.p/${size % 256}`];
  const files = await Promise.all([...full, ...rest].map((name) => readFile(join(folder, name), 'latin1')));
  const payloads = [...files.join('').matchAll(/"payload":"([^"]+)"/g)];
  expect(payloads).toHaveLength(size);
  return payloads.map(([, text]) => Buffer.from(text ?? '', 'base64').toString());
}

/** Every text in a JSON value, keys aside. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The words of the schemas' enumerations and of the charter, and the names that were taken in the open. */
async function closedWords(statements: readonly Statement[], { origin, institutions }: Summary): Promise<Set<string>> {
  const folder = new URL('../../schemas/', import.meta.url);
  const files = ['common.schema.json', ...(await readdir(new URL('kinds/', folder))).map((name) => `kinds/${name}`)];
  const schemas = await Promise.all(
    files.map(async (file) => JSON.parse(await readFile(new URL(file, folder), 'utf8'))),
  );
  const enumerated = (schema: unknown): string[] =>
    typeof schema !== 'object' || schema === null
      ? []
      : Object.entries(schema).flatMap(([name, value]) =>
          name === 'enum' || name === 'const' ? textsOf(value) : enumerated(value),
        );
  const charter = statements[0]?.predicate.body['vocabularies'];
  const names = [
    'safety-net',
    'herg',
    'morgan-2048',
    'fedavg-logistic',
    'composite-1',
    'held-out-scaffolds',
    ...institutions.flatMap(({ id }) => [id, `keys/${id}`, `${id}-herg`]),
    ...[1, 2, 3, 4, 5].map((number) => `round-${number}`),
  ];
  return new Set([
    ...schemas.flatMap(enumerated),
    ...textsOf(charter),
    ...names,
    'ledger-operator',
    ...Object.keys(CATALOGUE),
    'keys/ledger-operator',
    origin,
  ]);
}

function isClosed(text: string, words: ReadonlySet<string>): boolean {
  const isForm =
    /^[0-9a-f]{64}$/.test(text) || // digest, commitment, key id, nonce
    /^(0|-?[1-9][0-9]*)$/.test(text) || // amount, numerator
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) ||
    /^[A-Za-z0-9+/]{56,}={0,2}$/.test(text) || // key, proof of possession, utility table
    /^[!-*,-~]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+={0,2}$/.test(text); // vkey
  return isForm || words.has(text);
}

describe('demo with bad arguments', () => {
  it('refuses a folder that is not empty, an unreadable file and a wrong port, each with its exit code', async () => {
    const attempt = async (...args: string[]) =>
      run(process.execPath, [main, 'demo', '--no-serve', ...args]).then(
        () => 0,
        (error: { code: number; stderr: string }) => {
          expect(error.stderr).not.toContain('    at ');
          return error.code;
        },
      );
    expect(await attempt('--keep', folder)).toBe(8);
    expect(await attempt('--data', join(folder, 'nothing.csv'))).toBe(2);
    expect(await attempt('--port', 'x')).toBe(2);
  });
});
