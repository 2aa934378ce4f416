/**
 * Coming back when a server says so: as late as it asks, not in step with others, not for ever, and with the same bytes.
 */
import { describe, expect, it } from 'vitest';
import { type Patience, patiently, secondsOf } from '../../src/client/retry.ts';
import { Transport } from '../../src/client/transport.ts';
import { inputError } from '../_util/input-error.ts';

const URL = 'http://ledger.example';

/** A server that answers with these in turn, and what it was sent; and a patience without a clock. */
function scene(answers: readonly Response[], { totalMs = 30_000, random = () => 0 }: Partial<Patience> = {}) {
  const bodies: unknown[] = [];
  const waits: number[] = [];
  const left = [...answers];
  const request = (async (_: string, init?: RequestInit) => {
    bodies.push(init?.body);
    return left.shift() ?? new Response('{}', { status: 500 });
  }) as typeof fetch;
  const patience: Patience = { totalMs, random, sleep: async (ms) => void waits.push(ms) };
  return { transport: new Transport({ url: URL, fetch: request, patience }), bodies, waits };
}

function problem(code: string, status: number, retryAfter?: string): Response {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return new Response(JSON.stringify({ code, detail: 'd' }), { status, headers });
}
const done = (): Response => new Response('{}', { status: 201 });

describe('a submission that found no room', () => {
  it.each([
    ['busy', 503],
    ['rate-limited', 429],
  ])('%s: is sent again, the same bytes, after what the server asked for', async (code, status) => {
    const { transport, bodies, waits } = scene([problem(code, status, '2'), problem(code, status, '5'), done()]);
    expect((await transport.post('/api/v1/statements', { a: 1 })).status).toBe(201);
    expect(waits).toEqual([2000, 5000]);
    expect(bodies).toEqual(['{"a":1}', '{"a":1}', '{"a":1}']);
  });

  it('comes back a little later than asked, by chance, and never earlier', async () => {
    const { transport, waits } = scene([problem('busy', 503, '4'), done()], { random: () => 0.5 });
    await transport.post('/x', {});
    expect(waits).toEqual([5000]);
  });

  it('gives up with the server’s own words when its patience is at an end', async () => {
    const answers = Array.from({ length: 9 }, () => problem('busy', 503, '4'));
    const { transport, waits, bodies } = scene(answers, { totalMs: 9000 });
    await expect(transport.post('/x', {})).rejects.toThrow(inputError('busy'));
    expect([waits, bodies.length]).toEqual([[4000, 4000], 3]);
    const none = scene([problem('busy', 503, '1'), done()], { totalMs: 0 });
    await expect(none.transport.post('/x', {})).rejects.toThrow(inputError('busy'));
  });

  it('is not hurried by a server that asks for no time, nor kept by one that asks for years', async () => {
    const hurried = scene(
      Array.from({ length: 99 }, () => problem('busy', 503, '0')),
      { totalMs: 5000 },
    );
    await expect(hurried.transport.post('/x', {})).rejects.toThrow(inputError('busy'));
    expect(hurried.waits).toEqual([1000, 1000, 1000, 1000, 1000]);
    const kept = scene([problem('busy', 503, '999999'), done()]);
    await expect(kept.transport.post('/x', {})).rejects.toThrow(inputError('busy'));
    expect(kept.waits).toEqual([]);
  });

  it.each([
    ['disk-low', 503, '30'],
    ['stopped', 503, '1'],
    ['closing', 503, '1'],
    ['busy', 503, undefined],
    ['busy', 503, 'Wed, 25 Nov 2026 17:00:00 GMT'],
    ['chain', 409, '1'],
    ['bad-signature', 403, '1'],
  ])('%s %d with Retry-After %s: is the answer', async (code, status, retryAfter) => {
    const { transport, waits } = scene([problem(code, status, retryAfter), done()]);
    await expect(transport.post('/x', {})).rejects.toThrow(inputError(code as 'busy'));
    expect(waits).toEqual([]);
  });

  it('a page of somebody in between is none of it', async () => {
    const page = new Response('<html>', { status: 503, headers: { 'retry-after': '1' } });
    const { transport, waits } = scene([page, done()]);
    await expect(transport.post('/x', {})).rejects.toThrow(inputError('unexpected-answer'));
    expect(waits).toEqual([]);
  });
});

it('reading asks once', async () => {
  const { transport, bodies } = scene([problem('busy', 503, '1'), done()]);
  await expect(transport.get('/x')).rejects.toThrow(inputError('busy'));
  expect(bodies.length).toBe(1);
});

it('what is no error of ours goes through', async () => {
  const patience: Patience = { totalMs: 9, random: () => 0, sleep: async () => {} };
  await expect(patiently(() => Promise.reject(new TypeError('x')), patience)).rejects.toThrow(TypeError);
});

it.each([
  ['0', 0],
  ['30', 30],
  ['999999', 86_400],
  ['1000000', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['01', undefined],
  ['1e3', undefined],
  [' 1', undefined],
  ['', undefined],
  [null, undefined],
])('Retry-After %j is %s', (header, seconds) => {
  expect(secondsOf(header)).toBe(seconds);
});
