/**
 * One thing is wrong with the stored files: the audit finds it, and says where.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { type AuditReport, fsck } from '../../../src/verify/audit/audit.ts';
import { auditMap, codesOf, fileOf, flip, withFile } from '../../_util/audit.ts';
import { testLogKey } from '../../_util/keys.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';
import { engineFiles, type FileMap, frame, mapFiles, naiveFiles, unframe } from '../../_util/stored-ledger.ts';

installNodePrimitives();

interface Stored {
  readonly files: FileMap;
  readonly policy: string;
}

/** 11 records, and 289: one full tile and a partial one. */
let [small, large]: [Stored, Stored] = [
  { files: new Map(), policy: '' },
  { files: new Map(), policy: '' },
];
beforeAll(async () => {
  [small, large] = await Promise.all([engineFiles([3, 2]), engineFiles([110, 153, 20])]);
});

const LARGE = ['tile/0/000', 'tile/0/001.p/33', 'tile/1/000.p/1', 'tile/entries/000', 'tile/entries/001.p/33'] as const;

/** Offsets spread over a file, its ends among them. */
function offsets(length: number, count: number): number[] {
  const step = Math.max(1, Math.floor(length / count));
  return [...new Set([...Array.from({ length: count }, (_, i) => Math.min(i * step, length - 1)), length - 1])];
}

/** Every finding that makes the verdict worse than VERIFIED names the file or a record. */
function expectPlaced({ problems, doubts }: AuditReport): void {
  for (const finding of [...problems, ...doubts]) expect(finding.path ?? finding.index, finding.message).toBeDefined();
}

it('the test ledgers are sound', async () => {
  for (const { files, policy } of [small, large]) {
    const report = await auditMap(files, policy);
    expect(report).toMatchObject({ verdict: 'VERIFIED', problems: [], doubts: [], notes: [], omitted: 0 });
    expect(report.records).toBe(report.size);
    expect(report.published).toBe(report.size);
    expect(await fsck(mapFiles(files))).toMatchObject({ isSound: true, problems: [], notes: [] });
  }
  expect([...large.files.keys()].toSorted()).toEqual(['checkpoint', 'checkpoints/000', 'head', ...LARGE].toSorted());
});

