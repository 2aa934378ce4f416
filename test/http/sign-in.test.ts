/**
 * Reading pages of a ledger that asks for a token: a form, a cookie that scripts and other sites cannot use, and the API as before.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMPTY_BUILD } from './_pages.ts';
import { type Answer, type Ask, startTestServer, type TestServer } from './_server.ts';

const TOKEN = 'correct-horse-battery-staple';
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ server: { readingToken: TOKEN, explorer: { build: EMPTY_BUILD } } });
});
afterAll(() => server.close());

const signIn = (fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> =>
  server.ask('/sign-in', {
    method: 'POST',
    headers: { ...FORM, ...headers },
    body: new URLSearchParams(fields).toString(),
  });

const cookieOf = ({ headers }: Answer): string => headers['set-cookie']?.[0]?.split(';')[0] ?? '';

describe('without the token', () => {
  test.each(['/', '/ko/', '/en/records/0', '/en/records?format=csv&table=records', '/ko/nothing'])(
    '%s is the form, and nothing of the ledger',
    async (path) => {
      const { status, text, headers } = await server.ask(path);
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toBe('Bearer realm="ledgerline"');
      expect(headers['cache-control']).toBe('no-store');
      expect(text).toContain('action="/sign-in"');
      expect(text).not.toContain(server.ledger.origin);
    },
  );

  test('the API and the log answer as before, and our own style may be loaded', async () => {
    for (const path of ['/api/v1/records/0', '/checkpoint', '/metrics', '/trust.policy', '/verifier.html'])
      expect((await server.ask(path)).json.code).toBe('reading-token');
    expect((await server.ask('/assets/explorer.css')).status).toBe(200);
    expect((await server.ask('/assets/%2e%2e/checkpoint')).status).not.toBe(200);
  });

  test('a wrong token gives no cookie, and the form again', async () => {
    const answer = await signIn({ token: `${TOKEN}x`, to: '/ko/records' });
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.text).toContain('role="alert"');
    expect(answer.text).not.toContain(TOKEN);
    expect(answer.text).toContain('value="/ko/records"');
  });

  test.each(['ledgerline-reading=', 'ledgerline-reading=x', `ledgerline-reading=${TOKEN}`, 'ledgerline-reading'])(
    'the cookie %s opens nothing',
    async (cookie) => {
      expect((await server.ask('/en/', { headers: { Cookie: cookie } })).status).toBe(401);
      expect((await server.ask('/checkpoint', { headers: { Cookie: cookie } })).status).toBe(401);
    },
  );
});

describe('with the token', () => {
  const withCookie = async (path: string, ask: Ask = {}): Promise<Answer> => {
    const cookie = cookieOf(await signIn({ token: TOKEN, to: '/en/' }));
    return server.ask(path, { ...ask, headers: { ...ask.headers, Cookie: `other=1; ${cookie}` } });
  };

  test('leads back to the page, with a cookie that holds no token', async () => {
    const { status, headers } = await signIn({ token: ` ${TOKEN} `, to: '/ko/records/0?x=1' });
    expect([status, headers.location]).toEqual([303, '/ko/records/0?x=1']);
    const [cookie = ''] = headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^ledgerline-reading=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    expect(cookie).not.toContain(TOKEN);
  });

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/en/\r\nX: y',
    'javascript:alert(1)',
    '/api',
  ])('never leads to %j', async (to) => {
    expect((await signIn({ token: TOKEN, to })).headers.location).toBe('/en/');
  });

  test('pages and what they fetch are read, and no shared cache may keep them', async () => {
    for (const path of ['/en/', '/en/records/0', '/api/v1/records/0', '/checkpoint']) {
      const { status, headers } = await withCookie(path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers['cache-control']).toMatch(/^(private, |no-store)/);
    }
    expect((await withCookie('/en/')).text).toContain('action="/sign-out"');
  });

  test('the header goes on as before', async () => {
    const headers = { Authorization: `Bearer ${TOKEN}` };
    const { status, headers: got } = await server.ask('/api/v1/records/0', { headers });
    expect([status, got['cache-control']]).toEqual([200, 'max-age=31536000, immutable']);
    expect((await withCookie('/checkpoint', { headers: { Authorization: 'Bearer wrong' } })).status).toBe(401);
  });

  test('signing out takes the cookie away', async () => {
    const { status, headers } = await withCookie('/sign-out', { method: 'POST', headers: FORM, body: 'to=/ko/' });
    expect([status, headers.location]).toEqual([303, '/ko/']);
    expect(headers['set-cookie']?.[0]).toMatch(/^ledgerline-reading=; .*Max-Age=0$/);
  });
});

describe('a form of another site', () => {
  test.each([
    { Origin: 'https://evil.example' },
    { Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
  ])('is refused: %j', async (headers) => {
    const answer = await signIn({ token: TOKEN, to: '/en/' }, headers as Record<string, string>);
    expect([answer.status, answer.json.code]).toEqual([400, 'bad-request']);
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  test('one of our own is taken', async () => {
    for (const headers of [
      { Origin: server.url, 'Sec-Fetch-Site': 'same-origin' },
      { Origin: 'null', 'Sec-Fetch-Site': 'same-origin' },
      { Origin: server.url },
    ])
      expect((await signIn({ token: TOKEN, to: '/en/' }, headers)).status).toBe(303);
  });

  test('a long one is refused', async () => {
    expect((await signIn({ token: 'x'.repeat(20_000) })).json.code).toBe('too-large');
  });
});
