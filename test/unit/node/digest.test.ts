import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeHex } from '../../../src/core/bytes/hex.ts';
import { formatSafetensors } from '../../../src/core/tensor/safetensors.ts';
import { digestSafetensors } from '../../../src/core/tensor/tensor-set.ts';
import { digestFile } from '../../../src/node/digest.ts';
import { digestFolder } from '../../../src/node/folder-digest.ts';
import { digestTensorSet } from '../../../src/node/tensor-set-digest.ts';
import { inputError } from '../../_util/input-error.ts';
import tensorSets from '../../vectors/safetensors/tensor-sets.json' with { type: 'json' };

/** What is read at a time, bytes. */
const CHUNK = 4 * 1024 * 1024;
const isPosix = process.platform !== 'win32';
const hasSha256sum = isPosix && spawnSync('sha256sum', ['--version']).status === 0;
if (!hasSha256sum) console.warn('SKIPPED: sha256sum is not there; the folder digest is not compared with coreutils');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-digest-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string | Uint8Array): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

/** `length` bytes that differ from chunk to chunk. */
function pattern(length: number): Uint8Array {
  const bytes = Buffer.alloc(
    length,
    Uint8Array.from({ length: 251 }, (_, i) => (i * 31) % 251),
  );
  for (let start = 0; start < length; start += CHUNK) bytes[start] = start / CHUNK;
  return bytes;
}

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');

describe('file digest', () => {
  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 5])('%d bytes', async (sizeBytes) => {
    const content = pattern(sizeBytes);
    expect(await digestFile(write('f', content))).toEqual({ sha256: sha256(content), sizeBytes });
  });

  test('tells how far it is after every chunk', async () => {
    const calls: [number, number][] = [];
    await digestFile(write('f', pattern(2 * CHUNK + 5)), { onProgress: (...call) => calls.push(call) });
    expect(calls).toEqual([CHUNK, 2 * CHUNK, 2 * CHUNK + 5].map((done) => [done, 2 * CHUNK + 5]));
  });

  test('refuses a missing file, a folder and, without waiting for a writer, a named pipe', async () => {
    await expect(digestFile(join(folder, 'none'))).rejects.toThrow(inputError('unreadable-file'));
    await expect(digestFile(folder)).rejects.toThrow(inputError('unreadable-file'));
    if (!isPosix) return;
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(digestFile(join(folder, 'pipe'))).rejects.toThrow(inputError('unreadable-file'));
  });

  test.each([
    ['grows', (path: string) => appendFileSync(path, 'x')],
    ['shrinks', (path: string) => truncateSync(path, CHUNK)],
    ['is rewritten at the same size', (path: string) => writeFileSync(path, pattern(3 * CHUNK))],
  ])('refuses a file that %s while it is read', async (_, change) => {
    const path = write('f', pattern(3 * CHUNK));
    let isChanged = false;
    const onProgress = () => {
      if (!isChanged) change(path);
      isChanged = true;
    };
    await expect(digestFile(path, { onProgress })).rejects.toThrow(inputError('file-changed'));
  });

  test.skipIf(!isPosix)('follows a symbolic link unless told not to', async () => {
    symlinkSync(write('f', 'content'), join(folder, 'link'));
    expect((await digestFile(join(folder, 'link'))).sha256).toBe(sha256('content'));
    await expect(digestFile(join(folder, 'link'), { refuseSymlink: true })).rejects.toThrow(
      inputError('unreadable-file'),
    );
  });
});