describe('I1: one changed byte', () => {
  it.each(['tile/entries/000', 'tile/entries/001.p/33'])('of %s is found in its record', async (path) => {
    const bytes = fileOf(large.files, path);
    const first = path.includes('001') ? 256 : 0;
    const starts: number[] = [0];
    for (const { length } of unframe(bytes)) starts.push((starts.at(-1) ?? 0) + 2 + length);
    for (const offset of offsets(bytes.length, 2)) {
      const index = first + starts.findLastIndex((start) => start <= offset);
      const isInLength = starts.some((start) => start === offset || start + 1 === offset);
      const report = await auditMap(withFile(large.files, path, flip(bytes, offset)), large.policy);
      expect(report.verdict).toBe('FAILED');
      expect(report.problems).toEqual([
        isInLength
          ? expect.objectContaining({ path })
          : expect.objectContaining({ code: 'record-altered', path, index }),
      ]);
      expect(report.records).toBe(isInLength ? first : index);
      expect(codesOf(report.notes)).toEqual(['replay-stopped']);
      expect((await fsck(mapFiles(withFile(large.files, path, flip(bytes, offset))))).isSound).toBe(false);
    }
  });

  it.each(['tile/0/000', 'tile/0/001.p/33'])('of %s is found in its hash', async (path) => {
    const bytes = fileOf(large.files, path);
    for (const offset of offsets(bytes.length, 2)) {
      const report = await auditMap(withFile(large.files, path, flip(bytes, offset, 0x80)), large.policy);
      const index = Math.floor(offset / 32) + (path.includes('001') ? 256 : 0);
      expect(report).toMatchObject({ verdict: 'FAILED', records: 289, doubts: [], notes: [] });
      expect(report.problems).toEqual([expect.objectContaining({ code: 'tile-differs', path, index })]);
    }
  });

  it('of a tile above is found in its hash', async () => {
    const path = 'tile/1/000.p/1';
    for (const offset of [0, 31]) {
      const report = await auditMap(withFile(large.files, path, flip(fileOf(large.files, path), offset)), large.policy);
      expect(report).toMatchObject({ verdict: 'FAILED', records: 289 });
      expect(report.problems).toEqual([expect.objectContaining({ code: 'tile-differs', path, index: 0 })]);
    }
  });

  it('of head is found', async () => {
    const bytes = fileOf(small.files, 'head');
    for (const offset of offsets(bytes.length, 12)) {
      const report = await auditMap(withFile(small.files, 'head', flip(bytes, offset)), small.policy);
      expect(report).toMatchObject({ verdict: 'FAILED', records: report.size, published: report.size });
      expect(report.problems).toEqual([expect.objectContaining({ code: 'head-corrupt', path: 'head' })]);
    }
  });

  it.each(['checkpoint', 'checkpoints/000'])(
    'of %s is found; in the ID of a key it leaves a doubt, at most',
    async (path) => {
      const bytes = fileOf(small.files, path);
      const verdicts = new Set<string>();
      for (const offset of offsets(bytes.length, 32)) {
        const report = await auditMap(withFile(small.files, path, flip(bytes, offset)), small.policy);
        verdicts.add(report.verdict);
        expect(report.verdict, `${path} at ${offset}`).not.toBe('VERIFIED');
        if (report.verdict === 'CANNOT TELL') expect(isInKeyName(bytes, offset), `${path} at ${offset}`).toBe(true);
        expect([...report.problems, ...report.doubts].some((finding) => finding.path === path)).toBe(true);
        expectPlaced(report);
      }
      expect(verdicts).toContain('FAILED');

      const line = Buffer.from(bytes).lastIndexOf('— ');
      const name = line + Buffer.byteLength('— ');
      const id = Buffer.from(bytes).indexOf(' ', name) + 1;
      const renamed = await auditMap(withFile(small.files, path, flip(bytes, name + 1)), small.policy);
      expect(renamed).toMatchObject({ verdict: 'FAILED' });
      const unknown = await auditMap(withFile(small.files, path, flip(bytes, id)), small.policy);
      expect(unknown).toMatchObject({ verdict: 'CANNOT TELL', problems: [] });
    },
  );
});

/** True for an offset in a signature line before the signature: in the key's name, or the six digits that hold its ID. */
function isInKeyName(bytes: Uint8Array, offset: number): boolean {
  const text = Buffer.from(bytes);
  const line = text.lastIndexOf('— ', offset);
  const nameEnd = text.indexOf(' ', line + 4);
  return line >= 0 && offset >= line + 4 && offset <= nameEnd + 6;
}

describe('a missing file', () => {
  it.each([...LARGE, 'head', 'checkpoint', 'checkpoints/000'])('%s is found', async (path) => {
    const report = await auditMap(withFile(large.files, path, undefined), large.policy);
    expect(report.verdict).toBe('FAILED');
    expect(
      report.problems.some(
        (finding) => finding.path === path || (path === 'checkpoints/000' && finding.path === 'checkpoint'),
      ),
    ).toBe(true);
    // Only the entries are needed in order to replay.
    expect(report.records).toBe({ 'tile/entries/000': 0, 'tile/entries/001.p/33': 256 }[path] ?? 289);
    expect((await fsck(mapFiles(withFile(large.files, path, undefined)))).isSound).toBe(false);
  });

  it('entries and tile together end the walk', async () => {
    const files = withFile(withFile(large.files, 'tile/0/000', undefined), 'tile/entries/000', undefined);
    const report = await auditMap(files, large.policy);
    expect(report).toMatchObject({ verdict: 'FAILED', records: 0, published: 0 });
    expect(codesOf(report.problems)).toEqual(['object-missing', 'object-missing']);
  });
});

