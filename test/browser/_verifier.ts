/**
 * The verifier as people have it: one file, opened from disk in a browser without a network. And what the command line says of the
 * same files.
 * @module
 */
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { isAccountStatement } from '../../src/verify/account/statement.ts';
import { verifyAccountStatement } from '../../src/verify/account/verify-account.ts';
import { isEvidenceFile } from '../../src/verify/evidence-file/document.ts';
import { verifyEvidence } from '../../src/verify/evidence-file/verify-evidence.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { builtMain } from '../_util/cli-build.ts';
import { verifySync } from '../_util/proven-ledger.ts';
import { openPage, type WatchedPage } from './_chromium.ts';

/** A file as an input takes it. */
export interface Given {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function given(name: string, content: Uint8Array | string): Given {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

/** Where the build put it. */
export async function verifierPath(): Promise<string> {
  return join(dirname(await builtMain()), '..', 'web', 'verifier.html');
}

export interface OpenVerifier extends WatchedPage {
  /** Addresses that the page asked for, itself left out. */
  readonly requests: string[];
}

/** Opens it from disk, with no network; whatever it asks for all the same is kept. */
export async function openVerifier(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
  before: (page: Page) => Promise<void> = async () => undefined,
): Promise<OpenVerifier> {
  const opened = await openPage(browser, options);
  const { page, context } = opened;
  const address = pathToFileURL(await verifierPath()).href;
  const requests: string[] = [];
  await context.setOffline(true);
  await context.route('**', (route) => (route.request().url() === address ? route.continue() : route.abort()));
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith('blob:')) requests.push(url);
  });
  await before(page);
  await page.goto(address);
  return { ...opened, requests };
}

/** Verdicts by file name, once all files are judged. The desk is cleared before. */
export async function judge(page: Page, policy: string, files: readonly Given[]): Promise<Record<string, string>> {
  await page.locator('.actions button').nth(1).click();
  if (policy !== '') await page.locator('#policy').setInputFiles(given('trust.policy', policy));
  await page.locator('#files').setInputFiles([...files]);
  await page.waitForFunction(
    (count) =>
      document.querySelectorAll('[data-judged]').length === count &&
      document.querySelector('#results')?.getAttribute('aria-busy') === 'false',
    files.length,
  );
  return page.$$eval('[data-judged]', (articles) =>
    Object.fromEntries(
      articles.map((each) => [each.getAttribute('data-file') ?? '', each.getAttribute('data-judged') ?? '']),
    ),
  );
}

/** What `ledgerline verify` says. */
export async function cliVerdicts(policy: string, files: readonly Given[]): Promise<Record<string, string>> {
  const verdicts: Record<string, string> = {};
  for (const { name, buffer } of files) verdicts[name] = (await cliVerdict(policy, buffer)).verdict;
  return verdicts;
}

function cliVerdict(policy: string, bytes: Uint8Array): Promise<{ readonly verdict: string }> {
  const options = { verifySignature: verifySync };
  if (isAccountStatement(bytes)) return verifyAccountStatement(bytes, policy, options);
  if (isEvidenceFile(bytes)) return verifyEvidence(bytes, policy, options);
  return verifyBundle(bytes, policy, options);
}
