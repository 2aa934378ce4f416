/**
 * Hostile content in every kind of file that a command reads: the documented code, one clear message, nothing written.
 */
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import {
  ACCOUNT_STATEMENT,
  BUNDLE,
  CHECKPOINT,
  POLICY,
  TENSOR_BYTES,
  TENSOR_HEADER,
  tensorFile,
} from '../property/fuzz/_samples.ts';
import { HostileDesk, type Outcome } from './_hostile-desk.ts';

const desk = new HostileDesk();
afterAll(() => {
  desk[Symbol.dispose]();
});

const PROOF = BUNDLE.bundles[1]?.bundle ?? '';
const ABYSS = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const bigHead = (length: bigint, rest = '{}'): Uint8Array => {
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(length);
  return Buffer.concat([head, Buffer.from(rest)]);
};
const rawHeader = (text: string, dataBytes = 0): Uint8Array =>
  Buffer.concat([bigHead(BigInt(Buffer.byteLength(text)), text), Buffer.alloc(dataBytes)]);
const one = (tensor: object, dataBytes = 4): Uint8Array => tensorFile({ a: tensor }, dataBytes);

describe('safetensors: bad-safetensors, usage', () => {
  test.each<[string, Uint8Array]>([
    ['a header length of 2^63', bigHead(2n ** 63n)],
    ['a header length of 2^64 - 1', bigHead(2n ** 64n - 1n)],
    ['a header of 100 MB in a small file', bigHead(100_000_000n)],
    ['a header length that wraps to a small one in 32 bits', bigHead(2n ** 32n + 2n)],
    ['a file of seven bytes', Buffer.alloc(7)],
    ['no byte', Buffer.alloc(0)],
    ['a header that is not JSON', rawHeader('{not json}')],
    ['a header that is an array', rawHeader('[]')],
    ['a header that is not UTF-8', rawHeader('{"\u00ff')],
    [
      'overlapping tensors',
      tensorFile(
        { a: { dtype: 'U8', shape: [4], data_offsets: [0, 4] }, b: { dtype: 'U8', shape: [4], data_offsets: [2, 6] } },
        6,
      ),
    ],
    [
      'a gap between tensors',
      tensorFile(
        { a: { dtype: 'U8', shape: [1], data_offsets: [0, 1] }, b: { dtype: 'U8', shape: [1], data_offsets: [2, 3] } },
        3,
      ),
    ],
    ['an unknown type', one({ dtype: 'F31', shape: [1], data_offsets: [0, 4] })],
    ['a type that is a name of Object', one({ dtype: 'constructor', shape: [1], data_offsets: [0, 4] })],
    ['a shape whose product overflows', one({ dtype: 'F32', shape: [2 ** 32, 2 ** 32], data_offsets: [0, 4] })],
    [
      'a shape whose product overflows to a small number',
      one({ dtype: 'U8', shape: [2 ** 32, 2 ** 32, 4], data_offsets: [0, 4] }),
    ],
    ['a negative shape', one({ dtype: 'F32', shape: [-1], data_offsets: [0, 4] })],
    ['a fraction in a shape', one({ dtype: 'F32', shape: [0.5], data_offsets: [0, 2] })],
    ['offsets beyond the file', one({ dtype: 'F32', shape: [2], data_offsets: [0, 8] })],
    ['offsets of 2^53', one({ dtype: 'U8', shape: [1], data_offsets: [2 ** 53, 2 ** 53 + 2] })],
    ['an end before the start', one({ dtype: 'F32', shape: [], data_offsets: [4, 0] })],
    ['negative offsets', one({ dtype: 'F32', shape: [], data_offsets: [-4, 0] })],
    [
      'a name that occurs twice',
      rawHeader(
        '{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}',
      ),
    ],
    ['an unknown member', one({ dtype: 'F32', shape: [], data_offsets: [0, 4], more: 'x' })],
    ['__proto__ as a tensor of nothing', rawHeader('{"__proto__":{}}')],
    ['metadata that is no object', rawHeader('{"__metadata__":"x"}')],
    ['metadata that nests', rawHeader(`{"__metadata__":{"a":${'{"b":'.repeat(1000)}"c"${'}'.repeat(1000)}}}`)],
    ['metadata twice', rawHeader('{"__metadata__":{},"__metadata__":{}}')],
    [
      'a million names',
      rawHeader(`{"__metadata__":{${Array.from({ length: 1_000_001 }, (_, i) => `"${i}":""`).join(',')}}}`),
    ],
    ['an abyss', rawHeader(`{"a":${ABYSS}}`)],
    ['bytes after the last tensor', one({ dtype: 'F32', shape: [], data_offsets: [0, 4] }, 5)],
  ])('%s', async (title, content) => {
    const path = desk.file(content, `${title.replaceAll(/[^a-z0-9]/gi, '-')}.safetensors`);
    expect(await desk.outcome(['digest', path])).toEqual([2, 'bad-safetensors']);
  });

  test('a file that is sound has its digest', async () => {
    const path = desk.file(tensorFile(TENSOR_HEADER, TENSOR_BYTES), 'sound.safetensors');
    expect(await desk.outcome(['digest', path])).toEqual([0, '']);
  });

  test('the wrong artefact is no mistake in usage, however hostile: FAILED', async () => {
    const artefact = desk.file(bigHead(2n ** 63n), 'hostile.safetensors');
    const [proof, policy] = [desk.file(PROOF), desk.file(BUNDLE.policy)];
    expect(await desk.outcome(['verify', proof, '--trust', policy, '--artifact', artefact])).toEqual([
      3,
      'FAILED artefact-differs',
    ]);
  });
});

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

