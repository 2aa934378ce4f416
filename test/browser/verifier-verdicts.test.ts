/**
 * I8, I9: the verifier file, opened from disk without a network, gives every file the verdict of the command line.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readVectorFile } from '../_util/vector-files.ts';
import { HAS_CHROMIUM, launch } from './_chromium.ts';
import { cliVerdicts, type Given, given, judge, type OpenVerifier, openVerifier } from './_verifier.ts';

const DEMO = inject('demoFolder');
const RELEASED = fileURLToPath(new URL('../vectors/released/0.1/', import.meta.url));
const countOf = (verdicts: Record<string, string>, verdict: string): number =>
  Object.values(verdicts).filter((each) => each === verdict).length;

/** The files of a folder of the demonstration. */
function demoFiles(folder: string): Given[] {
  return readdirSync(join(DEMO, folder)).map((name) => given(name, readFileSync(join(DEMO, folder, name))));
}

/** The file with one bit turned, at offsets spread over it. */
function mutations(name: string, bytes: Buffer, count: number): Given[] {
  const stride = Math.floor(bytes.length / count);
  return Array.from({ length: count }, (_, i) => {
    const changed = Buffer.from(bytes);
    const offset = i * stride + (i % 7);
    changed[offset] = (changed[offset] ?? 0) ^ (1 << (i % 7));
    return given(`${i}-${name}`, changed);
  });
}

/** Without WebCrypto the page verifies signatures itself. */
const WITHOUT_WEBCRYPTO = () => Object.defineProperty(crypto, 'subtle', { value: undefined });

describe.skipIf(!HAS_CHROMIUM).each(['webcrypto', 'own'])('with signatures verified by %s', (backend) => {
  let browser: Browser;
  let verifier: OpenVerifier;
  beforeAll(async () => {
    browser = await launch();
    verifier = await openVerifier(browser, {}, async (page) => {
      if (backend === 'own') await page.addInitScript(WITHOUT_WEBCRYPTO);
    });
  });
  afterAll(async () => {
    expect(verifier?.troubles).toEqual([]);
    expect(verifier?.requests).toEqual([]);
    await browser?.close();
  });

  const sees = async (policy: string, files: readonly Given[]): Promise<Record<string, string>> => {
    const verdicts = await judge(verifier.page, policy, files);
    expect(verdicts).toEqual(await cliVerdicts(policy, files));
    return verdicts;
  };

  test('says so', async () => {
    const words = backend === 'own' ? '이 페이지의 코드' : 'WebCrypto';
    await expect.poll(() => verifier.page.locator('.about').textContent()).toContain(words);
  });

  test('every proof of the demonstration is VERIFIED', async () => {
    const policy = readFileSync(join(DEMO, 'trust.policy'), 'utf8');
    for (const folder of ['proofs', 'accounts']) {
      const files = demoFiles(folder);
      expect(files.length).toBeGreaterThan(10);
      expect(countOf(await sees(policy, files), 'VERIFIED')).toBe(files.length);
    }
  });

  test('without a trust policy nobody can tell, and what is broken is FAILED all the same', async () => {
    const [file = given('', '')] = demoFiles('proofs');
    const broken = given('broken.proof.json', file.buffer.subarray(0, -1));
    expect(await judge(verifier.page, '', [file, broken])).toEqual({
      [file.name]: 'CANNOT TELL',
      'broken.proof.json': 'FAILED',
    });
  });

  test('no mutated proof is VERIFIED', async () => {
    const policy = readFileSync(join(DEMO, 'trust.policy'), 'utf8');
    for (const [folder, count] of [['proofs', 60] as const, ['accounts', 40] as const]) {
      const [file = given('', '')] = demoFiles(folder);
      const verdicts = await sees(policy, mutations(file.name, file.buffer, count));
      expect(Object.keys(verdicts)).toHaveLength(count);
      expect(countOf(verdicts, 'VERIFIED')).toBe(0);
    }
  });

  test('all vectors have the verdict of the command line', async () => {
    const { policy, bundles } = readVectorFile<{ policy: string; bundles: { index: number; bundle: string }[] }>(
      'bundle.json',
    );
    await sees(
      policy,
      bundles.map(({ index, bundle }) => given(`${index}.proof.json`, bundle)),
    );
    const account = readVectorFile<{ policy: string; statement: string }>('account-statement.json');
    expect(await sees(account.policy, [given('a.account.json', account.statement)])).toEqual({
      'a.account.json': 'VERIFIED',
    });
    const evidence = readVectorFile<{ policy: string; vectors: { evidence: string; verdict: string }[] }>(
      'evidence.json',
    );
    const verdicts = await sees(
      evidence.policy,
      evidence.vectors.map((vector, i) => given(`${i}.evidence.json`, vector.evidence)),
    );
    expect(evidence.vectors.map((_, i) => verdicts[`${i}.evidence.json`])).toEqual(
      evidence.vectors.map(({ verdict }) => verdict),
    );
  });

  test.each(['old', 'both', 'new'])('what the release left has its verdict for who knows %s keys', async (who) => {
    const policy = readFileSync(join(RELEASED, `${who}.policy`), 'utf8');
    const names = readdirSync(join(RELEASED, 'bundles'));
    await sees(policy, [
      ...names.map((name) => given(name, readFileSync(join(RELEASED, 'bundles', name)))),
      given('hangang-pharma.account.json', readFileSync(join(RELEASED, 'hangang-pharma.account.json'))),
    ]);
  });
});
