/**
 * What a server reads besides its stores: keys and configuration. Damaged, they are refused by name; a key that a flipped bit
 * made into another one signs nothing.
 */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFolder } from '../../../src/cli/folder-ledger.ts';
import { isErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../../src/core/error.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { MemoryIndexStore } from '../../../src/storage/memory/index-store.ts';
import { NO_WITNESSES } from '../../../src/witness/local-witness.ts';
import type { FileMap } from '../../_util/stored-ledger.ts';
import { DEPTH } from '../_depth.ts';
import { FaultTally } from '../_table.ts';
import { type PreparedFolder, prepareFolder } from '../process/_prepared.ts';
import { SimulatedFolder } from './_folder.ts';
import { flipsOf, tearsOf } from './_places.ts';

installNodePrimitives();

const FLIPS = 40;
const TEARS_KEPT = Math.max(1, Math.round(8 / DEPTH));

let prepared: PreparedFolder;
let root: string;
let folder: SimulatedFolder;

beforeAll(async () => {
  prepared = await prepareFolder();
  root = await mkdtemp(join(tmpdir(), 'ledgerline-fault-keys-'));
  await prepared.copyTo(root);
  folder = await SimulatedFolder.of(await filesOf(root), new MemoryIndexStore());
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  await prepared[Symbol.asyncDispose]();
});

/** What the log stored in a real folder. */
async function filesOf(path: string): Promise<FileMap> {
  const files: FileMap = new Map();
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    const name = relative(path, join(entry.parentPath, entry.name));
    if (entry.isFile() && /^(head|checkpoint|tile)/.test(name)) files.set(name, await readFile(join(path, name)));
  }
  return files;
}

/** Starts with the file `name` changed. Gives the code of the refusal, if it is one. @throws Error for a loss */
async function startWith(name: string, bytes: Uint8Array | undefined): Promise<string | undefined> {
  const path = join(root, 'changed');
  await rm(path, { recursive: true, force: true });
  await cp(join(root, 'keys'), join(path, 'keys'), { recursive: true });
  await cp(join(root, 'ledgerline.toml'), join(path, 'ledgerline.toml'));
  if (bytes === undefined) await rm(join(path, name));
  else await writeFile(join(path, name), bytes, { mode: 0o600 });
  const before = await folder.files();
  const stores = await folder.open();
  let refusal: string | undefined;
  try {
    const ledger = await openFolder(path, () => ({ stores, witnesses: NO_WITNESSES, clock: systemClock }));
    await ledger.close();
  } catch (error) {
    if (!(error instanceof InputError) || !isErrorCode(error.code)) throw error;
    refusal = error.code;
  }
  for (const [file, content] of await folder.files()) {
    if (!Buffer.from(content).equals(before.get(file) ?? new Uint8Array())) throw new Error(`${file} was changed`);
  }
  return refusal;
}

describe('I2: keys and configuration', () => {
  it('a log key that is not the charter’s signs nothing', async () => {
    const other = await readFile(join(root, 'keys/operator.pem'));
    expect(await startWith('keys/log.pem', other)).toBe('log-key-not-in-charter');
    expect(await startWith('keys/log.pem', await readFile(join(root, 'keys/log.pem')))).toBeUndefined();
  });

  it.for(['keys/log.pem', 'keys/operator.pem', 'ledgerline.toml'] as const)(
    '%s torn, flipped or missing: refused with a code, or harmless; nothing is signed or written',
    async (name, { task }) => {
      const tally = new FaultTally(`torn or flipped: ${name}`);
      const bytes = Uint8Array.from(await readFile(join(root, name)));
      const tears = tearsOf(bytes, false).filter((length) => length % TEARS_KEPT === 0);
      const copies = [
        ...tears.map((length) => ({ where: `cut to ${length}`, bytes: bytes.slice(0, length) })),
        ...[...flipsOf(bytes, FLIPS)].map((flipped) => ({ where: `bit ${flipped.bit}`, bytes: flipped.bytes })),
        { where: 'missing', bytes: undefined },
      ];
      for (const copy of copies)
        await tally.try(`${name} ${copy.where}`, async () => (await startWith(name, copy.bytes)) !== undefined);
      tally.report(task);
      expect(task.meta.faults?.[0]?.detected).toBeGreaterThan(10);
    },
  );
});
