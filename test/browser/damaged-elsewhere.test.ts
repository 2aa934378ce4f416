/**
 * One byte of another file of a kept ledger is flipped: a tile, the newest checkpoint, the head. `serve` stops and names `explore`,
 * and the explorer is red, says which file, and shows the records, which are whole.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { HAS_CHROMIUM, launch } from './_chromium.ts';
import { type CopiedDemo, copyDemo } from './_demo.ts';
import { inspect } from './_explorer.ts';

const RECORD = 100;
const HASH_BYTES = 32;

describe.skipIf(!HAS_CHROMIUM)('a ledger with a flipped byte outside of its records', () => {
  let demo: CopiedDemo;
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  beforeEach(async () => {
    demo = await copyDemo(inject('demoFolder'));
  });
  afterEach(() => demo.desk.close());
  afterAll(() => browser?.close());

  test.each([
    ['a tile', 'tile/0/', RECORD * HASH_BYTES + 5, 'tile-differs'],
    ['the newest checkpoint', 'checkpoint', 174, 'bad-note-signature'],
    ['the head', 'head', 60, 'head-corrupt'],
  ])('%s', async (_, place, at, code) => {
    const ledger = join(demo.folder, 'ledger');
    const path = await findFile(ledger, place);
    const bytes = await readFile(join(ledger, path));
    // In a note, another letter of base64, whatever stood there: the signature changes, and the line still reads.
    const other = place === 'checkpoint' ? (bytes.readUInt8(at) === 0x41 ? 0x42 : 0x41) : bytes.readUInt8(at) ^ 1;
    bytes.writeUInt8(other, at);
    await writeFile(join(ledger, path), bytes);

    const served = await demo.desk.run(['serve', ledger, '--port', '0']);
    expect(served.code).toBe(3);
    expect(served.stderr).toContain('explore');

    const trust = join(demo.folder, 'trust.policy');
    const { url, stop } = await demo.desk.listen(['explore', ledger, '--trust', trust, '--port', '0', '--json']);
    for (const [language, title, beside] of [
      ['ko', '이 원장은 손상되었습니다', '기록이 아닌 파일이 손상되었습니다'],
      ['en', 'This ledger is damaged', 'A file beside the records is damaged'],
    ] as const)
      await inspect(browser, `${url}/${language}/`, `damaged-${code}-${language}`, async ({ page }) => {
        const [alert = ''] = await page.getByRole('alert').allInnerTexts();
        expect(alert).toContain(title);
        expect(alert).toContain(beside);
        expect(alert).toContain(path);
        expect(alert).toContain(code);
      });
    for (const index of [RECORD - 1, RECORD, RECORD + 1])
      await inspect(browser, `${url}/ko/records/${index}`, `damaged-${code}-record-${index}`, async ({ page }) => {
        expect(await page.locator('.sentence').textContent()).toContain('기관이');
        expect(await page.locator('[data-record]').count()).toBe(0);
      });
    expect((await stop()).code).toBe(3);
    expect(await readFile(join(ledger, path))).toEqual(bytes);
  });
});

/** The file itself, or the largest below a folder. */
async function findFile(ledger: string, place: string): Promise<string> {
  if (!place.endsWith('/')) return place;
  const names = await readdir(join(ledger, place), { recursive: true, withFileTypes: true });
  const [file] = names.filter((entry) => entry.isFile());
  return join(place, file === undefined ? '' : join(file.parentPath, file.name).slice(join(ledger, place).length));
}
