/**
 * One byte of a kept ledger is flipped: the explorer turns red at exactly that record and says in words what happened.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch } from './_chromium.ts';
import { type CopiedDemo, copyDemo } from './_demo.ts';
import { inspect } from './_explorer.ts';

const DAMAGED = 100;
const ENTRIES = 'tile/entries/000.p/199';

/** Flips one bit inside of a record. */
async function damage(path: string, index: number): Promise<void> {
  const bytes = await readFile(path);
  let offset = 0;
  for (let i = 0; i < index; i++) offset += 2 + bytes.readUInt16BE(offset);
  bytes.writeUInt8(bytes.readUInt8(offset + 700) ^ 1, offset + 700);
  await writeFile(path, bytes);
}

describe.skipIf(!HAS_CHROMIUM)('a ledger with one flipped byte', () => {
  let demo: CopiedDemo;
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    [demo, browser] = await Promise.all([copyDemo(inject('demoFolder')), launch()]);
    const ledger = join(demo.folder, 'ledger');
    await damage(join(ledger, ENTRIES), DAMAGED);
    const trust = join(demo.folder, 'trust.policy');
    ({ url } = await demo.desk.listen(['explore', ledger, '--trust', trust, '--port', '0', '--json']));
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.desk.close();
  });

  test('is not served, and whoever tries is told where to look', async () => {
    const { code, stderr } = await demo.desk.run(['serve', join(demo.folder, 'ledger'), '--port', '0']);
    expect(code).toBe(3);
    expect(stderr).toContain(`entry ${DAMAGED} `);
    expect(stderr).toContain('explore');
  });

  test.each([
    ['ko', '이 기록은 손상되었습니다', '이 원장은 손상되었습니다'],
    ['en', 'This record is damaged', 'This ledger is damaged'],
  ])('turns red at the record, in %s', async (language, ofRecord, ofLedger) => {
    const path = `${url}/${language}/records/${DAMAGED}`;
    await inspect(browser, path, `damaged-record-${language}`, async ({ page }) => {
      const alerts = await page.getByRole('alert').allInnerTexts();
      expect(alerts).toHaveLength(2);
      expect(alerts[0]).toContain(ofLedger);
      expect(alerts[0]).toContain(ENTRIES);
      expect(alerts[1]).toContain(ofRecord);
      const colours = await page.evaluate(() => {
        const alert = document.querySelector('[data-record]');
        const style = getComputedStyle(document.documentElement);
        return [alert && getComputedStyle(alert).borderLeftColor, style.getPropertyValue('--bad')];
      });
      expect(colours).toEqual(['rgb(179, 38, 30)', '#b3261e']);
    });
  });

  test.each([DAMAGED - 1, DAMAGED + 1])('its neighbour %i is readable', async (index) => {
    await inspect(browser, `${url}/ko/records/${index}`, `neighbour-${index}`, async ({ page }) => {
      expect(await page.locator('.sentence').textContent()).toContain('기관이');
      expect(await page.locator('[data-record]').count()).toBe(0);
    });
  });

  test('the first page is red and leads there', async () => {
    await inspect(browser, `${url}/ko/`, 'damaged-home', async ({ page }) => {
      await page
        .getByRole('alert')
        .getByRole('link', { name: `기록 ${DAMAGED}` })
        .click();
      await page.waitForURL(/\/records\/100$/);
    });
  });

  test('nothing was written', async () => {
    const kept = await readFile(join(inject('demoFolder'), 'ledger/head'));
    expect(await readFile(join(demo.folder, 'ledger/head'))).toEqual(kept);
  });
});
