/**
 * The demonstration, run as a user runs it: real training, real HTTP, real files; then what it leaves is checked.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Summary } from '../../src/federation/scenario/summary.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { digestTensorSet } from '../../src/node/tensor-set-digest.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { builtMain } from '../_util/cli-build.ts';
import { sharedPath } from '../_util/shared.ts';

const run = promisify(execFile);
let main: string;
const verifier = createNodeVerifier({ maxKeys: 100 });

let folder: string;
beforeAll(async () => {
  main = await builtMain();
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-e2e-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function demo(name: string, ...more: string[]): Promise<Summary> {
  const { stdout } = await run(
    process.execPath,
    [main, 'demo', '--no-serve', '--json', '--keep', join(folder, name), ...more],
    { maxBuffer: 2 ** 24 },
  );
  return JSON.parse(stdout) as Summary;
}

describe('demo on hERG', () => {
  let summary: Summary;
  let kept: string;
  let policy: string;
  beforeAll(async () => {
    summary = await demo('herg');
    kept = join(folder, 'herg');
    policy = await readFile(join(kept, 'trust.policy'), 'utf8');
  }, 120_000);

  const verify = async (bundle: Uint8Array, artefact?: string) => {
    const digest = artefact === undefined ? undefined : await digestTensorSet(artefact);
    return verifyBundle(bundle, policy, {
      verifySignature: (key, message, signature) => verifier.verifySync(key, message, signature),
      ...(digest === undefined ? {} : { artefact: { sha256: digest.file.sha256, tensorSet: digest.sha256 } }),
    });
  };

  it('tells the story: five rounds, thirty contributions, four refusals with their codes, a model that learns', async () => {
    expect(JSON.parse(await readFile(join(kept, 'summary.json'), 'utf8'))).toEqual(summary);
    expect(summary.rounds.map(({ accepted }) => accepted)).toEqual([6, 6, 6, 6, 6]);
    expect(summary.contributions).toBe(30);
    expect(summary.refused.map(({ attempt, code }) => [attempt, code])).toEqual([
      ['no-role', 'role-missing'],
      ['copied-update', 'digest-reused'],
      ['changed-byte', 'bad-signature'],
      ['wrong-parent', 'parent-mismatch'],
    ]);
    const auc = summary.rounds.map(({ metric }) => metric.ppm);
    expect(auc.at(-1)).toBeGreaterThan(auc[0] ?? 0);
    expect(auc.at(-1)).toBeGreaterThan(700_000);
    expect(summary.endpoint).toMatchObject({ molecules: 5965, threshold: 5 });
    const checkpoint = await readFile(join(kept, 'ledger', 'checkpoint'), 'utf8');
    expect(checkpoint.split('\n').slice(0, 2)).toEqual([summary.origin, String(summary.size)]);
    expect(Buffer.from(checkpoint.split('\n')[2] ?? '', 'base64').toString('hex')).toBe(summary.root);
  });

  it('I8: every proof verifies with nothing but file and policy, and names institution, artefact and bounded time', async () => {
    const proofs = await readdir(join(kept, 'proofs'));
    expect(proofs).toHaveLength(30);
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
    const entries = await readFile(join(kept, 'ledger', 'tile', 'entries', '000.p', String(summary.size)), 'latin1');
    const payloads = [...entries.matchAll(/"payload":"([^"]+)"/g)].map(([, text]) =>
      Buffer.from(text ?? '', 'base64').toString(),
    );
    expect(payloads).toHaveLength(summary.size);
    const secrets = [
      'Hanul',
      'lead of',
      'SMILES',
      ...summary.institutions.filter(({ molecules }) => molecules > 0).map(({ molecules }) => `:${molecules},`),
    ];
    for (const secret of secrets) expect(payloads.filter((payload) => payload.includes(secret))).toEqual([]);
  });
});

const adme = sharedPath('data', 'adme', 'ADME_public_set_3521.csv');
if (adme === undefined) console.warn('SKIPPED demo on ADME data: ../shared/data/adme is absent');

describe.skipIf(adme === undefined)('demo --data FILE.csv', () => {
  it('runs on any file with a SMILES and a value column', async () => {
    const summary = await demo('adme', '--data', adme ?? '');
    expect(summary.endpoint.column).toBe('LOG HLM_CLint (mL/min/kg)');
    expect(summary.rounds.at(-1)?.metric.ppm).toBeGreaterThan(650_000);
    expect(summary.refused).toHaveLength(4);
  }, 120_000);
});

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
  }, 60_000);
});
