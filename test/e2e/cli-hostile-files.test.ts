/**
 * Things under a file's name that are no such file: a pipe that nobody writes to, an endless device, a folder, a link to itself, a
 * tebibyte. Whatever command is given them, it ends at once with its documented code and one clear message.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeSealed, seal, sealedDigest } from '../../src/core/disclosure/sealed.ts';
import { generateKeyPair } from '../../src/node/crypto/keys.ts';
import { encodeDisclosureFile } from '../../src/node/sealing/disclosure-file.ts';
import { formatSealingPublicKey, generateSealingKey } from '../../src/node/sealing/sealing-key.ts';
import { Desk } from '../_util/cli.ts';
import { BUNDLE } from '../property/fuzz/_samples.ts';
import { HostileDesk, type Outcome } from './_hostile-desk.ts';

const desk = new HostileDesk();
const THINGS = {
  pipe: (path: string) => execFileSync('mkfifo', [path]),
  device: (path: string) => symlinkSync('/dev/zero', path),
  folder: (path: string) => mkdirSync(path),
  loop: (path: string) => symlinkSync(path, path),
  missing: () => {},
  tebibyte: (path: string) => {
    desk.file('', 'tebibyte');
    truncateSync(path, 2 ** 40);
  },
};
type Thing = keyof typeof THINGS;

beforeAll(() => {
  for (const [name, make] of Object.entries(THINGS)) make(desk.path(name));
  desk.file(BUNDLE.policy, 'policy');
  desk.file(BUNDLE.bundles[0]?.bundle ?? '', 'proof.json');
  const { sealed, disclosures } = seal({ a: 1 }, ['A'.repeat(43)], ['B'.repeat(42).concat('A')]);
  desk.file(encodeSealed(sealed), 'sealed.json');
  desk.file(encodeDisclosureFile({ sealed: sealedDigest(sealed), disclosures }), 'disclosures.json');
  desk.file(formatSealingPublicKey(generateSealingKey('x25519').publicKey), 'reader.pub.pem');
  desk.file(generateKeyPair('ed25519').toPem(), 'key.pem');
  desk.file(JSON.stringify({ name: 'n', salt: '0'.repeat(64) }), 'openings.json');
  mkdirSync(desk.path('ledger'));
});
afterAll(() => {
  desk[Symbol.dispose]();
});

interface Row {
  /** X stands for the thing, other words with a dot or `policy` for good files. */
  readonly words: string;
  readonly expected: Outcome;
  /** For a file of a tebibyte; `expected` if absent, nothing if that is no mistake. */
  readonly tebibyte?: Outcome | 'legal';
  /** Things that are no mistake here. */
  readonly legal?: readonly Thing[];
}

const NOT_FOUND: Outcome = [5, 'file-not-found'];
const TOO_LARGE: Outcome = [2, 'too-large'];
const REFUSED_EVIDENCE: Outcome = [3, 'FAILED too-large'];
const TRUSTED = '--trust policy';

const ROWS: readonly Row[] = [
  { words: `verify X ${TRUSTED}`, expected: NOT_FOUND, tebibyte: REFUSED_EVIDENCE },
  { words: 'verify proof.json --trust X', expected: [2, 'usage'] },
  { words: `verify proof.json ${TRUSTED} --later X`, expected: NOT_FOUND, tebibyte: REFUSED_EVIDENCE },
  { words: 'open X --sealed sealed.json', expected: NOT_FOUND, tebibyte: REFUSED_EVIDENCE },
  { words: 'open disclosures.json --sealed X', expected: NOT_FOUND, tebibyte: REFUSED_EVIDENCE },
  {
    words: `open disclosures.json --sealed sealed.json --proof X ${TRUSTED}`,
    expected: NOT_FOUND,
    tebibyte: REFUSED_EVIDENCE,
  },
  { words: 'open disclosures.json --sealed sealed.json --key X', expected: [2, 'key-file-access'] },
  { words: 'open --opening X', expected: NOT_FOUND, tebibyte: REFUSED_EVIDENCE },
  { words: 'erase X', expected: NOT_FOUND, tebibyte: TOO_LARGE },
  { words: 'erase openings.json --proof X', expected: NOT_FOUND, tebibyte: TOO_LARGE },
  {
    words: 'disclose X --sealed sealed.json --field a --to reader.pub.pem --out out',
    expected: NOT_FOUND,
    tebibyte: TOO_LARGE,
  },
  {
    words: 'disclose disclosures.json --sealed X --field a --to reader.pub.pem --out out',
    expected: NOT_FOUND,
    tebibyte: TOO_LARGE,
  },
  {
    words: 'disclose disclosures.json --sealed sealed.json --field a --to X --out out',
    expected: [2, 'key-file-access'],
  },
  { words: 'seal X', expected: NOT_FOUND, tebibyte: TOO_LARGE },
  { words: 'seal openings.json --to X', expected: [2, 'key-file-access'] },
  { words: 'key show X', expected: [2, 'key-file-access'] },
  { words: 'enrol request --origin o --as a --class pharma --key X', expected: [2, 'key-file-access'] },
  {
    words: `enrol admit X --as a --key key.pem --ledger http://127.0.0.1:1 ${TRUSTED}`,
    expected: NOT_FOUND,
    tebibyte: TOO_LARGE,
  },
  { words: `submit X --ledger http://127.0.0.1:1 ${TRUSTED}`, expected: NOT_FOUND, tebibyte: TOO_LARGE },
  { words: `audit http://127.0.0.1:1 ${TRUSTED} --reading-token-file X`, expected: NOT_FOUND, tebibyte: TOO_LARGE },
  { words: 'status http://127.0.0.1:1 --reading-token-file X', expected: NOT_FOUND, tebibyte: TOO_LARGE },
  { words: 'digest X', expected: [5, 'unreadable-file'], tebibyte: 'legal', legal: ['folder'] },
  { words: 'demo --no-serve --data X', expected: [2, 'bad-dataset'] },
];

