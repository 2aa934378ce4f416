/**
 * The pages about the log, as a browser without scripts gets them: both languages, hostile parameters, bounds, and what is not there.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CorrectionBody } from '../../src/core/generated/bodies.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { PHARMA } from '../_util/credit-scenario.ts';
import { type ServedPages, servePages } from './_pages.ts';

installNodePrimitives();

let pages: ServedPages;
beforeAll(async () => {
  pages = await servePages();
});
afterAll(() => pages.close());

const indexOfKind = (kind: string): number =>
  pages.naive.records.findIndex((_, i) => pages.naive.record(i).statement.kind === kind);

describe('every page reads without a script', () => {
  test.each([
    '/',
    '/records',
    '/records?only=changes',
    `/records?author=${PHARMA}`,
    '/records?kind=award&from=2026-01-01&to=2030-01-01',
    '/search?q=zzz',
    '/checkpoints',
    '/checkpoints/0',
    '/compare',
    '/compare?from=0&to=999999',
    '/operations',
    '/help',
  ])('%s', async (path) => {
    for (const language of ['ko', 'en']) {
      const { status, text, headers } = await pages.ask(`/${language}${path}`);
      expect(status).toBe(200);
      expect(text).toContain(`<html lang="${language}">`);
      expect(text).toMatch(/<h1>/);
      expect(text).not.toMatch(/undefined|\[object|NaN/);
      expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
      expect(headers['content-language']).toBe(language);
    }
  });

  test('a page loads nothing but our own script, style and fonts, and asks nobody but this server', async () => {
    const { headers } = await pages.ask('/en/');
    const policy = String(headers['content-security-policy']).split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy.filter((directive) => /unsafe|https?:|\*/.test(directive))).toEqual([]);
  });

  test('every record has its sentence, its signature and its neighbours', async () => {
    for (let i = 0; i < pages.naive.size; i++) {
      const { status, text } = await pages.ask(`/ko/records/${i}`);
      expect(status).toBe(200);
      expect(text).toMatch(/<p class="lead sentence">.*기관이 .* KST에 .*니다.*\.<\/p>/);
      expect(text).toContain('서명의 의미');
      expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

describe('a record', () => {
  test('is found by its digest, too', async () => {
    const { digest } = pages.naive.record(7);
    expect((await pages.ask(`/en/records/${digest}`)).text).toContain('<h1>Record 7 ');
  });

  test('says what became of it, with a link to what says so, and back', async () => {
    const correction = indexOfKind('correction');
    const { supersedes, replacement } = pages.naive.record(correction).statement.body as CorrectionBody;
    const [old, by] = await Promise.all([supersedes, replacement].map((id) => pages.ask(`/en/records/${id}`)));
    const indexOf = (id: string | undefined) =>
      pages.naive.records.findIndex((_, i) => pages.naive.record(i).digest === id);
    expect(old?.text).toContain('Corrected: a later record takes its place.');
    expect(old?.text).toContain(`href="/en/records/${indexOf(replacement)}"`);
    expect(by?.text).toContain('It takes the place of an earlier record.');
    expect(by?.text).toContain(`href="/en/records/${indexOf(supersedes)}"`);
  });

  test('shows who stands behind it', async () => {
    const endorsement = pages.naive.record(indexOfKind('endorsement')).statement;
    const { subject } = endorsement.body as { readonly subject: string };
    const { text } = await pages.ask(`/en/records/${subject}`);
    expect(text).toContain('Who stands behind it');
    expect(text).toContain(`>${endorsement.author}</a>`);
  });

  test('is data, too', async () => {
    const { json } = await pages.ask('/en/records/3?format=json');
    expect(json).toMatchObject({ index: 3, digest: pages.naive.record(3).digest });
  });
});

describe('what is not there, or is hostile', () => {
  test.each([
    ['/records/999999', 404],
    ['/records/-1', 400],
    ['/records/1e3', 400],
    ['/records/00', 400],
    [`/records/${'0'.repeat(64)}`, 404],
    ['/records/99999999999999999999999', 400],
    ['/records?kind=poem', 400],
    ['/records?author=%3Cscript%3E', 400],
    ['/records?from=yesterday', 400],
    ['/records?from=2026-13-45', 400],
    ['/records?before=-5', 400],
    ['/records?limit=1e9', 400],
    ['/records?only=everything', 400],
    ['/checkpoints/99999', 404],
    ['/checkpoints/x', 400],
    ['/compare?from=x', 400],
    ['/compare?from=2026-99-99&to=1', 400],
    ['/poem', 404],
    ['/records/1/2', 404],
  ])('%s is %i, as a page', async (path, status) => {
    for (const language of ['ko', 'en']) {
      const answer = await pages.ask(`/${language}${path}`);
      expect(answer.status).toBe(status);
      expect(answer.text).toContain(`<html lang="${language}">`);
      expect(answer.text).toContain(`href="/${language}/"`);
    }
  });

  test('nothing that was asked becomes markup', async () => {
    const payload = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    for (const path of ['/search?q=', '/compare?from=', '/records?from=', '/records?author=', '/nothing?x=']) {
      const { text } = await pages.ask(`/en${path}${encodeURIComponent(payload)}`);
      expect(text).not.toContain('<script>alert');
      expect(text).not.toContain('<img');
    }
  });

  test('a parameter that stands twice is none', async () => {
    expect((await pages.ask('/en/records?kind=award&kind=credit')).status).toBe(200);
  });
});

describe('the audit trail', () => {
  test('pages through everything once, newest first', async () => {
    const seen: number[] = [];
    for (let path: string | undefined = '/en/records?limit=13'; path !== undefined; ) {
      const { text } = await pages.ask(path);
      seen.push(...rowsOf(text));
      path = nextOf(text);
    }
    expect(seen).toEqual(Array.from({ length: pages.naive.size }, (_, i) => pages.naive.size - 1 - i));
  });

  test('follows one institution, page after page, and no other', async () => {
    const expected = pages.naive.records.flatMap((_, i) =>
      pages.naive.record(i).statement.author === PHARMA ? [i] : [],
    );
    const seen: number[] = [];
    for (let path: string | undefined = `/en/records?author=${PHARMA}&limit=2`; path !== undefined; ) {
      const { text } = await pages.ask(path);
      seen.push(...rowsOf(text));
      path = nextOf(text);
    }
    expect(seen).toEqual(expected.reverse());
  });

  test('filters by kind and by day', async () => {
    const { text } = await pages.ask('/en/records?kind=credit');
    const kinds = rowsOf(text).map((i) => pages.naive.record(i).statement.kind);
    expect(new Set(kinds)).toEqual(new Set(['credit']));
    expect(rowsOf((await pages.ask('/en/records?to=2001-01-01')).text)).toEqual([]);
    expect(rowsOf((await pages.ask('/en/records?from=2099-01-01')).text)).toEqual([]);
  });

  test('is a spreadsheet without formulas', async () => {
    const { text, headers } = await pages.ask('/en/records?format=csv&table=records&limit=3');
    expect(headers['content-disposition']).toBe('attachment; filename="records.csv"');
    expect(text.split('\r\n')[0]).toBe(
      '\ufeffrecord,recorded-at,institution,kind,what,meaning,reason,signed-at,statement',
    );
    expect(text.split('\r\n')).toHaveLength(5);
  });
});

describe('the search box', () => {
  const find = async (text: string) => pages.ask(`/en/search?q=${encodeURIComponent(text)}`);

  test('leads straight to what was meant', async () => {
    const { digest } = pages.naive.record(9);
    const artefact = pages.naive.record(indexOfKind('model')).statement.body as {
      readonly model: string;
      readonly weights: { readonly tensorSet: string };
    };
    for (const [text, to] of [
      ['12', '/en/records/12'],
      [' #12 ', '/en/records/12'],
      [digest, '/en/records/9'],
      [`sha256:${digest.toUpperCase()}`, '/en/records/9'],
      [`${digest.slice(0, 32)} ${digest.slice(32)}`, '/en/records/9'],
      [`${digest}  model.safetensors`, '/en/records/9'],
      [digest.slice(0, 10), '/en/records/9'],
      [artefact.weights.tensorSet, `/en/records/${indexOfKind('model')}`],
      [PHARMA, `/en/institutions/${PHARMA}`],
      [artefact.model, `/en/models/${artefact.model}`],
      [pages.naive.record(0).keyId, `/en/institutions/${pages.naive.record(0).statement.author}`],
    ] as const) {
      const { status, headers } = await find(text);
      expect([text, status, headers.location]).toEqual([text, 302, to]);
    }
  });

  test.each([
    ['999999', 'There is no record 999999'],
    ['f'.repeat(64), 'This is a SHA-256, and no statement'],
    ['a'.repeat(40), '40 hexadecimal digits, and a SHA-256 has 64'],
    ['kim@example.com', 'People are not named in the log'],
    ['', 'The search box was empty'],
  ])('says why nothing is found for %s', async (text, why) => {
    const { status, text: page } = await find(text);
    expect(status).toBe(200);
    expect(page).toContain(why);
  });
});

describe('the comparison', () => {
  test('counts what was added between two sizes, and lists changes', async () => {
    const { text } = await pages.ask(`/en/compare?from=0&to=${pages.naive.size}`);
    expect(text).toContain('There is no published checkpoint as old as that');
    const { json } = await pages.ask(`/en/compare?from=${pages.naive.size}&to=${pages.naive.size}&format=json`);
    expect(json.comparison).toMatchObject({ looked: 0, changes: [] });
  });
});

function rowsOf(text: string): number[] {
  const [, body = ''] = /<table id="records">.*?<tbody>(.*?)<\/tbody>/s.exec(text) ?? [];
  return [...body.matchAll(/<tr><td data-align="end"><a href="\/en\/records\/(\d+)">/g)].map(([, index]) =>
    Number(index),
  );
}

function nextOf(text: string): string | undefined {
  return /<a rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&#38;', '&');
}
