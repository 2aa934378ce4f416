/**
 * The verifier page as people use it: Korean and English, by keyboard, with a model file, a saved checkpoint, a report.
 */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { formatCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { signNote } from '../../src/core/note/sign.ts';
import { testLogKey } from '../_util/keys.ts';
import { htmlWith, pdfWith } from '../_util/report-files.ts';
import { readVectorFile } from '../_util/vector-files.ts';
import { HAS_CHROMIUM, keepScreenshot, launch } from './_chromium.ts';
import { given, judge, type OpenVerifier, openVerifier } from './_verifier.ts';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];
const DEMO = inject('demoFolder');
const read = (...path: string[]): Buffer => readFileSync(join(DEMO, ...path));

describe.skipIf(!HAS_CHROMIUM)('the verifier page', () => {
  let browser: Browser;
  let opened: OpenVerifier;
  const policy = (): string => read('trust.policy').toString();
  const proof = () => given('gaon.proof.json', read('proofs', 'r3-gaon-institute.proof.json'));
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  async function open(options: Parameters<Browser['newContext']>[0] = {}) {
    opened = await openVerifier(browser, options);
    return opened.page;
  }

  async function done(): Promise<void> {
    expect(opened.troubles).toEqual([]);
    expect(opened.requests).toEqual([]);
    await opened.context.close();
  }

  describe.each([
    ['ko-KR', '검증기'],
    ['en-GB', 'verifier'],
  ])('in %s', (locale, word) => {
    test.each(['light', 'dark'] as const)('%s: all three verdicts, and axe finds nothing', async (colorScheme) => {
      const page = await open({ locale, colorScheme });
      expect(await page.title()).toContain(word);
      expect((await new AxeBuilder({ page }).withTags(WCAG).analyze()).violations).toEqual([]);
      const foreign = given(
        'foreign.account.json',
        readVectorFile<{ statement: string }>('account-statement.json').statement,
      );
      const broken = given('broken.proof.json', proof().buffer.subarray(1));
      expect(await judge(page, policy(), [proof(), foreign, broken])).toEqual({
        'gaon.proof.json': 'VERIFIED',
        'foreign.account.json': 'CANNOT TELL',
        'broken.proof.json': 'FAILED',
      });
      await page.locator('.extras > summary').click();
      for (const summary of await page.locator('.judged .checks:not([open]) > summary').all()) await summary.click();
      expect((await new AxeBuilder({ page }).withTags(WCAG).analyze()).violations).toEqual([]);
      await keepScreenshot(page, `verifier-${locale}-${colorScheme}`);
      await done();
    });
  });

  test('speaks the other language at once, and keeps what lies on it', async () => {
    const page = await open();
    await judge(page, policy(), [proof()]);
    await page.locator('.language').click();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.locator('[data-judged] .summary').first().textContent()).toContain('signed this contribution');
    expect(await page.locator(':focus').getAttribute('class')).toBe('language');
    await done();
  });

  test('works by keyboard alone', async () => {
    const page = await open({ locale: 'en-GB' });
    const files = [given('trust.policy', policy()), proof()];
    page.on('filechooser', (chooser) => void chooser.setFiles(files.shift() ?? []));
    const focused = (): Promise<string | undefined> => page.evaluate(() => document.activeElement?.id);
    for (const [id, loaded] of [
      ['policy', '#policy-state dl'],
      ['files', '[data-judged]'],
    ] as const) {
      for (let i = 0; i < 20 && (await focused()) !== id; i++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForSelector(loaded);
    }
    await page.waitForSelector('[data-judged=VERIFIED]');
    const summary = page.locator('.judged .checks > summary');
    while (!(await summary.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('.judged .checks').getAttribute('open')).toBe('');
    await done();
  });

  test('a file dropped anywhere is taken for what it is', async () => {
    const page = await open();
    const files = [given('x', policy()), proof()].map(({ name, buffer }) => ({ name, text: buffer.toString() }));
    const data = await page.evaluateHandle((all) => {
      const transfer = new DataTransfer();
      for (const { name, text } of all) transfer.items.add(new File([text], name));
      return transfer;
    }, files);
    await page.dispatchEvent('main', 'drop', { dataTransfer: data });
    await page.waitForSelector('[data-judged=VERIFIED]');
    await done();
  });

  test('tells the model file that was recorded from any other, whatever its size', async () => {
    const page = await open();
    await judge(page, policy(), [proof()]);
    const other = Buffer.concat([randomBytes(17), Buffer.alloc(100 * 1024 * 1024)]);
    const folder = await mkdtemp(join(tmpdir(), 'ledgerline-verifier-'));
    await writeFile(join(folder, 'other.bin'), other);
    await page.locator('#artefact').setInputFiles(join(folder, 'other.bin'));
    await page.waitForSelector('progress');
    await page.waitForSelector('[data-judged=FAILED]');
    const digest = createHash('sha256').update(other).digest('hex');
    expect(await page.locator('[data-artefact] dd').textContent()).toBe(digest);
    await rm(folder, { recursive: true });
    await judge(page, policy(), [proof()]);
    await page
      .locator('#files')
      .setInputFiles(given('model.safetensors', read('models', 'r3-gaon-institute.safetensors')));
    await page.waitForSelector('[data-artefact]');
    await expect.poll(() => page.locator('[data-judged=VERIFIED] .checks .count').textContent()).toContain('11개');
    expect(await page.locator('[data-artefact] dd').count()).toBe(2);
    await done();
  });

  test('I1: a saved checkpoint that fits, one of another size, and a fork', async () => {
    const {
      policy: trust,
      statement,
      checkpoint,
    } = readVectorFile<Record<'policy' | 'statement' | 'checkpoint', string>>('account-statement.json');
    const { text } = parseNote(checkpoint);
    const [origin = '', size = ''] = text.split('\n');
    const page = await open();
    const file = given('nobody.account.json', statement);
    expect(await judge(page, trust, [file])).toEqual({ 'nobody.account.json': 'VERIFIED' });
    const signed = (records: number, root: Uint8Array): string =>
      signNote(formatCheckpoint({ origin, size: records, root, extensions: [] }), [testLogKey(origin).signer]);
    const compare = async (note: string, verdict: string): Promise<void> => {
      await page.locator('#saved').setInputFiles(given('saved.checkpoint', note));
      await page.waitForSelector(`.line[data-verdict="${verdict}"]`);
    };
    const root = Buffer.from(text.split('\n')[2] ?? '', 'base64');
    await compare(signed(Number(size), root), 'VERIFIED');
    await compare(signed(Number(size) + 5, randomBytes(32)), 'CANNOT TELL');
    expect(await page.locator('[data-judged]').getAttribute('data-judged')).toBe('VERIFIED');
    await compare(signed(Number(size), randomBytes(32)), 'FAILED');
    expect(await page.locator('[data-judged]').getAttribute('data-judged')).toBe('FAILED');
    await keepScreenshot(page, 'verifier-fork');
    await done();
  });

  test('an inclusion proof needs its record', async () => {
    const { policy: trust, bundles } = readVectorFile<{ policy: string; bundles: { bundle: string }[] }>('bundle.json');
    const { proof: text, record } = JSON.parse(bundles.at(-1)?.bundle ?? '') as { proof: string; record: string };
    const page = await open();
    const file = given('12.tlog-proof', text);
    expect(await judge(page, trust, [file])).toEqual({ '12.tlog-proof': 'CANNOT TELL' });
    await page.locator('#files').setInputFiles(given('record.json', Buffer.from(record, 'base64')));
    await page.waitForSelector('[data-judged=VERIFIED]');
    await page.locator('#files').setInputFiles(given('record.json', `${Buffer.from(record, 'base64')} `));
    await page.waitForSelector('[data-judged=FAILED]');
    await done();
  });

  test('a report proves what is attached, under a policy of the reader or, in plain words, of the report', async () => {
    const page = await open();
    const attached = [
      ['gaon.proof.json', proof().buffer],
      ['gaon.account.json', read('accounts', 'gaon-institute.account.json')],
      ['trust.policy', read('trust.policy')],
    ] as const;
    const report = given('report.pdf', pdfWith(attached));
    expect(await judge(page, policy(), [report])).toEqual({ 'report.pdf': 'VERIFIED' });
    expect(await page.locator('[data-part]').count()).toBe(2);
    await keepScreenshot(page, 'verifier-report');
    expect(await judge(page, '', [report])).toEqual({ 'report.pdf': 'CANNOT TELL' });
    await page.locator('.judged button').click();
    await page.waitForSelector('[data-judged=VERIFIED]');
    expect(await page.locator('#policy-state').textContent()).toContain('보고서 작성자');
    const changed = Buffer.from(proof().buffer);
    changed[5000] = (changed[5000] ?? 0) ^ 1;
    const forged = given('report.pdf', pdfWith([['gaon.proof.json', changed]]));
    expect(await judge(page, policy(), [forged])).toEqual({ 'report.pdf': 'FAILED' });
    expect(await judge(page, policy(), [given('empty.pdf', pdfWith([]))])).toEqual({ 'empty.pdf': 'CANNOT TELL' });
    const html = given('report.html', htmlWith('gaon.proof.json', proof().buffer));
    expect(await judge(page, policy(), [html])).toEqual({ 'report.html': 'VERIFIED' });
    await done();
  });
});
