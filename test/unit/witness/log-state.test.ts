/**
 * The memory of a witness in files, and the list beside its key of what there must be a memory of.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCosignedLogs } from '../../../src/witness/cosigned-logs.ts';
import { NOTHING_SEEN } from '../../../src/witness/decide.ts';
import { createFileStates } from '../../../src/witness/log-state.ts';
import { inputError } from '../../_util/input-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledgerline-states-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('I11: a memory', () => {
  it('is missed once a key has cosigned, also a key of before there was a list; a damaged list signs nothing', async () => {
    const cosigned = join(folder, 'key.pem.cosigned');
    const states = (): ReturnType<typeof createFileStates> =>
      createFileStates(join(folder, 'state'), createCosignedLogs(cosigned));
    const { root } = NOTHING_SEEN;
    const first = states();
    await Promise.all(['a.example', 'b.example'].map((origin) => first.store(origin, { size: 1, root, note: 'note' })));
    // A folder from before there was a list: it is made of what is there.
    await rm(cosigned);
    const upgraded = states();
    await Promise.all(['a.example', 'b.example'].map((origin) => upgraded.load(origin)));
    await rm(join(folder, 'state'), { recursive: true });
    await expect(states().load('a.example')).rejects.toThrow(inputError('witness-memory-missing'));
    expect((await states().load('c.example')).size).toBe(0);
    const list = await readFile(cosigned, 'utf8');
    for (const damaged of [list.slice(0, -1), list.replace('a.ex', 'A.ex'), `${list}\n`, list.slice(1)]) {
      await writeFile(cosigned, damaged);
      await expect(states().load('c.example')).rejects.toThrow(inputError('bad-witness-memory'));
    }
  });
});
