/**
 * PDF reports: what is in them, in which fonts, and that they are the same every time. What only the tools of other people can
 * say (`qpdf`, `pdffonts`, `pdftotext`) is asked where they are installed.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { type AttachedFile, renderPdf } from '../../../src/report/files/pdf.ts';
import { DIGEST, entriesTable, samplePaper } from '../../_util/papers.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-pdf-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ATTACHED: AttachedFile = {
  name: 'report.json',
  mediaType: 'application/json',
  description: { en: 'The report itself', ko: '보고서 원본' },
  relation: 'source',
  bytes: new TextEncoder().encode('{"a":1}'),
};

function has(tool: string): boolean {
  const found = spawnSync(tool, ['--version']).error === undefined;
  if (!found) console.warn(`${tool} is not installed: its tests are skipped`);
  return found;
}

function run(tool: string, bytes: Uint8Array, ...options: string[]): string {
  const file = join(folder, 'report.pdf');
  writeFileSync(file, bytes);
  const { stdout, stderr, status } = spawnSync(tool, [...options, file, ...(tool === 'pdftotext' ? ['-'] : [])], {
    encoding: 'utf8',
  });
  expect(stderr, tool).toBe('');
  expect(status, tool).toBe(0);
  return stdout;
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each(['ko', 'en'] as const)('a PDF in %s', (language) => {
  const pdf = renderPdf(samplePaper(), language, [ATTACHED]);

  test('is the same twice, whatever the clock says', async () => {
    vi.useFakeTimers({ now: Date.UTC(2031, 0, 1), toFake: ['Date'] });
    const again = await renderPdf(samplePaper(), language, [ATTACHED]).finally(() => vi.useRealTimers());
    expect(sha256(again)).toBe(sha256(await pdf));
  });

  test('says that it is PDF/A-3b, and names its language and its digest', async () => {
    const text = Buffer.from(await pdf).toString('latin1');
    expect(text).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(text).toContain('<pdfaid:conformance>B</pdfaid:conformance>');
    expect(text).toContain(`/Lang (${language === 'ko' ? 'ko-KR' : 'en-GB'})`);
    expect(text).toContain(`urn:ledgerline:v1:report:${DIGEST}`);
    expect(text).toContain('/AFRelationship /Source');
    expect(text).toContain('/Subtype /application#2Fjson');
    expect(text).toContain('/OutputIntents');
  });

  test.runIf(has('qpdf'))('qpdf finds nothing wrong, and the attachment in it', async () => {
    expect(run('qpdf', await pdf, '--check')).toContain('No syntax or stream encoding errors found');
    expect(run('qpdf', await pdf, '--show-attachment=report.json')).toBe('{"a":1}');
  });

  test.runIf(has('pdffonts'))('all fonts are embedded, each character with its meaning', async () => {
    const lines = run('pdffonts', await pdf)
      .trim()
      .split('\n')
      .slice(2);
    expect(lines.length).toBeGreaterThanOrEqual(4);
    for (const line of lines) expect(line).toMatch(/CID TrueType +Identity-H +yes yes yes/);
    expect(lines.join()).toContain('NotoSansKR');
  });

  test.runIf(has('pdftotext'))(
    'can be read and copied: Hangul, hanja, digests, and no invisible character',
    async () => {
      const text = run('pdftotext', await pdf, '-layout');
      for (const part of ['金哲秀', '뷁쀍똠', DIGEST, '2026-11-20 13:02:09 KST (+09:00)', '1,234.5', '#59'])
        expect(text).toContain(part);
      expect(text).not.toMatch(/\p{Cf}/u);
      expect(text).toMatch(language === 'ko' ? /범위와 방법/ : /Scope and method/);
    },
  );
});

describe('what a stranger wrote', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '=HYPERLINK("http://evil.example")',
    '\u202egnp.exe',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    ') Tj (x) ET endstream endobj',
    '😀 and \u0000 and \ud800',
    'x'.repeat(1500),
  ];
  const table = { ...entriesTable(0), rows: hostile.map((text) => [text, text, text, { digest: text }, text]) };

  test('stands in cells as text, nothing of it is loaded, and what would hide is spelled out', async () => {
    const fetches = vi.spyOn(globalThis, 'fetch');
    const pdf = await renderPdf(
      samplePaper([
        { type: 'table', table },
        { type: 'code', lines: hostile },
      ]),
      'en',
    );
    expect(fetches).not.toHaveBeenCalled();
    if (!has('pdftotext')) return;
    const text = run('pdftotext', pdf);
    for (const part of ['<script>alert(1)', '[U+202E]', '[U+1F600]', '[U+0000]', 'file:///etc/passwd'])
      expect(text).toContain(part);
    if (has('qpdf')) run('qpdf', pdf, '--check');
  });
});

describe('a table over pages', () => {
  test.runIf(has('pdftotext'))('has its header on each, and every row once', async () => {
    const pdf = await renderPdf(samplePaper([{ type: 'table', table: entriesTable(300) }]), 'en');
    const pages = run('pdftotext', pdf, '-layout').split('\f').slice(0, -1);
    expect(pages.length).toBeGreaterThan(5);
    for (const [i, page] of pages.entries()) {
      expect(page).toMatch(/Record +Institution +Kind/);
      expect(page).toContain(`${i + 1} / ${pages.length}`);
    }
    const rows = pages
      .join('')
      .match(/#\d+/g)
      ?.map((name) => Number(name.slice(1)));
    expect(rows?.slice().sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });
});
