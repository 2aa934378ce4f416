/**
 * Files that stay beside a model: commitments are found by round and institution, and nothing that was kept is overwritten.
 */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findCommitment, keepCommitment, keepSecret } from '../../../src/cli/kept-files.ts';
import {
  formatCommitmentFile,
  parseCommitmentFile,
  type UpdateCommitment,
} from '../../../src/client/commitment-file.ts';
import { commitUpdate } from '../../../src/core/statement/update-commitment.ts';
import { digestOf } from '../../_util/bodies.ts';
import { inputError } from '../../_util/input-error.ts';

let folder: string;
let model: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-kept-'));
  model = join(folder, 'update.safetensors');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function kept(round: string): UpdateCommitment {
  const opening = {
    origin: 'log.example/o',
    institution: 'snuh',
    round: digestOf(round),
    update: digestOf('update'),
    nonce: digestOf(`${round} nonce`),
  };
  return { ...opening, commitment: commitUpdate(opening), commit: digestOf(`${round} commit`) };
}

describe('a commitment file', () => {
  test('survives being written and read', () => {
    const commitment = kept('r1');
    const text = formatCommitmentFile(commitment);
    expect(parseCommitmentFile(Buffer.from(text), 'file')).toEqual(commitment);
    expect(JSON.parse(text)).toMatchObject({ format: 'ledgerline/commitment@v1', ledger: 'log.example/o' });
  });

  const changed = (members: object): string =>
    JSON.stringify({ ...JSON.parse(formatCommitmentFile(kept('r1'))), ...members });
  test.each([
    ['another format', changed({ format: 'ledgerline/commitment@v2' }), 'bad-opening'],
    ['no nonce', changed({ nonce: undefined }), 'bad-opening'],
    ['a short nonce', changed({ nonce: 'ab' }), 'bad-opening'],
    ['upper case', changed({ update: digestOf('update').toUpperCase() }), 'bad-opening'],
    ['another update than was committed to', changed({ update: digestOf('other') }), 'bad-opening'],
    ['no institution', changed({ institution: 7 }), 'bad-opening'],
    ['a list', '[]', 'bad-opening'],
    ['no JSON', 'nonce', 'bad-json'],
  ] as const)('refuses %s', (_, text, code) => {
    expect(() => parseCommitmentFile(Buffer.from(text), 'file')).toThrow(inputError(code));
  });
});

test('is kept for its owner alone; the next round gets a file of its own, and each finds its own', async () => {
  const [first, second] = [kept('r1'), kept('r2')];
  const path = await keepCommitment(model, first.commit, formatCommitmentFile(first));
  expect(path).toBe(join(folder, 'update.commitment.json'));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const other = await keepCommitment(model, second.commit, formatCommitmentFile(second));
  expect(other).toBe(join(folder, `update.${second.commit.slice(0, 12)}.commitment.json`));
  expect(await findCommitment(model, { round: first.round, institution: 'snuh' })).toEqual(first);
  expect(await findCommitment(model, { round: second.round, institution: 'snuh' })).toEqual(second);
  expect(await findCommitment(model, { round: second.round, institution: 'snuh' }, other)).toEqual(second);
  const wanted = [
    () => findCommitment(model, { round: digestOf('r3'), institution: 'snuh' }),
    () => findCommitment(model, { round: first.round, institution: 'amc' }),
    () => findCommitment(model, { round: second.round, institution: 'snuh' }, path),
    () => findCommitment(join(folder, 'none', 'update.safetensors'), { round: first.round, institution: 'snuh' }),
  ];
  for (const find of wanted) await expect(find()).rejects.toThrow(inputError('file-not-found'));
});

test('a file that is there is never overwritten, and one that cannot be written is an error', async () => {
  await writeFile(join(folder, 'a.openings.json'), 'first');
  expect(await keepSecret(join(folder, 'a'), '.openings.json', digestOf('x'), 'second')).toBe(
    join(folder, `a.${digestOf('x').slice(0, 12)}`),
  );
  expect(await readFile(join(folder, 'a.openings.json'), 'utf8')).toBe('first');
  await expect(keepSecret(join(folder, 'none', 'a'), '.openings.json', digestOf('x'), 'text')).rejects.toThrow(
    'ENOENT',
  );
});