describe('a cut file', () => {
  it.each([...LARGE, 'head', 'checkpoint', 'checkpoints/000'])('%s is found', async (path) => {
    const bytes = fileOf(large.files, path);
    for (const length of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
      const { isSound, problems } = await fsck(mapFiles(withFile(large.files, path, bytes.slice(0, length))));
      expect(isSound, `${path} at ${length}`).toBe(false);
      expect(problems.some((finding) => finding.path === path || finding.path === 'checkpoint')).toBe(true);
    }
  });

  it.each([...LARGE, 'head', 'checkpoint'])('%s with a byte too many is found', async (path) => {
    const bytes = Buffer.concat([fileOf(large.files, path), Buffer.from([0])]);
    const { isSound, problems } = await fsck(mapFiles(withFile(large.files, path, bytes)));
    expect(isSound).toBe(false);
    expect(problems.some((finding) => finding.path === path)).toBe(true);
  });

  it('costs an audit its verdict', async () => {
    const cut = withFile(small.files, 'checkpoint', fileOf(small.files, 'checkpoint').slice(0, -1));
    const report = await auditMap(cut, small.policy);
    expect(report).toMatchObject({ verdict: 'FAILED', records: report.size });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'bad-note', path: 'checkpoint' })]);
  });
});

describe('files that are not the ledger’s', () => {
  it.each([
    'tile/0/002',
    'tile/0/001',
    'tile/0/001.p/34',
    'tile/0/000.bak',
    'tile/2/000.p/1',
    'tile/entries/001.p/200',
    'tile/entries/x000/000',
    'tile/notes.txt',
    'checkpoints/0',
    'checkpoints/000~',
    'staging/upload',
    'staging/0000000000000001',
  ])('%s is a stray file', async (path) => {
    const { isSound, problems } = await fsck(mapFiles(withFile(large.files, path, Buffer.from('?'))));
    expect(isSound).toBe(false);
    expect(problems).toEqual([expect.objectContaining({ code: 'stray-file', path })]);
  });

  it('cost an audit its verdict', async () => {
    const report = await auditMap(withFile(small.files, 'staging/upload', Buffer.from('?')), small.policy);
    expect(report).toMatchObject({ verdict: 'FAILED', records: report.size });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'stray-file', path: 'staging/upload' })]);
  });

  it('a file of notes after a gap shows that one is missing', async () => {
    const report = await fsck(mapFiles(withFile(large.files, 'checkpoints/002', Buffer.from(''))));
    expect(report.problems).toEqual([expect.objectContaining({ code: 'object-missing', path: 'checkpoints/001' })]);
  });

  it('a partial tile of an earlier size with other hashes is no trace of a crash', async () => {
    const forged = flip(fileOf(large.files, 'tile/0/000').slice(0, 32 * 100), 77);
    const report = await fsck(mapFiles(withFile(large.files, 'tile/0/000.p/100', forged)));
    expect(report.problems).toEqual([
      expect.objectContaining({ code: 'tile-differs', path: 'tile/0/000.p/100', index: 2 }),
    ]);
  });

  it('a partial bundle of an earlier size with other records is no trace of a crash', async () => {
    const [first, second, ...others] = unframe(fileOf(large.files, 'tile/entries/000')).slice(0, 20);
    const forged = frame([second, first, ...others].filter((item) => item !== undefined));
    const report = await fsck(mapFiles(withFile(large.files, 'tile/entries/000.p/20', forged)));
    expect(report.problems).toEqual([
      expect.objectContaining({ code: 'record-altered', path: 'tile/entries/000.p/20', index: 0 }),
    ]);
    expect(report.problems[0]?.message).toContain('records 0 to 1');
  });
});

