/**
 * Reports from the pages of a served ledger: the bytes of the command, one at a time, and nothing for what is no order.
 */
import { copyFile, readFile, rename } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, type Serving } from '../../_util/cli.ts';
import { admit, foundAndServe, SECRETARIAT } from '../../_util/cli-consortium.ts';

let desk: Desk;
let serving: Serving;
beforeAll(async () => {
  desk = await Desk.open();
  serving = await foundAndServe(desk);
  await admit(desk, 'snuh');
});
afterAll(() => desk?.close());

const ask = (query: string, language = 'en'): Promise<Response> =>
  fetch(`${serving.url}/${language}/reports/make?${query}`);

describe('the report of a page', () => {
  test.each([
    ['period', 'pdf', 'ko', [], '', 'period-ko.pdf'],
    ['certificate', 'html', 'en', ['--of', '1'], '&subject=1', 'certificate-1-en.html'],
    ['inspection', 'zip', 'en', ['--institution', 'snuh'], '&subject=snuh', 'inspection-snuh-en.zip'],
  ] as const)(
    '%s as %s in %s: byte for byte that of the command',
    async (kind, format, language, flags, more, name) => {
      await desk.ok(['report', kind, serving.url, ...flags, '--lang', language, '--out', name]);
      const response = await ask(`kind=${kind}&format=${format}&language=${language}${more}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
      expect(Buffer.from(await response.arrayBuffer()).equals(await readFile(desk.path(name)))).toBe(true);
    },
  );

  test('is another once more is published', async () => {
    const before = await (await ask('kind=period&format=json')).json();
    await admit(desk, 'knuh');
    const after = await (await ask('kind=period&format=json')).json();
    expect(after.checkpoint.size).toBeGreaterThan(before.checkpoint.size);
  });

  test('on record is found by its SHA-256, and no other is', async () => {
    const { value } = await desk.json<{ digest: string; recorded: { index: number } }>([
      ...['report', 'period', 'ledger', '--out', 'recorded.pdf', '--record', '--ledger', serving.url],
      ...SECRETARIAT,
    ]);
    const found = await (await fetch(`${serving.url}/en/reports?report=SHA256:${value.digest.toUpperCase()}`)).text();
    expect(found).toContain(`href="/en/records/${value.recorded.index}"`);
    const other = await (await fetch(`${serving.url}/en/reports?report=${'0'.repeat(64)}`)).text();
    expect(other).toContain('No report on record has this SHA-256');
  });
});

describe('bounds', () => {
  test('one is made at a time and few wait; the ledger answers others meanwhile', async () => {
    const orders = Array.from({ length: 12 }, (_, i) =>
      ask(`kind=certificate&subject=${i % 6}&language=${i < 6 ? 'ko' : 'en'}`),
    );
    expect((await fetch(`${serving.url}/livez`)).status).toBe(200);
    const answers = await Promise.all(orders);
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.filter(({ status }) => status === 200).length).toBe(8);
    expect(refused.length).toBe(4);
    for (const answer of refused) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await answer.text()).toContain('<h1>');
    }
  }, 120_000);

  test.each([
    ['kind=poem', 400],
    ['', 400],
    ['kind=incident', 400],
    ['kind=certificate', 400],
    ['kind=certificate&subject=999999', 404],
    [`kind=certificate&subject=${'0'.repeat(64)}`, 404],
    ['kind=certificate&subject=1&from=3', 400],
    ['kind=credit&subject=nobody', 404],
    ['kind=dossier&subject=nothing', 404],
    ['kind=period&format=zip', 400],
    ['kind=period&format=exe', 400],
    ['kind=period&language=fr', 400],
    ['kind=period&subject=snuh', 400],
    ['kind=period&from=yesterday', 400],
    ['kind=period&from=3&to=1', 400],
    [`kind=credit&subject=${encodeURIComponent('../../etc/passwd\r\nX: y')}`, 400],
    [`kind=credit&subject=${encodeURIComponent('"><script>alert(1)</script>')}`, 400],
    ['kind=constructor', 400],
    ['kind=__proto__', 400],
    ['kind=period&kind=credit', 400],
  ])('%s is %i, in words', async (query, status) => {
    for (const language of ['ko', 'en']) {
      const answer = await ask(query, language);
      const text = await answer.text();
      expect([answer.status, answer.headers.get('content-disposition')]).toEqual([status, null]);
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain(desk.folder);
    }
  });
});

describe('where none are made, the page says why', () => {
  test('no trust policy is handed out', async () => {
    await serving.stop();
    await rename(desk.path('ledger', 'trust.policy'), desk.path('moved.policy'));
    serving = await desk.serve('ledger');
    expect((await ask('kind=period')).status).toBe(404);
    const text = await (await fetch(`${serving.url}/en/reports`)).text();
    expect(text).toContain('because it hands out no trust policy');
    expect(text).not.toContain('action="/en/reports/make"');
  });

  test('files that nobody runs', async () => {
    await serving.stop();
    await copyFile(desk.path('moved.policy'), desk.path('ledger', 'trust.policy'));
    serving = await desk.listen(['explore', 'ledger', '--trust', 'moved.policy', '--port', '0', '--json']);
    expect((await ask('kind=period')).status).toBe(404);
    expect(await (await fetch(`${serving.url}/ko/reports`)).text()).toContain('파일만 보여 주는 상태');
    await serving.stop();
  });
});
