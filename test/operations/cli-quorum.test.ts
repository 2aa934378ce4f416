/**
 * A ledger of two founders who must agree: founding with enrolment requests, admission that waits, endorsements.
 */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { ORIGIN } from '../_util/cli-consortium.ts';

const FIRST = ['--as', 'first', '--key', 'first.pem'];
const SECOND = ['--as', 'second', '--key', 'second.pem'];

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

async function request(id: string, kind: string, ...roles: string[]): Promise<void> {
  await desk.ok(['key', 'new', `${id}.pem`, '--signer', id]);
  const asked = roles.flatMap((role) => ['--role', role]);
  const words = ['enrol', 'request', '--origin', ORIGIN, '--class', kind, '--as', id, '--key', `${id}.pem`, ...asked];
  await desk.ok([...words, '--out', `${id}.enrol.json`]);
}

interface Admission {
  readonly recorded: readonly { readonly kind: string; readonly index: number; readonly id: string }[];
  readonly waiting: boolean;
}

const admit = async (): Promise<Admission> =>
  (await desk.json<Admission>(['enrol', 'admit', 'snuh.enrol.json', ...FIRST])).value;

test('founders make their own keys; init takes their requests, and holds none of their secrets', async () => {
  await Promise.all([
    request('first', 'secretariat', 'steward', 'aggregator'),
    request('second', 'pharma', 'steward'),
    request('snuh', 'hospital', 'contributor'),
  ]);
  const founders = ['--founder', 'first.enrol.json', '--founder', 'second.enrol.json'];
  const other = await desk.run(['init', 'ledger', '--origin', 'log.example/other', ...founders]);
  expect([other.code, other.stderr]).toEqual([8, expect.stringContaining('other-ledger')]);
  const founded = await desk.ok(['init', 'ledger', '--origin', ORIGIN, '--quorum', '2', ...founders]);
  expect(founded).toContain('with first, second: 7 records');
  await expect(readFile(desk.path('ledger', 'keys', 'first.pem'))).rejects.toThrow('ENOENT');
});

test('an admission waits for the second steward, at each step', async () => {
  const serving = await desk.serve('ledger');
  desk.env['LEDGERLINE_LEDGER'] = serving.url;
  desk.env['LEDGERLINE_TRUST'] = 'ledger/trust.policy';

  const institution = await admit();
  expect(institution).toMatchObject({ recorded: [{ kind: 'institution' }], waiting: true });
  const own = await desk.run(['endorse', String(institution.recorded[0]?.index), ...FIRST]);
  expect([own.code, own.stderr]).toEqual([8, expect.stringContaining('endorses-own')]);
  await desk.ok(['endorse', institution.recorded[0]?.id ?? '', ...SECOND]);

  const rest = await admit();
  expect(rest).toMatchObject({ recorded: [{ kind: 'key' }, { kind: 'role contributor' }], waiting: true });
  for (const { index } of rest.recorded) await desk.ok(['endorse', String(index), ...SECOND]);

  expect(await admit()).toEqual({ institution: 'snuh', recorded: [], waiting: false });
  expect(await desk.ok(['enrol', 'admit', 'snuh.enrol.json', ...FIRST, '--lang', 'ko'])).toBe(
    'snuh 기관이 등록되었습니다\n',
  );
  expect((await serving.stop()).code).toBe(0);
});
