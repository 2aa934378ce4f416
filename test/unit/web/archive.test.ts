/**
 * The explorer as files: the same bytes twice, every link leads to a file that is there, bounded, and nothing of it is a script.
 */
import { posix } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { auditAndReplay } from '../../../src/verify/audit/audit.ts';
import { renderArchive } from '../../../src/web/archive/archive.ts';
import { FileNames, routeOf } from '../../../src/web/archive/routes.ts';
import { verifySignature } from '../../_util/audit.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';

installNodePrimitives();

type Archive = ReadonlyMap<string, Uint8Array>;

let size: number;
let build: (most?: { pages: number; records: number }, start?: number) => Promise<Archive>;
let archive: Archive;

beforeAll(async () => {
  const naive = creditLedger();
  naive.publish();
  size = naive.size;
  const ledger = naiveFiles(naive);
  const files = mapFiles(ledger, true);
  const replayed = await auditAndReplay(files, `log ${naive.logKey.vkey}\nquorum none\n`, { verifySignature });
  build = (most, start = 0) =>
    renderArchive({
      replayed,
      ledger,
      scope: { start, end: size },
      style: new Map([['style.css', new Uint8Array()]]),
      ...(most && { most }),
    });
  archive = await build();
});

const textOf = (files: Archive, path: string): string => new TextDecoder().decode(files.get(path));
const pagesOf = (files: Archive): string[] => [...files.keys()].filter((path) => path.endsWith('.html'));

describe('an archive', () => {
  it('is the same twice', async () => {
    expect(await build()).toEqual(archive);
  });

  it('holds every record of its scope in both languages, and says so', () => {
    for (const language of ['ko', 'en'])
      for (let i = 0; i < size; i++) expect(archive.has(`${language}/records-${i}.html`)).toBe(true);
    expect(textOf(archive, 'index.html')).toContain('Every record of the scope has its page.');
    expect(textOf(archive, 'ko/records-3.html')).toContain('<html lang="ko">');
    expect(textOf(archive, 'en/records-3.html')).toContain('<html lang="en">');
  });

  it('has no link that leads to nothing, and none that leads outside', () => {
    for (const path of pagesOf(archive)) {
      for (const [, href = ''] of textOf(archive, path).matchAll(/ (?:href|src|action)="([^"]*)"/g)) {
        if (href.startsWith('#') || href.startsWith('data:image/svg+xml,')) continue;
        const [file = ''] = href.split('#');
        expect(archive.has(posix.join(posix.dirname(path), file)), `${path}: ${href}`).toBe(true);
      }
    }
  });

  it('runs nothing, and says so in its policy', () => {
    for (const path of pagesOf(archive)) {
      const text = textOf(archive, path);
      expect(text).toContain('content="default-src &#39;none&#39;; style-src &#39;self&#39; file:;');
      expect(text).not.toMatch(/<script|<form|<iframe| on[a-z]+="|javascript:/i);
    }
  });

  it('names its files safely', () => {
    for (const path of archive.keys()) expect(path).toMatch(/^(?:(?:ko|en)\/)?[a-z0-9][a-z0-9-]*\.(?:html|css)$/);
  });

  it('is bounded, and says what it left out; links to it are text', async () => {
    const small = await build({ pages: 10, records: 5 });
    expect(pagesOf(small)).toHaveLength(2 * (10 + 5) + 1);
    expect([...small.keys()].filter((path) => path.startsWith('ko/records-') && !path.includes('--'))).toHaveLength(5);
    expect(textOf(small, 'index.html')).toContain(`${size - 5} records of the scope have no page`);
    expect(textOf(small, 'index.html')).toMatch(/\d+ other pages .* are left out/);
    for (const path of pagesOf(small)) expect(textOf(small, path)).not.toContain('nowhere:');
    const oldest = `records-${size - 5}.html`;
    expect(textOf(small, `ko/${oldest}`)).not.toContain('rel="prev"');
    const scoped = await build(undefined, size - 3);
    expect(scoped.has(`ko/records-${size - 3}.html`)).toBe(true);
    expect(scoped.has(`ko/records-${size - 4}.html`)).toBe(false);
  });
});

describe('what leads to a page', () => {
  it.each([
    ['/records/12', 'records-12.html'],
    ['/', 'index.html'],
    ['/records?before=50', 'records--before-50.html'],
  ])('%s is the file %s', (path, name) => {
    expect(routeOf(path)).toBeDefined();
    expect(new FileNames().nameOf(path)).toBe(name);
  });

  it.each([
    '/search?q=1',
    '/contribute',
    '/compare?from=1&to=2',
    '/records?kind=award',
    '/records?before=1&author=a',
    '//evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    '/models/%E0%A4%A',
    '/models/',
    `/models/${'a'.repeat(400)}`,
    '',
  ])('%j is no page of an archive', (path) => {
    expect(routeOf(path)).toBeUndefined();
  });

  it('never gives two pages one name, nor leaves its folder', () => {
    const names = new FileNames();
    const paths = ['/a?b=1', '/a--b-1', '/a/-b', '/a--b', '/../../x', '/A', '/a%2f..', '/index', '/'];
    const given = paths.map((path) => names.nameOf(path));
    expect(new Set(given).size).toBe(paths.length);
    for (const name of given) expect(name).toMatch(/^[a-z0-9][a-z0-9-]*\.html$/);
    expect(paths.map((path) => names.nameOf(path))).toEqual(given);
  });
});
