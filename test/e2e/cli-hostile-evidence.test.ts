/**
 * Hostile content in what is verified: policies are a mistake in usage, evidence is FAILED or CANNOT TELL; one clear message,
 * nothing written.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { ACCOUNT_STATEMENT, BUNDLE, CHECKPOINT, POLICY } from '../property/fuzz/_samples.ts';
import { ABYSS, HostileDesk } from './_hostile-desk.ts';

const desk = new HostileDesk();
afterAll(() => {
  desk[Symbol.dispose]();
});

const PROOF = BUNDLE.bundles[1]?.bundle ?? '';

describe('trust policies: bad-policy, usage', () => {
  const log = `log ${CHECKPOINT.log.vkey}`;
  const witness = `witness w ${CHECKPOINT.witness.vkey}`;
  const wrongId = CHECKPOINT.log.vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+');
  test.each<[string, string | Uint8Array, string?]>([
    ['nothing', ''],
    ['no log', 'quorum none\n'],
    ['no quorum', `${log}\n`],
    ['two quorums', `${log}\nquorum none\nquorum none\n`],
    ['a quorum that nobody defines', `${log}\nquorum w\n`],
    ['a group in itself', `${log}\n${witness}\ngroup g any g\nquorum g\n`],
    ['a loop of two groups', `${log}\ngroup a any b\ngroup b any a\nquorum a\n`],
    ['a witness in two groups', `${log}\n${witness}\ngroup a any w\ngroup b any w\nquorum a\n`],
    ['a witness twice in a group', `${log}\n${witness}\ngroup a 2 w w\nquorum a\n`],
    ['a name twice', `${log}\n${witness}\ngroup w any w\nquorum w\n`],
    ['a reserved name', `${log}\nwitness none ${CHECKPOINT.witness.vkey}\nquorum none\n`],
    ['a key twice', `${log}\n${log}\nquorum none\n`],
    ['a threshold of 0', `${log}\n${witness}\ngroup a 0 w\nquorum a\n`],
    ['a threshold beyond its members', `${log}\n${witness}\ngroup a 2 w\nquorum a\n`],
    ['a threshold of 2^64', `${log}\n${witness}\ngroup a 18446744073709551616 w\nquorum a\n`],
    ['a key ID that does not fit', `log ${wrongId}\nquorum none\n`],
    ['a log key as a witness', `${log}\nwitness w ${CHECKPOINT.log.vkey}\nquorum none\n`],
    ['a vkey of nothing', 'log ++\nquorum none\n'],
    ['a name of 200,000 letters', `log ${'a'.repeat(200_000)}+00000000+AA==\nquorum none\n`],
    ['steering characters', `log \u009b2J\u202e+00000000+AA==\nquorum none\n`],
    ['lines of Windows', POLICY.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${POLICY}`],
    ['a last line cut off', POLICY.trimEnd()],
    ['an unknown keyword', `${POLICY}trust everybody\n`],
    ['65 witnesses', `${log}\n${`${witness}\n`.repeat(65)}quorum none\n`],
    ['a megabyte', `#${'x'.repeat(2 ** 20)}\n${POLICY}`],
    ['UTF-16', Buffer.from(POLICY, 'utf16le')],
    ['Latin-1', Buffer.concat([Buffer.from('# \u00e9\n', 'latin1'), Buffer.from(POLICY)]), 'bad-utf8'],
  ])('%s', async (_, content, code = 'bad-policy') => {
    expect(await desk.outcome(['verify', desk.file(PROOF), '--trust', desk.file(content)])).toEqual([2, code]);
  });
});

/** The document with one replacement made in its text. */
const edited = (text: string, from: string | RegExp, to: string): string => {
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`nothing to replace: ${String(from)}`);
  return changed;
};
const BASE64 = /"record":"([A-Za-z0-9+/]{40})/;
/** Hostile spellings of any canonical document, and the code of the check that fails. */
const spellings = (text: string): [string, string | Uint8Array, string][] => [
  ['nothing', '', 'bad-json'],
  ['garbage', 'garbage', 'bad-json'],
  ['half of it', text.slice(0, text.length / 2), 'bad-json'],
  ['a byte order mark', `\ufeff${text}`, 'bad-json'],
  ['not UTF-8', Buffer.concat([Buffer.from(text), Buffer.of(0xff)]), 'bad-utf8'],
  ['UTF-16', Buffer.from(text, 'utf16le'), 'bad-json'],
  ['a blank after it', `${text} `, 'json-not-canonical'],
  ['a member twice', edited(text, '{', '{"format":"x",'), 'json-not-canonical'],
  ['an abyss', ABYSS, 'json-not-canonical'],
  ['an abyss of objects', '{"a":'.repeat(100_000), 'json-not-canonical'],
  ['millions of values', `[${'{},'.repeat(1_000_001)}{}]`, 'too-large'],
  ['__proto__', edited(text, '{', '{"__proto__":{"admin":true},'), 'schema-violation'],
  ['an unknown member', edited(text, /\}$/, ',"zz":1}'), 'schema-violation'],
  ['a float', edited(text, /"index":(\d+)/, '"index":$1.5'), 'json-not-canonical'],
  ['a lone surrogate', edited(text, '"format":"', '"format":"\\ud800'), 'json-not-canonical'],
  ['null', 'null', 'schema-violation'],
  ['an array', '[]', 'schema-violation'],
  ['base64 with a line break', edited(text, BASE64, '"record":"$1\\n'), 'schema-violation'],
  ['base64url', edited(text, BASE64, '"record":"-_$1'), 'schema-violation'],
  ['base64 without padding', edited(text, /=(=?)"/, '$1"'), 'any'],
];

describe('proof bundles: FAILED', () => {
  const policy = desk.file(BUNDLE.policy);
  test.each<[string, string | Uint8Array, string]>([
    ...spellings(PROOF),
    [
      'a tree of 2^64 records',
      edited(PROOF, /\\n\\n(log[^\\]+)\\n\d+\\n/, '\\n\\n$1\\n18446744073709551616\\n'),
      'any',
    ],
    ['a signature of a known key that is another', edited(PROOF, /(sOti.{40})..../, '$1AAAA'), 'any'],
    ['a hundred signature lines and one', edited(PROOF, /(\\n— [^\\]+)\\n/, `${'$1'.repeat(101)}\\n`), 'bad-note'],
    ['a line of a megabyte', edited(PROOF, /— /, `— ${'x'.repeat(2 ** 20)}`), 'any'],
  ])('%s', async (_, content, code) => {
    const [exit, what] = await desk.outcome(['verify', desk.file(content), '--trust', policy]);
    expect([exit, what]).toEqual([3, code === 'any' ? expect.stringMatching(/^FAILED [a-z0-9-]+$/) : `FAILED ${code}`]);
  });

  test('of a later version: CANNOT TELL', async () => {
    const later = edited(PROOF, 'ledgerline/proof@v1', 'ledgerline/proof@v2');
    expect(await desk.outcome(['verify', desk.file(later), '--trust', policy])).toEqual([
      4,
      'CANNOT TELL unknown-version',
    ]);
  });

  test('with keys that the policy does not know: CANNOT TELL', async () => {
    const other = edited(PROOF, /sOti/, 'AAAA');
    expect(await desk.outcome(['verify', desk.file(other), '--trust', policy])).toEqual([
      4,
      'CANNOT TELL unverified-note',
    ]);
  });
});

describe('account statements: FAILED', () => {
  const policy = desk.file(ACCOUNT_STATEMENT.policy);
  // What no longer says that it is an account statement is judged as a proof bundle.
  test.each(spellings(ACCOUNT_STATEMENT.statement))('%s', async (_, content, code) => {
    const [exit, what] = await desk.outcome(['verify', desk.file(content), '--trust', policy]);
    expect([exit, what]).toEqual([3, code === 'any' ? expect.stringMatching(/^FAILED [a-z0-9-]+$/) : `FAILED ${code}`]);
  });
});
