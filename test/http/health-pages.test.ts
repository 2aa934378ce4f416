/**
 * How a running ledger does, on its pages: in words, in codes, and never with the inside of the machine.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import { foundTestLedger, withMembers } from './_ledger.ts';
import { EMPTY_BUILD } from './_pages.ts';
import { serve, type TestServer } from './_server.ts';

const SECRET = '/var/lib/secret-folder: EIO';
const explorer = { build: EMPTY_BUILD };

let server: TestServer;
afterEach(() => server.close());

async function serveWith(members: Partial<Ledger>, more: Parameters<typeof serve>[1] = {}): Promise<void> {
  const test = await foundTestLedger();
  const { ledger } = test;
  server = await serve({ ...test, ledger: withMembers(ledger, members) }, { explorer, ...more });
}

const STATUS = { origin: 'x', committed: 0, published: 0, waiting: 0, witnesses: [] };
const failure = { code: 'storage-failed', message: SECRET };

describe('the page of operations', () => {
  test('is all well over a ledger that is', async () => {
    await serveWith({});
    const { text } = await server.ask('/en/operations');
    expect(text).toContain('Every record is published.');
    expect(text).not.toContain('✗');
  });

  test.each([
    ['a ledger that stopped', { status: { ...STATUS, failure } }, 'bad', 'storage-failed'],
    [
      'too few witnesses',
      { status: { ...STATUS, unpublished: { code: 'quorum-missing', message: SECRET } } },
      'bad',
      'quorum-missing',
    ],
    [
      'a ledger that waits for its witnesses',
      { status: { ...STATUS, unconfirmed: true as const } },
      'watch',
      'was just started',
    ],
    [
      'a witness that does not answer',
      {
        status: {
          ...STATUS,
          witnesses: [{ name: 'inspector', size: 0, failure: { code: 'unreachable', message: SECRET } }],
        },
      },
      'watch',
      'Witness inspector',
    ],
  ])('says so of %s', async (_, members, tone, words) => {
    await serveWith(members);
    for (const language of ['en', 'ko']) {
      const { text } = await server.ask(`/${language}/operations`);
      expect(text).toContain(`class="lead sentence" data-tone="${tone}"`);
      expect(text).not.toContain('secret-folder');
    }
    expect((await server.ask('/en/operations')).text).toContain(words);
    expect((await server.ask('/en/operations?format=json')).text).not.toContain('secret-folder');
  });

  test('says so of a disk that is nearly full', async () => {
    await serveWith({}, { hindrance: () => 'disk-low' });
    expect((await server.ask('/en/operations')).text).toContain('(disk-low)');
  });
});

describe('a record that a running ledger finds damaged', () => {
  test('is red, and the trail goes on around it', async () => {
    await serveWith({
      record: async (index: number) => {
        if (index === 1)
          throw new InputError('integrity', 'tile/entries/000: entry 1 is not the record that the tree holds');
        return (await foundOf(server)).record(index);
      },
    });
    const { status, text } = await server.ask('/ko/records/1');
    expect(status).toBe(200);
    expect(text).toContain('role="alert" data-tone="bad" data-record="1"');
    expect(text).toContain('ledgerline hydrate');
    expect((await server.ask('/ko/records')).text).toContain('✗ 손상');
  });
});

/** The ledger behind the replaced members. */
async function foundOf({ ledger }: TestServer): Promise<{ record(index: number): Promise<Uint8Array | undefined> }> {
  return { record: (index) => ledger.reader.record(index) };
}
