import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readPrivateKeyFile, readPublicKeyFile, writePrivateKeyFile } from '../../../../src/node/crypto/key-files.ts';
import { formatPublicKeyPem, generateKeyPair } from '../../../../src/node/crypto/keys.ts';
import { inputError } from '../../../_util/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const key = generateKeyPair('ed25519');

describe('writePrivateKeyFile', () => {
  it('writes a file that its owner alone can read, whatever the umask, and that reads back', async () => {
    const umask = process.umask(0);
    try {
      await writePrivateKeyFile(path('new'), key);
    } finally {
      process.umask(umask);
    }
    expect(statSync(path('new')).mode & 0o777).toBe(0o600);
    expect((await readPrivateKeyFile(path('new'))).publicKey).toEqual(key.publicKey);
  });

  it('never overwrites: not a file, not a dangling link', async () => {
    writeFileSync(path('taken'), 'precious');
    symlinkSync(path('nowhere'), path('dangling'));
    for (const name of ['taken', 'dangling']) {
      await expect(writePrivateKeyFile(path(name), key)).rejects.toThrow(inputError('key-file-exists'));
    }
    expect(readFileSync(path('taken'), 'utf8')).toBe('precious');
  });

  it('says so when the folder is not there', async () => {
    await expect(writePrivateKeyFile(path('no/such'), key)).rejects.toThrow(inputError('key-file-access'));
  });
});

describe('readPrivateKeyFile', () => {
  it.each([0o640, 0o604, 0o644, 0o660, 0o610, 0o601, 0o620])('refuses mode %o', async (mode) => {
    const name = path(`mode-${mode}`);
    writeFileSync(name, key.toPem());
    chmodSync(name, mode);
    await expect(readPrivateKeyFile(name)).rejects.toThrow(inputError('key-file-permissions'));
  });

  it.each([0o600, 0o400])('accepts mode %o, also through a symbolic link', async (mode) => {
    const name = path(`mode-${mode}`);
    writeFileSync(name, key.toPem());
    chmodSync(name, mode);
    symlinkSync(name, `${name}-link`);
    expect((await readPrivateKeyFile(`${name}-link`)).publicKey).toEqual(key.publicKey);
  });

  it('judges the file that a link leads to, not the link', async () => {
    writeFileSync(path('open'), key.toPem());
    chmodSync(path('open'), 0o644);
    symlinkSync(path('open'), path('link-to-open'));
    await expect(readPrivateKeyFile(path('link-to-open'))).rejects.toThrow(inputError('key-file-permissions'));
  });

  it('refuses what is no small regular file, and does not wait on a named pipe', async () => {
    mkdirSync(path('folder'));
    execFileSync('mkfifo', [path('pipe')]);
    writeFileSync(path('huge'), new Uint8Array(65_537), { mode: 0o600 });
    for (const name of ['folder', 'pipe', 'huge', 'absent']) {
      await expect(readPrivateKeyFile(path(name)), name).rejects.toThrow(inputError('key-file-access'));
    }
  });

  it('refuses a file without a key', async () => {
    writeFileSync(path('text'), 'hello\n', { mode: 0o600 });
    await expect(readPrivateKeyFile(path('text'))).rejects.toThrow(inputError('bad-private-key'));
  });
});

describe('readPublicKeyFile', () => {
  it('reads a file that everybody may read', async () => {
    writeFileSync(path('public'), formatPublicKeyPem(key.publicKey), { mode: 0o644 });
    expect(await readPublicKeyFile(path('public'))).toEqual(key.publicKey);
  });

  it('refuses a private key in its place', async () => {
    writeFileSync(path('private'), key.toPem(), { mode: 0o600 });
    await expect(readPublicKeyFile(path('private'))).rejects.toThrow(inputError('bad-public-key'));
  });
});