describe.each(Object.keys(THINGS) as Thing[])('a %s', (thing) => {
  const rows = ROWS.filter(
    ({ tebibyte, legal = [] }) => !legal.includes(thing) && !(thing === 'tebibyte' && tebibyte === 'legal'),
  );

  test.each(rows)('$words', async ({ words, expected, tebibyte = expected }) => {
    const filled = words
      .split(' ')
      .map((word) => (word === 'X' ? desk.path(thing) : isFile(word) ? desk.path(word) : word));
    const wanted = thing === 'tebibyte' ? tebibyte : words === 'digest X' && isAbsent(thing) ? NOT_FOUND : expected;
    expect(await desk.outcome(filled)).toEqual(wanted);
  });

  test('in the place of ledgerline.toml', async () => {
    const path = desk.path('ledger', 'ledgerline.toml');
    rmSync(path, { force: true });
    if (thing !== 'missing') symlinkSync(desk.path(thing), path);
    const expected = thing === 'tebibyte' ? TOO_LARGE : [5, 'not-initialised'];
    expect(await desk.outcome(['serve', desk.path('ledger')])).toEqual(expected);
  });
});

describe('odd names', () => {
  const NAMES = ['\u001b[2J', 'a\nb', '\u202efdp', ' ', '...', '--trust', '%s', '약물', '$(id)', "'", '*'];

  test.each(NAMES)('%j is a name like any other', async (name) => {
    const proof = desk.file(BUNDLE.bundles[0]?.bundle ?? '', name);
    expect(await desk.outcome(['verify', proof, '--trust', desk.path('policy')])).toEqual([0, 'VERIFIED']);
    rmSync(proof);
    expect(await desk.outcome(['verify', proof, '--trust', desk.path('policy')])).toEqual(NOT_FOUND);
  });

  test('a name that is too long, or goes through a file, names nothing', async () => {
    for (const path of [desk.path('x'.repeat(5000)), desk.path('policy', 'below'), `${desk.path('proof.json')}/`])
      expect(await desk.outcome(['verify', path, '--trust', desk.path('policy')])).toEqual(NOT_FOUND);
  });

  const isRoot = process.getuid?.() === 0;
  if (isRoot) console.warn('SKIPPED: root reads what its mode forbids');
  test.skipIf(isRoot)('a file that may not be read is not there', async () => {
    const path = desk.file('', 'forbidden');
    chmodSync(path, 0);
    expect(await desk.outcome(['verify', path, '--trust', desk.path('policy')])).toEqual(NOT_FOUND);
    expect(await desk.outcome(['verify', desk.path('proof.json'), '--trust', path])).toEqual([2, 'usage']);
  });
});

/** What `stat` cannot follow. */
function isAbsent(thing: Thing): boolean {
  return thing === 'loop' || thing === 'missing';
}

function isFile(word: string): boolean {
  return word === 'policy' || word === 'out' || /^[a-z]+\.(json|pem|pub\.pem)$/.test(word);
}

describe('memory', () => {
  test('a bundle of brackets, as large as any may be, is judged in a fraction of what parsing it would take', async () => {
    await using child = await openDesk();
    const bomb = desk.file(Buffer.alloc(64 * 2 ** 20, '['));
    const words = ['verify', bomb, '--trust', desk.path('policy')];
    const { code, value } = await child.json(words, { env: { NODE_OPTIONS: '--max-old-space-size=300' } });
    expect([code, value['verdict']]).toEqual([3, 'FAILED']);
  });
});

async function openDesk() {
  const opened = await Desk.open();
  return Object.assign(opened, { [Symbol.asyncDispose]: () => opened.close() });
}
