/**
 * The verifier as a file: the same bytes from the same sources, small, and with a policy that lets nothing in or out.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What a page on a bad line, or a USB stick of an inspector, should not exceed. */
const MAX_GZIP_BYTES = 135_000;

describe('the verifier as a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledgerline-web-'));
  const build = (name: string): Buffer => {
    const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts/web.mjs'), join(folder, name)]);
    expect(status, String(stderr)).toBe(0);
    return readFileSync(join(folder, name, 'verifier.html'));
  };
  let page: Buffer;
  beforeAll(() => {
    page = build('first');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('has the same bytes twice, and its SHA-256 beside it', () => {
    expect(build('second').equals(page)).toBe(true);
    const digest = createHash('sha256').update(page).digest('hex');
    expect(readFileSync(join(folder, 'first', 'SHA256SUMS'), 'utf8')).toBe(`${digest}  verifier.html\n`);
  });

  test('is small', () => {
    expect(gzipSync(page, { level: 9 }).length).toBeLessThan(MAX_GZIP_BYTES);
  });

  test('lets only its own script and style run, and nothing in or out', () => {
    const text = page.toString();
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? '';
    const sources = ['script', 'style'].map((tag) => {
      const content = new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(text)?.[1] ?? '';
      return `${tag}-src 'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    });
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      ...sources,
      'img-src data:',
      "connect-src 'none'",
      'worker-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types ledgerline-worker',
    ]);
    expect(text.match(/<(?:script|link|img|iframe|object)\b[^>]*\b(?:src|href|data)=/g)).toBeNull();
  });
});
