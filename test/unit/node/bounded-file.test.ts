/**
 * Files that somebody named: regular ones alone, and bounded, whatever stands under the name.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBoundedFile, readFileStart } from '../../../src/node/bounded-file.ts';
import { readEnrolmentRequest } from '../../../src/node/enrolment.ts';
import { readLedgerConfig } from '../../../src/node/ledger-config.ts';
import { readSignerRecord } from '../../../src/node/signer-record.ts';
import { inputError } from '../../_util/input-error.ts';

let folder: string;
const path = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-bounded-'));
  execFileSync('mkfifo', [path('pipe')]);
  await mkdir(path('folder'));
  await writeFile(path('file'), 'abc');
  await symlink('file', path('link'));
  await symlink('loop', path('loop'));
  const huge = await open(path('huge'), 'w');
  await huge.truncate(2 ** 40);
  await huge.close();
});
afterAll(() => rm(folder, { recursive: true }));

describe('readBoundedFile', () => {
  it('reads a regular file, also through a link, up to its bound', async () => {
    for (const name of ['file', 'link'])
      expect(Buffer.from(await readBoundedFile(path(name), 3)).toString()).toBe('abc');
    await expect(readBoundedFile(path('file'), 2)).rejects.toThrow(inputError('too-large'));
    expect(await readFileStart(path('file'), 2)).toHaveLength(2);
  });

  it('reads a bound, and not a tebibyte', async () => {
    await expect(readBoundedFile(path('huge'), 1000)).rejects.toThrow(inputError('too-large'));
    expect(await readFileStart(path('huge'), 1000)).toEqual(new Uint8Array(1000));
  });

  it.each(['pipe', 'folder', 'loop', 'none'])('neither waits for nor reads a %s', async (name) => {
    await expect(readBoundedFile(path(name), 1000)).rejects.toThrow(inputError('unreadable-file'));
    await expect(readBoundedFile(path(name), 1000, 'not-initialised')).rejects.toThrow(inputError('not-initialised'));
  });

  it.each(['/dev/zero', '/dev/null', '/dev/stdin'])('reads no device: %s', async (name) => {
    await expect(readFileStart(name, 1000)).rejects.toThrow(inputError('unreadable-file'));
  });
});

describe('what commands read of what they are given', () => {
  it.each(['pipe', 'huge'])('is bounded: a %s', async (name) => {
    await expect(readSignerRecord(path(name))).rejects.toThrow(inputError('bad-signer-record'));
    const code = name === 'pipe' ? 'file-not-found' : 'too-large';
    await expect(readEnrolmentRequest(path(name))).rejects.toThrow(inputError(code));
    await rm(path('folder/ledgerline.toml'), { force: true });
    await symlink(path(name), path('folder/ledgerline.toml'));
    await expect(readLedgerConfig(path('folder'))).rejects.toThrow(
      inputError(name === 'pipe' ? 'not-initialised' : 'too-large'),
    );
  });
});
