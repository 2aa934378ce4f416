/**
 * The operator's key of a ledger folder: loaded where it stands, missed where it does not, never half of it.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FolderParts, foundFolder, OPERATOR_KEY, openFolder } from '../../../src/cli/folder-ledger.ts';
import { Author } from '../../../src/client/author.ts';
import { signerCommitment } from '../../../src/client/signer-record.ts';
import { parseRecord, type SignedStatement } from '../../../src/core/record/record.ts';
import { CHAIN_START } from '../../../src/core/statement/statement.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { readPrivateKeyFile } from '../../../src/node/crypto/key-files.ts';
import { readSignerRecord, signerRecordPath } from '../../../src/node/signer-record.ts';
import { createMemoryStore } from '../../../src/storage/memory/memory-store.ts';
import { NO_WITNESSES } from '../../../src/witness/local-witness.ts';
import { digestOf, QUORUMS_OF_ONE, taskBody } from '../../_util/bodies.ts';
import { tickingClock } from '../../_util/engine.ts';
import { inputError } from '../../_util/input-error.ts';
import { testKey } from '../../_util/keys.ts';

const ORIGIN = 'log.example/folder';
const MEMBER = testKey('member of a folder');

let folder: string;
let parts: FolderParts;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-folder-'));
  const { objects, head, checkpoints, index } = createMemoryStore();
  parts = { stores: { objects, heads: head, checkpoints, index }, witnesses: NO_WITNESSES, clock: tickingClock() };
  const found = {
    config: { origin: ORIGIN, operator: 'platform', server: { host: '127.0.0.1', port: 0 } },
    founders: [
      {
        institution: 'member',
        class: 'pharma' as const,
        keys: [MEMBER.proven(ORIGIN, 'member')],
        roles: ['steward' as const],
      },
    ],
    quorums: QUORUMS_OF_ONE,
    reading: 'public' as const,
  };
  await (await foundFolder(folder, found, () => parts)).close();
});

afterEach(() => rm(folder, { recursive: true }));

/** A statement that a rule refuses. */
function refused(): SignedStatement {
  const author = new Author({ institution: 'member', origin: ORIGIN, signer: MEMBER, signerCommitment: digestOf('m') });
  return author.sign({
    kind: 'task',
    body: taskBody({ metric: 'none' }),
    chain: { sequence: 0, previous: CHAIN_START },
    signedAt: '2026-11-23T17:30:00+09:00',
  });
}

/** Opens the folder, has a statement refused, closes, and returns what that left in the log. */
async function leaves(): Promise<ReturnType<typeof parseRecord>[]> {
  const ledger: Ledger = await openFolder(folder, () => parts);
  const { size } = ledger.head;
  await expect(ledger.submit(refused()).placed).rejects.toThrow(inputError('vocabulary'));
  await ledger.close();
  const added = Array.from({ length: ledger.head.size - size }, (_, i) => ledger.record(size + i));
  return (await Promise.all(added)).map((bytes) => parseRecord(bytes ?? new Uint8Array()));
}

describe('the operator’s key of a folder', () => {
  it('signs what the ledger itself writes, with the signer record beside it', async () => {
    const path = join(folder, OPERATOR_KEY);
    const [list, ...more] = await leaves();
    expect(more).toEqual([]);
    expect(list?.keyId).toBe((await readPrivateKeyFile(path)).publicKey.keyId);
    const signer = signerCommitment(await readSignerRecord(signerRecordPath(path)));
    expect(list?.statement).toMatchObject({ kind: 'refusals', author: 'platform', signing: { signer } });
  });

  it('may be missing: the ledger opens, and writes nothing of its own', async () => {
    await rm(join(folder, OPERATOR_KEY));
    expect(await leaves()).toEqual([]);
  });

  it('is refused where others may read it, or its signer record is missing', async () => {
    const path = join(folder, OPERATOR_KEY);
    await chmod(path, 0o644);
    await expect(openFolder(folder, () => parts)).rejects.toThrow(inputError('key-file-permissions'));
    await chmod(path, 0o600);
    await rm(signerRecordPath(path));
    await expect(openFolder(folder, () => parts)).rejects.toThrow(inputError('bad-signer-record'));
  });
});
