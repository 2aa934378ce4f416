/**
 * `restore BACKUP --into DIR --verify`: makes a ledger folder of a backup, and tests it.
 * @module
 */
import { stat } from 'node:fs/promises';
import { InputError } from '../../core/error.ts';
import { formatInstant } from '../../core/statement/instant.ts';
import { restoreBackup } from '../../node/backup/restore-backup.ts';
import {
  type RestoreTest,
  type RestoreTestOptions,
  testRestored,
  type WitnessedPlace,
} from '../../node/backup/restore-test.ts';
import { isAddress } from '../../node/static-files.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import type { Define, World } from '../command.ts';
import { EXIT, type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { readNamed, readTrust } from '../inputs.ts';
import type { Output } from '../output.ts';
import { openFlagged, openTrust, type PlaceFlags, withPlaceFlags } from '../place-flags.ts';
import { describeTest } from '../restore-text.ts';

interface RestoreFlags extends PlaceFlags {
  readonly into: string;
  readonly verify?: true;
  readonly witnessed?: string;
}

/** Ends a restore of which nothing may stay. */
class TestFailed extends Error {
  override readonly name = 'TestFailed';
  readonly test: RestoreTest;

  constructor(test: RestoreTest) {
    super('the restored ledger is not the one that was witnessed');
    this.test = test;
  }
}

export const defineRestore: Define = (command, { world, run, say }) => {
  withPlaceFlags(command, say)
    .argument('<backup>', say({ en: 'folder that backup made', ko: 'backup이 만든 폴더' }))
    .requiredOption('--into <dir>', say({ en: 'new ledger folder', ko: '새 원장 폴더' }))
    .option(
      '--verify',
      say({
        en: 'recompute everything, compare it with the last witnessed checkpoint, and print the record of the test',
        ko: '모두 다시 계산해 마지막으로 증인이 본 체크포인트와 대조하고 복원 시험 기록을 출력함',
      }),
    )
    .option(
      '--witnessed <place>',
      say({
        en: 'a checkpoint that others have seen: file, or address or folder of a witness or mirror',
        ko: '다른 기관이 본 체크포인트: 파일, 또는 증인이나 미러의 주소나 폴더',
      }),
    )
    .action((backup: string, flags: RestoreFlags) => run((output) => restore(output, world, backup, flags)));
};

async function restore(output: Output, world: World, backup: string, flags: RestoreFlags): Promise<ExitCode> {
  const start = world.clock.monotonic();
  const restoredAt = formatInstant(world.clock.now());
  const options = flags.verify === true ? await testOptions(flags, world) : undefined;
  const facts = (test: RestoreTest | undefined) => {
    const seconds = Math.round(world.clock.monotonic() - start) / 1000;
    return { format: 'ledgerline/restore-test@v1', backup, into: flags.into, restoredAt, seconds, ...test };
  };
  try {
    const { document, result } = await restoreBackup(backup, flags.into, (folder) => judge(folder, options));
    const { origin, takenAt, files, bytes, head } = document;
    const record = { ok: result === undefined || result.verdict === 'VERIFIED', origin, takenAt, files, bytes };
    output.result(
      { ...record, ...facts(result), size: head.size },
      describeTest(output, document, facts(result), result),
    );
    return result === undefined ? EXIT.done : exitCodeOfVerdict(result.verdict);
  } catch (error) {
    if (!(error instanceof TestFailed)) throw error;
    output.result({ ok: false, ...facts(error.test) }, describeTest(output, undefined, facts(error.test), error.test));
    return EXIT.failed;
  }
}

async function judge(folder: string, options: RestoreTestOptions | undefined): Promise<RestoreTest | undefined> {
  if (options === undefined) return undefined;
  const test = await testRestored(folder, options);
  if (test.verdict === 'FAILED') throw new TestFailed(test);
  return test;
}

async function testOptions(flags: RestoreFlags, world: World): Promise<RestoreTestOptions> {
  if (flags.trust === undefined && world.env['LEDGERLINE_TRUST'] === undefined) {
    if (flags.witnessed === undefined) return {};
    throw new InputError('usage', '--witnessed needs --trust (or LEDGERLINE_TRUST): who may witness stands there');
  }
  const policyText = await readTrust(flags.trust, world);
  const trust = { ...(await openTrust(flags.trust, world)), policyText };
  return flags.witnessed === undefined ? { trust } : { trust, place: await openWitnessed(flags.witnessed, flags) };
}

async function openWitnessed(source: string, flags: RestoreFlags): Promise<WitnessedPlace> {
  const isPlace = isAddress(source) || (await stat(source).catch(() => undefined))?.isDirectory() === true;
  if (!isPlace) return { source, note: await readNamed(source) };
  const files = await openFlagged(source, flags);
  const note = await files.read(CHECKPOINT_PATH);
  if (note === undefined) throw new InputError('not-published', `${source}: shows no checkpoint`);
  return { source, note, files };
}