describe('keys', () => {
  const pem = (label: string, body: string): string => `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
  const { privateKey } = generateKeyPairSync('ed25519');
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const encrypted = privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString();
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
  test.each<[string, string]>([
    ['nothing', ''],
    ['an encrypted key', encrypted],
    ['an RSA key', rsa],
    ['a key of another curve', k1.export({ type: 'pkcs8', format: 'pem' }).toString()],
    ['a SEC 1 key', k1.export({ type: 'sec1', format: 'pem' }).toString()],
    ['a certificate', pem('CERTIFICATE', 'AAAA')],
    ['two keys', pkcs8 + pkcs8],
    ['words before the key', `Bag Attributes\n${pkcs8}`],
    ['half a key', pkcs8.slice(0, 60)],
    ['base64 of nothing', pem('PRIVATE KEY', 'AAAA')],
    ['zeros', pem('PRIVATE KEY', 'A'.repeat(50_000))],
  ])('%s: bad-private-key', async (_, content) => {
    const key = desk.file(content);
    const request = ['enrol', 'request', '--origin', 'o', '--as', 'a', '--class', 'pharma', '--key', key];
    expect(await desk.outcome(request)).toEqual([2, 'bad-private-key']);
  });

  test('a key of a megabyte: key-file-access', async () => {
    expect(await desk.outcome(['key', 'show', desk.file(pkcs8 + ' '.repeat(2 ** 20))])).toEqual([2, 'key-file-access']);
  });
});

describe('secrets, drafts, requests, envelopes', () => {
  const secret = (content: string | Uint8Array): string => desk.file(content);
  test.each<[string, string[], Outcome]>([
    [
      'openings of an abyss',
      ['open', '--opening', secret(`{"x":{"purpose":${ABYSS}}}`)],
      [3, 'FAILED json-not-canonical'],
    ],
    [
      'openings without a purpose',
      ['open', '--opening', secret('{"x":{"salt":"00","value":"1"}}')],
      [3, 'FAILED bad-opening'],
    ],
    [
      'openings of __proto__',
      ['open', '--opening', secret('{"__proto__":{"salt":"00","value":"1"}}')],
      [3, 'FAILED bad-opening'],
    ],
    ['what is no secret is not erased', ['erase', secret(PROOF)], [2, 'not-erasable']],
    ['fields with a reserved name', ['seal', secret('{"_sd":1}')], [2, 'bad-fields']],
    ['fields that are a list', ['seal', secret('[1]')], [2, 'bad-fields']],
    ['fields of an abyss', ['seal', secret(`{"a":${ABYSS}}`)], [2, 'json-not-canonical']],
    ['a fraction among the fields', ['seal', secret('{"a":0.5}')], [2, 'json-not-canonical']],
    [
      'an enrolment without a proof of possession',
      ['enrol', 'admit', secret('{"format":"ledgerline/enrolment@v1"}')],
      [2, 'schema-violation'],
    ],
    ['an enrolment of an abyss', ['enrol', 'admit', secret(ABYSS.slice(0, 60_000))], [2, 'json-not-canonical']],
    ['an envelope that is none', ['submit', secret('{"payload":"x"}')], [2, 'schema-violation']],
    ['an envelope of an abyss', ['submit', secret(ABYSS)], [2, 'json-not-canonical']],
    ['an envelope of a float', ['submit', secret('1e400')], [2, 'schema-violation']],
    ['an envelope of Latin-1', ['submit', secret(Buffer.of(0x22, 0xe9, 0x22))], [2, 'bad-utf8']],
  ])('%s', async (_, words, expected) => {
    expect(await desk.outcome(words)).toEqual(expected);
  });
});

describe('configuration and tables', () => {
  test.each<[string, string | Uint8Array, string]>([
    ['not TOML', 'origin', 'bad-config'],
    [
      'a setting that does not exist',
      'origin = "o"\noperator = "p"\nmine = 1\n[server]\nhost = "h"\nport = 1\n',
      'bad-config',
    ],
    [
      'a port of 2^64',
      'origin = "o"\noperator = "p"\n[server]\nhost = "h"\nport = 18446744073709551616\n',
      'bad-config',
    ],
    ['a port below 0', 'origin = "o"\noperator = "p"\n[server]\nhost = "h"\nport = -1\n', 'bad-config'],
    ['a server that is a number', 'origin = "o"\noperator = "p"\nserver = 5\n', 'bad-config'],
    ['__proto__', '__proto__ = 1\n', 'bad-config'],
    ['a setting twice', 'origin = "o"\norigin = "p"\n', 'bad-config'],
    ['an abyss', `a = ${'['.repeat(20_000)}`, 'bad-config'],
    ['not UTF-8', Buffer.of(0x61, 0xff), 'bad-config'],
    ['a megabyte', `#${'x'.repeat(2 ** 20)}`, 'too-large'],
  ])('ledgerline.toml: %s', async (title, content, code) => {
    const folder = title.replaceAll(/[^a-z0-9]/gi, '-');
    mkdirSync(desk.path(folder));
    desk.file(content, `${folder}/ledgerline.toml`);
    expect(await desk.outcome(['serve', desk.path(folder)])).toEqual([2, code]);
  });

  test.each<[string, string | Uint8Array]>([
    ['no row', 'smiles,value\n'],
    ['an open quote', 'smiles,value\n"C,1\n'],
    ['rows of other lengths', 'smiles,value\nC\n'],
    ['a hundred thousand columns', `${'a,'.repeat(100_000)}smiles\n${'1,'.repeat(100_000)}C\n`],
    ['two hundred thousand rows', `smiles,value\n${'C,1\n'.repeat(200_000)}`],
    ['UTF-16', Buffer.from('smiles,value\nC,1\n', 'utf16le')],
    ['zeros', Buffer.alloc(100_000)],
    ['no numbers', 'smiles,value\nC,one\n'],
  ])('--data: %s', async (_, content) => {
    expect(await desk.outcome(['demo', '--no-serve', '--data', desk.file(content)])).toEqual([2, 'bad-dataset']);
  });
});