describe('I1: files in each other’s place', () => {
  it('two bundles', async () => {
    const [a, b] = ['tile/entries/000', 'tile/entries/001.p/33'] as const;
    const files = withFile(withFile(large.files, a, fileOf(large.files, b)), b, fileOf(large.files, a));
    const report = await auditMap(files, large.policy);
    expect(report).toMatchObject({ verdict: 'FAILED', records: 0 });
    expect(report.problems.map(({ path }) => path)).toEqual([a, b]);
  });

  it('two records of a bundle: one finding for both', async () => {
    const items = unframe(fileOf(large.files, 'tile/entries/000'));
    const swapped = [...items.slice(0, 90), items[91], items[90], ...items.slice(92)].filter(
      (item) => item !== undefined,
    );
    const report = await auditMap(withFile(large.files, 'tile/entries/000', frame(swapped)), large.policy);
    expect(report).toMatchObject({ verdict: 'FAILED', records: 90 });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'record-altered', index: 90 })]);
    expect(report.problems[0]?.message).toContain('records 90 to 91');
  });

  it('the entries of another ledger, tiles and all', async () => {
    const other = await engineFiles([110, 153, 19, 1]);
    const files = new Map([...other.files, ['checkpoint', fileOf(large.files, 'checkpoint')] as const]);
    files.set('checkpoints/000', fileOf(large.files, 'checkpoints/000'));
    const report = await auditMap(files, large.policy);
    expect(report.verdict).toBe('FAILED');
    expect(codesOf(report.problems)).toContain('root-differs');
  });
});

describe('the partial tiles of the published size, while more is committed', () => {
  let files: FileMap = new Map();
  beforeAll(() => {
    const ledger = new NaiveLedger('log.example/two', testLogKey('log.example/two'));
    for (let i = 0; i < 258; i++) ledger.appendBytes(Buffer.from([i % 251, 7]));
    ledger.publish();
    for (let i = 0; i < 300; i++) ledger.appendBytes(Buffer.from([i % 251, 8]));
    files = naiveFiles(ledger, '00'.repeat(32));
  });

  it('are sound', async () => {
    expect(await fsck(mapFiles(files))).toMatchObject({ isSound: true, size: 558, published: 258, notes: [] });
  });

  it.each([
    ['tile/0/001.p/2', 32, 257, 'tile-differs'],
    ['tile/1/000.p/1', 0, 0, 'tile-differs'],
    ['tile/entries/001.p/2', 2, 256, 'record-altered'],
  ])('%s is compared, and must be there', async (path, offset, index, code) => {
    const changed = await fsck(mapFiles(withFile(files, path, flip(fileOf(files, path), offset))));
    expect(changed.problems).toEqual([expect.objectContaining({ code, path, index })]);
    const missing = await fsck(mapFiles(withFile(files, path, undefined)));
    expect(missing.problems).toEqual([expect.objectContaining({ code: 'object-missing', path })]);
  });
});

describe('a tree of three tile levels', () => {
  let files: FileMap = new Map();
  beforeAll(() => {
    const ledger = new NaiveLedger('log.example/tall', testLogKey('log.example/tall'));
    for (let i = 0; i < 65_537; i++) ledger.appendBytes(Buffer.from([i % 251]));
    ledger.publish();
    files = naiveFiles(ledger, '00'.repeat(32));
  });

  it('is sound', async () => {
    expect(await fsck(mapFiles(files))).toMatchObject({ isSound: true, size: 65_537, published: 65_537, notes: [] });
  });

  it.each([
    ['tile/1/000', 17, 17 * 256],
    ['tile/2/000.p/1', 0, 0],
    ['tile/0/256.p/1', 0, 65_536],
  ])('a changed byte of %s is found in hash %i', async (path, hash, index) => {
    const report = await fsck(mapFiles(withFile(files, path, flip(fileOf(files, path), hash * 32 + 5))));
    expect(report.problems).toEqual([expect.objectContaining({ code: 'tile-differs', path, index })]);
  });

  it('a hash changed in a tile and in the one above it: the root decides, and both are found', async () => {
    const lower = withFile(files, 'tile/0/003', flip(fileOf(files, 'tile/0/003'), 40));
    const both = withFile(lower, 'tile/1/000', flip(fileOf(files, 'tile/1/000'), 3 * 32));
    expect((await fsck(mapFiles(both))).problems).toEqual([
      expect.objectContaining({ code: 'tile-differs', path: 'tile/1/000', index: 768 }),
      expect.objectContaining({ code: 'tile-differs', path: 'tile/0/003', index: 769 }),
    ]);
  });
});
