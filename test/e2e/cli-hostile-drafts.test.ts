/**
 * `sign` and hostile drafts, against a ledger that is there: the documented code, one clear message, and never a signature under
 * what was not meant.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { foundAndServe, TASK } from '../_util/cli-consortium.ts';
import { ABYSS, HostileDesk } from './_hostile-desk.ts';

const hostile = new HostileDesk();
let desk: Desk;
let author: string[];
beforeAll(async () => {
  desk = await Desk.open();
  // The commands run in this process: what they remember of the ledger stays at the desk all the same.
  vi.stubEnv('XDG_STATE_HOME', desk.path('state'));
  const { url } = await foundAndServe(desk);
  author = ['--ledger', url, '--trust', desk.path('ledger/trust.policy'), '--as', 'secretariat'];
  author.push('--key', desk.path('ledger/keys/secretariat.pem'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  hostile[Symbol.dispose]();
  await desk?.close();
});

const sign = (content: string | Uint8Array) => hostile.outcome(['sign', hostile.file(content), ...author]);
const draft = (changes: object = {}): string => JSON.stringify({ kind: 'task', body: TASK, ...changes });
const body = (changes: object): string => draft({ body: { ...TASK, ...changes } });

test('a sound draft is signed, so that the others fail for what is wrong with them', async () => {
  expect(await sign(draft())).toEqual([0, '']);
});

describe('hostile drafts', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'bad-json'],
    ['garbage', 'garbage', 'bad-json'],
    ['half a draft', draft().slice(0, 60), 'bad-json'],
    ['UTF-16', Buffer.from(draft(), 'utf16le'), 'bad-json'],
    ['what is not UTF-8', Buffer.concat([Buffer.from(draft()), Buffer.of(0xff)]), 'bad-utf8'],
    ['an abyss', ABYSS, 'json-not-canonical'],
    ['an abyss for a body', `{"kind":"task","body":${ABYSS}}`, 'json-not-canonical'],
    ['a kind twice, of which a reader may see the other', draft().replace('{', '{"kind":"model",'), 'bad-json'],
    ['a field twice', draft().replace('"weight":1', '"weight":1,"weight":2'), 'bad-json'],
    ['millions of values', `[${'{},'.repeat(1_000_001)}{}]`, 'too-large'],
    ['nine megabytes', `{"kind":"task","body":"${'x'.repeat(9 * 2 ** 20)}"}`, 'too-large'],
    ['a list', '[]', 'usage'],
    ['null', 'null', 'usage'],
    ['no kind', '{"body":{}}', 'usage'],
    ['a kind that is none', draft({ kind: 'poem' }), 'usage'],
    ['a kind that is a name of Object', draft({ kind: 'constructor' }), 'usage'],
    ['a kind that is a list', draft({ kind: ['task'] }), 'usage'],
    ['a member that nobody asked for', draft({ author: 'ledger-operator' }), 'usage'],
    ['a chain of its own', draft({ chain: { sequence: 0, previous: '0'.repeat(64) } }), 'usage'],
    ['__proto__', `{"__proto__":{"kind":"task"},"body":{}}`, 'usage'],
    ['__proto__ in the body', `{"kind":"task","body":{"__proto__":{"task":"x"}}}`, 'schema-violation'],
    ['no body', '{"kind":"task"}', 'schema-violation'],
    ['a body that is a list', draft({ body: [] }), 'schema-violation'],
    ['an unknown member in the body', body({ zz: 1 }), 'schema-violation'],
    ['a name with steering characters', body({ task: 'a\u202eb' }), 'schema-violation'],
    ['a float', body({ weight: 0.5 }), 'schema-violation'],
    ['an integer beyond 2^53', draft().replace('"weight":1', '"weight":9007199254740993'), 'schema-violation'],
    ['a number without end', draft().replace('"weight":1', '"weight":1e400'), 'schema-violation'],
    ['a meaning that is none', draft({ meaning: 'joke' }), 'schema-violation'],
    ['a reason that is free text', draft({ reason: 'because' }), 'schema-violation'],
    ['a reason with a code that is none', draft({ reason: { code: 'because I say so' } }), 'schema-violation'],
    ['a subject of another statement', draft({ subject: { name: 'task/x', sha256: '0'.repeat(64) } }), 'bad-subject'],
    ['a subject that is text', draft({ subject: 'x' }), 'schema-violation'],
    ['a founding of its own', draft({ kind: 'charter', body: {} }), 'schema-violation'],
  ])('%s', async (_, content, code) => {
    expect(await sign(content)).toEqual([2, code]);
  });
});
