/**
 * Ed25519 inside Chromium: WebCrypto behind our checks and our own code give the strict verdict on every vector from outside. The
 * browser's platform itself would not: that is why the checks stand before it.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeHex } from '../../src/core/bytes/hex.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { verifyEd25519 } from '../../src/core/crypto/ed25519.ts';
import { parseSpki } from '../../src/core/crypto/spki.ts';
import { sharedPath } from '../_util/shared.ts';
import { HAS_CHROMIUM, launch, openPage } from './_chromium.ts';

/** Hex. */
interface Vector {
  readonly key: string;
  readonly message: string;
  readonly signature: string;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const json = <T>(...path: string[]): T | undefined => {
  const file = sharedPath('vectors', 'ed25519', ...path);
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as T);
};

const speccheck = (json<{ message: string; pub_key: string; signature: string }[]>('cases.json') ?? []).map(
  ({ message, pub_key, signature }): Vector => ({ key: pub_key, message, signature }),
);
const cctv = (json<{ key: string; sig: string; msg: string }[]>('cctv', 'ed25519vectors.json') ?? []).map(
  ({ key, sig, msg }): Vector => ({ key, message: hex(encodeUtf8(msg)), signature: sig }),
);
const wycheproof = (
  json<{ testGroups: { publicKeyDer: string; tests: { msg: string; sig: string }[] }[] }>(
    'wycheproof',
    'ed25519_test.json',
  )?.testGroups ?? []
).flatMap(({ publicKeyDer, tests }) => {
  const key = hex(parseSpki(decodeHex(publicKeyDer)).point);
  return tests.map(({ msg, sig }): Vector => ({ key, message: msg, signature: sig }));
});

/** What runs in the page: the back end of verifier and explorer, on keys that were never enrolled. */
const ENTRY = `
import { browserSignatures } from './src/web/browser/judge/signatures.ts';
import { decodeHex } from './src/core/bytes/hex.ts';
globalThis.judgeAll = async (vectors, withPlatform) => {
  const { verify, by } = await browserSignatures(withPlatform ? crypto.subtle : null);
  const verdicts = [];
  for (const { key, message, signature } of vectors) {
    const publicKey = { algorithm: 'ed25519', point: decodeHex(key), keyId: key, spki: decodeHex(key) };
    verdicts.push(await verify(publicKey, decodeHex(message), decodeHex(signature)));
  }
  return { by, verdicts };
};`;

describe.skipIf(!HAS_CHROMIUM || speccheck.length === 0)('Ed25519 in Chromium', () => {
  let browser: Browser;
  let page: Page;
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-signatures-'));
  beforeAll(async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const { outputFiles } = await build({
      stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' },
      bundle: true,
      write: false,
      format: 'iife',
    });
    const file = join(folder, 'page.html');
    writeFileSync(
      file,
      `<!doctype html><title>x</title><script>${outputFiles[0]?.text.replaceAll('</', '<\\/')}</script>`,
    );
    browser = await launch();
    ({ page } = await openPage(browser));
    await page.goto(pathToFileURL(file).href);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['ed25519-speccheck', speccheck, 12],
    ['C2SP CCTV', cctv, 914],
    ['Wycheproof', wycheproof, 151],
  ] as const)('%s: WebCrypto and our own code give the strict verdict', async (_, vectors, count) => {
    const strict = vectors.map(({ key, message, signature }) =>
      verifyEd25519(decodeHex(key), decodeHex(message), decodeHex(signature)),
    );
    expect(strict).toHaveLength(count);
    expect(await judgeAll(vectors, true)).toEqual({ by: 'webcrypto', verdicts: strict });
    expect(await judgeAll(vectors.slice(0, 200), false)).toEqual({ by: 'own', verdicts: strict.slice(0, 200) });
  });

  test('a platform that multiplies by the cofactor, or says yes to everything, is not used', async () => {
    const by = await page.evaluate(
      async (vectors) => {
        const yes = { importKey: async () => ({}), verify: async () => true };
        Object.defineProperty(crypto, 'subtle', { value: yes });
        return Reflect.get(globalThis, 'judgeAll')(vectors, true);
      },
      speccheck.slice(0, 3),
    );
    expect(by).toEqual({ by: 'own', verdicts: [false, false, false] });
  });

  function judgeAll(vectors: readonly Vector[], withPlatform: boolean): Promise<unknown> {
    return page.evaluate(([all, has]) => Reflect.get(globalThis, 'judgeAll')(all, has), [
      vectors,
      withPlatform,
    ] as const);
  }
});
