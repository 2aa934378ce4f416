/**
 * The pages over a ledger of which one byte was changed: exactly that record is red, and the words say what happened.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { type ServedPages, servePages } from './_pages.ts';

installNodePrimitives();

const DAMAGED = 23;
let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages(DAMAGED);
});
afterAll(() => pages.close());

/** Alerts about the record of this page: the one above every page is about the ledger. */
const alertsOn = (text: string): string[] =>
  [...text.matchAll(/role="alert" data-tone="bad" data-record="(\d+)"/g)].map(([, index = '']) => index);

describe('a ledger with one changed byte', () => {
  test('is red on every page, names the record and the file, and says what to do', async () => {
    for (const [language, words] of [
      ['en', ['This ledger is damaged', 'ledgerline restore', 'ledgerline hydrate']],
      ['ko', ['이 원장은 손상되었습니다', 'ledgerline restore', 'ledgerline hydrate']],
    ] as const)
      for (const path of ['/', '/records', '/operations', '/records/3', `/records/${DAMAGED}`]) {
        const { status, text } = await pages.ask(`/${language}${path}`);
        expect(status).toBe(200);
        for (const word of words) expect(text).toContain(word);
        expect(text).toContain(`href="/${language}/records/${DAMAGED}"`);
        expect(text).toContain('tile/entries/');
      }
  });

  test('exactly the changed record is withheld; its neighbours, before and after, are readable', async () => {
    const red: string[] = [];
    for (let i = 0; i < pages.naive.size; i++) {
      const { text } = await pages.ask(`/ko/records/${i}`);
      red.push(...alertsOn(text));
      expect(text.includes('class="signature"')).toBe(i !== DAMAGED);
    }
    expect(red).toEqual([String(DAMAGED)]);
  });

  test('nothing of the changed bytes is shown, and the trail has its place', async () => {
    const { text } = await pages.ask('/en/records?limit=256');
    expect(text).toContain('✗ damaged');
    expect(text).toContain(`href="/en/records/${DAMAGED + 1}"`);
    const { digest } = pages.naive.record(pages.naive.size - 1);
    expect((await pages.ask(`/en/search?q=${digest}`)).headers.location).toBe(`/en/records/${pages.naive.size - 1}`);
  });

  test('claims no verdict for records that nobody can prove from here', async () => {
    expect((await pages.ask(`/en/records/${DAMAGED + 1}`)).text).not.toContain('<ll-verdict');
  });
});
