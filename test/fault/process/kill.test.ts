/**
 * `kill -9` at random moments of a server under load. `LEDGERLINE_KILL_ROUNDS` sets how often; 200 if unset.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEPTH, positive } from '../_depth.ts';
import { killRounds, noKills } from './_kill-rounds.ts';
import { type PreparedFolder, prepareFolder } from './_prepared.ts';
import { bundleProgram, type Program } from './_program.ts';
import { Tally } from './_tally.ts';

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
    const tally = new Tally();
    let receipts = 0;
    const track = async (seed: number): Promise<void> => {
      const count = noKills();
      const rounds = Math.ceil(ROUNDS / TRACKS);
      try {
        await killRounds({ program, prepared, rounds, seed }, count);
      } catch (error) {
        tally.lose(`seed ${seed}, round ${count.rounds}`, error);
      }
      tally.tries += count.rounds;
      tally.detected += count.interrupted;
      receipts += count.receipts;
    };
    await Promise.all(Array.from({ length: TRACKS }, (_, i) => track(i + 1)));
    tally.report(task, 'kill -9 of the server, at random');
    expect(receipts).toBeGreaterThan(tally.tries);
    expect(tally.detected, 'kills that met work').toBeGreaterThan(tally.tries / 3);
  }, 3_600_000);

  it('is what notices a driver that calls a checkpoint published before it is', async () => {
    const standIns = { 'src/storage/files/files-store.ts': 'test/fault/process/_child-early-receipts.ts' };
    await using early = await bundleProgram({ standIns });
    await expect(killRounds({ program: early, prepared, rounds: 20, seed: 3 })).rejects.toThrow('the receipt of');
  });
});
