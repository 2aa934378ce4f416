/**
 * `verifier` hands out the page as it was built, and never over a file that is there.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

test('the page is written out with its SHA-256, once', async () => {
  const { code, value } = await desk.json<{ sha256: string; sizeBytes: number }>(['verifier']);
  const page = await readFile(desk.path('verifier.html'));
  expect(code).toBe(0);
  expect(value).toMatchObject({
    out: 'verifier.html',
    sha256: createHash('sha256').update(page).digest('hex'),
    sizeBytes: page.length,
  });
  expect(page.toString()).toContain("connect-src 'none'");
  expect(await desk.ok(['verifier', '--out', 'again.html'])).toBe(`${value.sha256}  again.html\n`);
  expect((await desk.run(['verifier'])).code).toBe(8);
});
