/**
 * Witnesses, signers and folders that fail or are put back: nothing released is lost, nothing is published below the quorum, and
 * nobody is shown two histories (I2, I11). Real HTTP and sockets.
 */
import { describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { taskBody } from '../../_util/bodies.ts';
import { copyStore } from '../../_util/engine.ts';
import { until, type WitnessedOptions } from '../../http/_witnesses.ts';
import { DEPTH } from '../_depth.ts';
import { belowQuorum, repeatedMember, unconfirmed, zeroThreshold } from '../_mutations.ts';
import { Random } from '../_random.ts';
import { FaultTally } from '../_table.ts';
import { auditNow, type Storm, shuffle, startStorm } from './_storm.ts';

installNodePrimitives();

const STORMS = 12 * DEPTH;
const STEPS = 8;
const ROLLBACKS = 6 * DEPTH;

async function pass(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** One life. True if the ledger said that it missed its quorum. */
async function storm(seed: number): Promise<boolean> {
  const random = new Random(seed);
  const storm = await startStorm();
  let isTold = false;
  for (let step = 0; step < STEPS; step++) {
    shuffle(storm.witnessed, random);
    if (random.chance(0.7)) storm.submit();
    if (random.chance(0.25)) await storm.restart();
    await pass(random.below(120));
    isTold ||= storm.witnessed.ledger.status.unpublished?.code === 'quorum-missing';
  }
  await storm.finish();
  return isTold;
}

it('witnesses that come and go, lie, and lose answers, and restarts among them', async ({ task }) => {
  const tally = new FaultTally('witnesses die, lie, lose answers over HTTP');
  for (let seed = 1; seed <= STORMS; seed++) await tally.try(`seed ${seed}`, () => storm(seed));
  tally.report(task);
}, 600_000);

/**
 * An old copy of the folder starts, with two of the three witnesses awake, and is asked to commit.
 * @throws Error if it does; else true
 */
async function rollBack(storm: Storm, random: Random): Promise<boolean> {
  const { witnessed } = storm;
  const { objects, head, checkpoints, index } = await copyStore(witnessed.parts.store);
  const then = witnessed.consortium.fork();
  for (let more = 1 + random.below(3); more > 0; more--) await witnessed.submit().published;
  await until(() => witnessed.witnesses.every(({ memory }) => memory.size === witnessed.ledger.head.size));
  const asleep = random.pick(witnessed.witnesses);
  asleep.lie = (_, response) => {
    response.socket?.destroy();
    return true;
  };
  await witnessed.restart({ ...witnessed.parts, ...{ objects, heads: head, checkpoints, index } });
  const other = then.statement('task', 'daejeon-institute', taskBody({ task: 'of-another-history' }));
  const outcome = await witnessed.submit(other).placed.then(
    ({ index: place }) => `committed at ${place}`,
    ({ code }) => code,
  );
  if (outcome !== 'stopped') throw new Error(`the folder that was rolled back: ${outcome}`);
  const { failure } = witnessed.ledger.status;
  if (failure?.code !== 'fork-refused') throw new Error(`it was not refused: ${failure?.code}`);
  asleep.lie = undefined;
  await storm.restart();
  return true;
}

it("yesterday's folder under the same key is refused", async ({ task }) => {
  const tally = new FaultTally("yesterday's folder put back, two of three witnesses awake");
  for (let seed = 1; seed <= ROLLBACKS; seed++) {
    await tally.try(`seed ${seed}`, async () => {
      const storm = await startStorm();
      await storm.witnessed.submit().published;
      const isRefused = await rollBack(storm, new Random(seed));
      await storm.finish();
      return isRefused;
    });
  }
  tally.report(task);
}, 600_000);

describe('a seeded bug is caught', () => {
  /** With two of three witnesses away nothing may be published. */
  async function publishAlone(options: WitnessedOptions): Promise<void> {
    const storm = await startStorm(options);
    try {
      await storm.witnessed.submit().published;
      const [, second, third] = storm.witnessed.witnesses;
      for (const witness of [second, third]) await witness.stop();
      const { published } = storm.witnessed.submit();
      await Promise.race([published, until(() => storm.witnessed.ledger.status.unpublished !== undefined)]);
      await auditNow(storm);
      for (const witness of [second, third]) await witness.start();
      await published;
    } finally {
      await storm.witnessed.close();
    }
  }

  it('publish below the quorum', async () => {
    await publishAlone({});
    await expect(publishAlone({ meddle: belowQuorum })).rejects.toThrow('too-few-cosignatures');
  });

  it('a threshold of 0 accepted', async () => {
    await expect(publishAlone({ misread: zeroThreshold })).rejects.toThrow('too-few-cosignatures');
  });

  it('a repeated member counted twice', async () => {
    await expect(publishAlone({ misread: repeatedMember })).rejects.toThrow('too-few-cosignatures');
  });

  it('commits before the witnesses have confirmed', async () => {
    const storm = await startStorm({ meddle: unconfirmed });
    await storm.witnessed.submit().published;
    await expect(rollBack(storm, new Random(1))).rejects.toThrow('committed at');
    await storm.witnessed.close();
  });
});
