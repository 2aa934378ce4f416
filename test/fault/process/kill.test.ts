/**
 * `kill -9` at random moments of a server under load. `LEDGERLINE_KILL_ROUNDS` sets how often; 200 if unset.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEPTH, positive } from '../_depth.ts';
import { reportFault } from '../_table.ts';
import { type KillCount, killRounds } from './_kill-rounds.ts';
import { type PreparedFolder, prepareFolder } from './_prepared.ts';
import { bundleProgram, type Program } from './_program.ts';

const ROUNDS = positive('LEDGERLINE_KILL_ROUNDS', 200 * DEPTH);
/** Ledgers that live and die side by side: one to a core. */
const TRACKS = 2;

let program: Program;
let prepared: PreparedFolder;
beforeAll(async () => {
  [program, prepared] = await Promise.all([bundleProgram(), prepareFolder()]);
});
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await prepared?.[Symbol.asyncDispose]();
});

describe('I2: kill -9', () => {
  it('under load or while it starts: the next start serves every receipt as it was, and takes what was not answered once', async ({
    task,
  }) => {
    const tracks = Array.from({ length: TRACKS }, (_, seed) =>
      killRounds({ program, prepared, rounds: Math.ceil(ROUNDS / TRACKS), seed: seed + 1 }),
    );
    const counts = await Promise.all(tracks);
    const sum = (of: (count: KillCount) => number): number => counts.reduce((total, count) => total + of(count), 0);
    const tries = sum(({ rounds }) => rounds);
    const detected = sum(({ interrupted }) => interrupted);
    expect(sum(({ receipts }) => receipts)).toBeGreaterThan(tries);
    expect(detected, 'kills that met work').toBeGreaterThan(tries / 3);
    reportFault(task, { fault: 'kill -9 of the server, at random', tries, detected, lost: 0 });
  }, 3_600_000);

  it('is what notices a driver that calls a checkpoint published before it is', async () => {
    const standIns = { 'src/storage/files/files-store.ts': 'test/fault/process/_early-receipts.ts' };
    await using early = await bundleProgram({ standIns });
    await expect(killRounds({ program: early, prepared, rounds: 20, seed: 3 })).rejects.toThrow('the receipt of');
  });
});