describe('ledger folders', () => {
  const policy = desk.file(BUNDLE.policy);
  const folderOf = (name: string, make: (path: string) => void): string => {
    mkdirSync(desk.path(name));
    make(desk.path(name));
    return desk.path(name);
  };
  const pipeAt = (path: string): unknown => execFileSync('mkfifo', [path]);

  test.each<[string, (path: string) => void]>([
    [
      'pipes for head, checkpoint and tiles',
      (path) => {
        mkdirSync(`${path}/tile`);
        for (const name of ['head', 'checkpoint', 'tile/0']) pipeAt(`${path}/${name}`);
      },
    ],
    ['a device for the head', (path) => symlinkSync('/dev/zero', `${path}/head`)],
    [
      'links in a circle',
      (path) => {
        symlinkSync('head', `${path}/head`);
        symlinkSync('..', `${path}/tile`);
        symlinkSync('staging', `${path}/staging`);
      },
    ],
    [
      'folders for files',
      (path) => {
        for (const name of ['head', 'checkpoint', 'tile', 'checkpoints', 'checkpoints/000'])
          mkdirSync(`${path}/${name}`);
      },
    ],
    [
      'files for folders',
      (path) => {
        for (const name of ['head', 'checkpoint', 'tile', 'checkpoints', 'staging'])
          desk.file('x', `${path.slice(desk.folder.length + 1)}/${name}`);
      },
    ],
    [
      'a chain of three hundred folders',
      (path) => {
        mkdirSync(`${path}/tile/${'a/'.repeat(300)}`, { recursive: true });
        writeFileSync(`${path}/tile/${'a/'.repeat(300)}stray`, 'x');
      },
    ],
  ])('%s: audit and fsck end with a finding or an error, status with an error', async (title, make) => {
    const folder = folderOf(title.replaceAll(/[^a-z0-9]/gi, '-'), make);
    for (const words of [
      ['audit', folder, '--trust', policy],
      ['fsck', folder],
      ['status', folder],
    ]) {
      const [exit, what] = await desk.outcome(words);
      expect({ words: words[0], exit, what }).toEqual({
        words: words[0],
        exit: expect.toSatisfy((code: number) => [3, 4, 5].includes(code)),
        what: expect.stringMatching(/[a-z]/),
      });
    }
  });
});
