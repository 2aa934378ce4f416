/**
 * A real Chromium for tests: Debian's, driven by Playwright. Where there is none the suite says so in one line and skips.
 * @module
 */
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CANDIDATES = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const EXECUTABLE = CANDIDATES.find((path) => path !== undefined && existsSync(path));

export const HAS_CHROMIUM = EXECUTABLE !== undefined;
if (!HAS_CHROMIUM)
  console.warn('SKIPPED: no Chromium on this machine; the browser suite needs one (apt install chromium)');

/** Screenshots for people to look at: kept where LEDGERLINE_SCREENSHOTS says, else beside the build. */
const SCREENSHOTS = process.env['LEDGERLINE_SCREENSHOTS'] ?? 'dist/screenshots';

/** A limit is for what hangs: a busy machine is no failure. */
const PATIENCE_MS = 120_000;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launch(): Promise<Browser> {
  if (EXECUTABLE === undefined) throw new Error('no Chromium');
  return chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
}

/** A page of a fresh profile that remembers what went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Violations of the content security policy, uncaught errors, errors on the console, dialogs. */
  readonly troubles: string[];
}

/** Opens a page; whatever goes wrong in it is kept in `troubles`. */
export async function openPage(
  browser: Browser,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'ko-KR', timezoneId: 'Asia/Seoul', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return { page, context, troubles };
}

/** Keeps a picture of the whole page. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true });
}
