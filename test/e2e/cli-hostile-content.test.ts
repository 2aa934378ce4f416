/**
 * Hostile content in model files, configuration, tables and ledger folders: the documented code, one clear message, nothing
 * written.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { BUNDLE, TENSOR_BYTES, TENSOR_HEADER, tensorFile } from '../property/fuzz/_samples.ts';
import { ABYSS, HostileDesk } from './_hostile-desk.ts';

const desk = new HostileDesk();
afterAll(() => {
  desk[Symbol.dispose]();
});

const PROOF = BUNDLE.bundles[1]?.bundle ?? '';
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
