/**
 * One damaged file: audited, opened, used, repaired by putting its bytes back, and audited again.
 *
 * Whatever the damage, a start refuses it with a stable code and signs nothing, or serves; a ledger that serves answers
 * with what it always answered or with an error; and the bytes that were left alone still prove everything.
 * @module
 */
import { concatBytes, equalBytes } from '../../../src/core/bytes/bytes.ts';
import { isErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../../src/core/error.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { auditMap, withFile } from '../../_util/audit.ts';
import { manualClock } from '../../_util/credit-scenario.ts';
import { engineParts } from '../../_util/engine.ts';
import { interceptPorts } from '../../_util/faulty-ports.ts';
import { mapFiles } from '../../_util/stored-ledger.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { followNotes, submitTold, type Told } from '../_told.ts';
import { SimulatedFolder } from './_folder.ts';
import { copyOf, nextTasks, START_MS, type Victim } from './_victim.ts';

/** Changes the ports of the ledger under test: this is where mutations come in. */
export type Meddle = (parts: LedgerParts) => LedgerParts;

/** A file with other bytes; undefined removes it, or says that it was not there. */
export interface Damage {
  readonly path: string;
  readonly bytes: Uint8Array | undefined;
  /** A folder of that name stands there instead. */
  readonly isFolder?: boolean;
}

/** The same with a folder where the file `path` belongs. */
export async function tryFolder(victim: Victim, path: string): Promise<boolean> {
  return tryDamage(victim, { path, bytes: undefined, isFolder: true });
}

/** Damages a file of `victim`. Gives whether anybody noticed: the audit, the start, or a reader. @throws Error on any loss */
export async function tryDamage(victim: Victim, damage: Damage, meddle: Meddle = (parts) => parts): Promise<boolean> {
  const { path, bytes, isFolder = false } = damage;
  const { consortium, policy, index } = victim;
  const damaged = withFile(victim.files, path, bytes);
  const folder = await SimulatedFolder.of(damaged, index);
  if (isFolder) await folder.makeFolder(path);
  const told = copyOf(victim.told);
  const { verdict, notes } = await auditMap(damaged, policy);
  const before = await folder.files();

  const author = consortium.fork();
  const refusal = await live(victim, folder, meddle, async (ledger) => {
    const isNoticed = await readAll(ledger, told);
    followNotes(ledger, told);
    for (const signed of nextTasks(author, 1, 'after')) await submitTold(ledger, told, signed);
    return isNoticed;
  });
  if (refusal instanceof InputError) {
    assertTells(refusal, path);
    if (!isSame(before.get('checkpoint'), (await folder.files()).get('checkpoint')) && path !== 'checkpoint')
      throw new Error(`${refusal.code}, and yet another checkpoint is published`);
  }

  await putBack(folder, damage, victim.files.get(path));
  const failure = await live(
    victim,
    folder,
    (parts) => parts,
    async (ledger) => {
      await ledger.close();
      const files = mapFiles(await folder.files());
      await auditAfterFault({ files, policy, told, ...running(ledger) });
      return false;
    },
  );
  if (failure instanceof InputError) throw new Error('does not start with its bytes back', { cause: failure });
  const isNoticed = verdict !== 'VERIFIED' || refusal !== false;
  if (victim.files.has(path) && !isNoticed) throw new Error('neither the audit nor the start nor a reader noticed');
  return isNoticed || notes.length > 0;
}

/** Repairs the damage where it still is: a file may have been replaced, or gone on growing behind it. */
async function putBack(folder: SimulatedFolder, damage: Damage, original: Uint8Array | undefined) {
  const { path, bytes, isFolder = false } = damage;
  if (isFolder) await folder.removeFolder(path);
  const now = (await folder.files()).get(path);
  if (bytes === undefined) {
    if (now === undefined && original !== undefined) folder.write(path, original);
  } else if (original === undefined) {
    if (isSame(now, bytes)) await folder.remove(path);
  } else if (now !== undefined && equalBytes(now.subarray(0, bytes.length), bytes)) {
    const isTorn = bytes.length < original.length;
    folder.write(path, isTorn ? original : concatBytes(original, now.subarray(bytes.length)));
  }
}

/** Opens the ledger of `folder` and lets `use` use it. A refusal to start is an answer too. */
async function live(
  { consortium }: Victim,
  folder: SimulatedFolder,
  meddle: Meddle,
  use: (ledger: Ledger) => Promise<boolean>,
): Promise<boolean | InputError> {
  let signed = 0;
  const count: Meddle = (parts) =>
    interceptPorts(parts, (call, run) => {
      if (call.name === 'signer.sign') signed++;
      return run();
    });
  let ledger: Ledger;
  try {
    const parts = { ...engineParts(consortium, { clock: manualClock(START_MS) }), ...(await folder.open()) };
    ledger = await Ledger.open(count(meddle(parts)));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (signed > 0) throw new Error(`${error.code}, and yet something was signed`);
    return error;
  }
  try {
    return await use(ledger);
  } finally {
    await ledger.close();
  }
}

/** Asks for everything that was told before. True where an error was the answer. @throws Error for another answer */
async function readAll(ledger: Ledger, told: Told): Promise<boolean> {
  let isNoticed = false;
  for (const [index, receipt] of told.receipts) {
    const bundle = await answer(() => ledger.bundle(index));
    if (bundle instanceof InputError) isNoticed = true;
    else if (!isSame(bundle, receipt)) throw new Error(`the receipt of record ${index} is another one`);
  }
  return isNoticed;
}

async function answer<T>(ask: () => Promise<T>): Promise<T | InputError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InputError && error.code !== 'unexpected') return error;
    throw error;
  }
}

/** A refusal says what to do, and where. */
function assertTells({ code, message }: InputError, path: string): void {
  // What is missing in staging/ is missed where it would have been applied.
  const where = path.startsWith('staging/') ? /staging|tile\// : new RegExp(path.split('/')[0] ?? path);
  if (!isErrorCode(code)) throw new Error(`${code} is not in the catalogue`);
  if (!where.test(message)) throw new Error(`${code} does not name ${path}: ${message}`);
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}
