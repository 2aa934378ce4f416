/**
 * A bit flips in memory, or on the way to the disk, before the commit (as in DigiCert Yeti 2022): the second derivation
 * differs, the ledger stops, and nothing is signed.
 */
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { hashLeaf } from '../../../src/core/merkle/hash.ts';
import type { LedgerRecord } from '../../../src/core/record/record.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { flip } from '../../_util/audit.ts';
import { interceptPorts } from '../../_util/faulty-ports.ts';
import { DEPTH } from '../_depth.ts';
import { FaultTally } from '../_table.ts';
import { flipStaged } from './_faults.ts';
import { memoryPlace } from './_places.ts';
import { auditLeft, finish, live, type Meddle, startPlay } from './_play.ts';
import { type Scene, taskScene } from './_scenes.ts';

/** What is to happen to the next record that the sequencer makes. */
const memory = vi.hoisted(() => ({ spoil: undefined as ((record: LedgerRecord) => LedgerRecord) | undefined }));

vi.mock('../../../src/core/record/record.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../../src/core/record/record.ts')>();
  const makeRecord: typeof original.makeRecord = (...args) => {
    const record = original.makeRecord(...args);
    const { spoil } = memory;
    memory.spoil = undefined;
    return spoil === undefined ? record : spoil(record);
  };
  return { ...original, makeRecord };
});

installNodePrimitives();

let scene: Scene;
beforeAll(async () => {
  scene = await taskScene();
});
beforeEach(() => {
  memory.spoil = undefined;
});

const HONEST: Meddle = (parts) => parts;

/** Lives once with the flip. Gives whether the ledger stopped; requires that it signed and committed nothing. */
async function liveWithFlip(spoil: typeof memory.spoil, meddle: Meddle): Promise<boolean> {
  await using place = await memoryPlace(scene.store);
  const play = startPlay(scene, place);
  const calls: string[] = [];
  memory.spoil = spoil;
  const { noticed, answers } = await live(play, (parts) =>
    interceptPorts(meddle(parts), ({ name }, run) => {
      calls.push(name);
      return run();
    }),
  );
  memory.spoil = undefined;
  expect(calls).not.toContain('signer.sign');
  expect(calls).not.toContain('heads.compareAndSwap');
  expect(new Set(answers.values())).toEqual(new Set(['no answer']));
  await auditLeft(play);
  await finish(play);
  return noticed;
}

describe('a flipped bit before the commit', () => {
  it('in a record stops the ledger: its leaf hash, its bytes', async ({ task }) => {
    const tally = new FaultTally('bit flipped in memory');
    for (const field of ['leafHash', 'bytes'] as const) {
      for (let i = 0; i < 8 * DEPTH; i++) {
        const spoil = (record: LedgerRecord): LedgerRecord => {
          const offset = (i * 31) % record[field].length;
          return { ...record, [field]: flip(record[field], offset, 1 << (i % 8)) };
        };
        await tally.try(`${field}, ${i}`, () => liveWithFlip(spoil, HONEST));
      }
    }
    tally.report(task);
  });

  it('in the account root stops the ledger: it stands in the record that follows', async ({ task }) => {
    const tally = new FaultTally('bit flipped in the account root');
    for (let i = 0; i < 4 * DEPTH; i++) {
      const spoil = (record: LedgerRecord): LedgerRecord => {
        const state = flip(record.state, (i * 9) % 32);
        const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
        const bytes = Buffer.from(Buffer.from(record.bytes).toString().replace(hex(record.state), hex(state)));
        return { ...record, state, bytes, leafHash: hashLeaf(bytes) };
      };
      await tally.try(String(i), () => liveWithFlip(spoil, HONEST));
    }
    tally.report(task);
  });

  it('on the way to the disk stops the ledger: in the staged batch as it is read back', async ({ task }) => {
    const tally = new FaultTally('bit flipped in a staged batch');
    for (let i = 0; i < 16 * DEPTH; i++) {
      await tally.try(String(i), () => liveWithFlip(undefined, (parts) => flipStaged(parts, i * 397)));
    }
    tally.report(task);
  });
});