describe('folder digest', () => {
  // Names where orders by locale, by UTF-16 and by path component differ from the order of bytes.
  const NAMES = [
    'a.txt',
    'a/b',
    'a-b/x',
    'a b',
    'B',
    'Z/z/z',
    '.hidden',
    'é',
    '\uff5e',
    '\u{1f9ea}',
    '가/중치',
    'q\'u"o$te',
  ];

  test('hashes the sorted lines of the module comment', async () => {
    write('b/weights.bin', 'two');
    write('a.json', '{}');
    const lines = `${sha256('{}')}  a.json\n${sha256('two')}  b/weights.bin\n`;
    expect(await digestFolder(folder)).toEqual({
      sha256: sha256(lines),
      sizeBytes: 5,
      files: [
        { path: 'a.json', sha256: sha256('{}'), sizeBytes: 2 },
        { path: 'b/weights.bin', sha256: sha256('two'), sizeBytes: 3 },
      ],
    });
  });

  test.skipIf(!hasSha256sum)('is what coreutils compute', async () => {
    for (const name of NAMES) write(name, `content of ${name}`);
    mkdirSync(join(folder, 'empty'));
    const pipeline = `find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum`;
    const expected = execFileSync('sh', ['-c', pipeline], { cwd: folder, encoding: 'utf8' }).slice(0, 64);
    const { sha256: actual, files } = await digestFolder(folder);
    expect(files).toHaveLength(NAMES.length);
    expect(actual).toBe(expected);
  });

  test('binds names: a renamed file changes it', async () => {
    write('a', '1');
    const before = await digestFolder(folder);
    rmSync(join(folder, 'a'));
    write('b', '1');
    expect((await digestFolder(folder)).sha256).not.toBe(before.sha256);
  });

  test('tells how far it is over all files', async () => {
    for (const name of ['a', 'b']) write(name, pattern(CHUNK + 1));
    const calls: [number, number][] = [];
    await digestFolder(folder, { onProgress: (...call) => calls.push(call) });
    const total = 2 * CHUNK + 2;
    expect(calls).toEqual([CHUNK, CHUNK + 1, 2 * CHUNK + 1, total].map((done) => [done, total]));
  });

  test('refuses a folder without files, and what is no folder', async () => {
    mkdirSync(join(folder, 'empty', 'below'), { recursive: true });
    await expect(digestFolder(folder)).rejects.toThrow(inputError('bad-folder'));
    await expect(digestFolder(write('f', ''))).rejects.toThrow(inputError('unreadable-file'));
    await expect(digestFolder(join(folder, 'none'))).rejects.toThrow(inputError('unreadable-file'));
  });

  test.skipIf(!isPosix).each([
    ['a newline', Buffer.from('new\nline')],
    ['a backslash', Buffer.from('back\\slash')],
    ['a control character', Buffer.from('tab\t')],
    ['bytes that are not UTF-8', Buffer.from([0x66, 0xff])],
  ])('refuses a name with %s', async (_, name) => {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), name]), '');
    await expect(digestFolder(folder)).rejects.toThrow(inputError('bad-folder'));
  });

  test.skipIf(!isPosix)('refuses symbolic links and pipes, wherever they lead', async () => {
    const target = write('f', '');
    for (const to of [target, folder, join(folder, 'none')]) {
      symlinkSync(to, join(folder, 'link'));
      await expect(digestFolder(folder)).rejects.toThrow(inputError('bad-folder'));
      rmSync(join(folder, 'link'));
    }
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await expect(digestFolder(folder)).rejects.toThrow(inputError('bad-folder'));
  });

  test('refuses a folder in which a file appears meanwhile', async () => {
    write('f', 'x');
    const onProgress = () => void write('g', 'y');
    await expect(digestFolder(folder, { onProgress })).rejects.toThrow(inputError('file-changed'));
  });
});

describe('tensor set digest of a file', () => {
  test.each(tensorSets)('$name: as the core computes it', async ({ sha256: expected, filesHex }) => {
    for (const hex of filesHex) {
      const file = decodeHex(hex);
      const result = await digestTensorSet(write('m', file));
      expect(result.sha256).toBe(expected);
      expect(result.file).toEqual({ sha256: sha256(file), sizeBytes: file.length });
    }
  });

  test('tensors larger, smaller and emptier than a chunk', async () => {
    const sizes = [0, 1, 2 * CHUNK + 3, 0, 7, CHUNK, 0];
    const tensors = sizes.map(
      (size, i) => ({ name: `t${i}`, dtype: 'U8', shape: [size], bytes: pattern(size) }) as const,
    );
    const file = formatSafetensors(tensors);
    const calls: number[] = [];
    const result = await digestTensorSet(write('m', file), { onProgress: (done) => calls.push(done) });
    expect(result.sha256).toBe(digestSafetensors(file));
    expect(result.file.sha256).toBe(sha256(file));
    expect(result.tensors.map((tensor) => tensor.sha256)).toEqual(tensors.map(({ bytes }) => sha256(bytes)));
    expect(calls.at(-1)).toBe(file.length);
    expect(calls).toEqual(calls.toSorted((a, b) => a - b));
  });

  test('refuses what is not safetensors', async () => {
    await expect(digestTensorSet(write('m', 'PK'))).rejects.toThrow(inputError('bad-safetensors'));
    await expect(digestTensorSet(write('m', pattern(100)))).rejects.toThrow(inputError('bad-safetensors'));
    await expect(digestTensorSet(join(folder, 'none'))).rejects.toThrow(inputError('unreadable-file'));
  });
});
