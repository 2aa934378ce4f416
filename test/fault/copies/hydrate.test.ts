/**
 * I2, I11: hydration, interrupted at every call on a port; and places to hydrate from that lie.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/error.ts';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { type Hydrated, hydrateLedger } from '../../../src/log/hydrate.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { createSignatureCheck } from '../../../src/log/signatures.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import { audit } from '../../../src/verify/audit/audit.ts';
import { flip } from '../../_util/audit.ts';
import { copyStore, reopen } from '../../_util/engine.ts';
import { type FaultLog, type FaultVariant, withFault } from '../../_util/faulty-ports.ts';
import { errorCodeOf } from '../../_util/input-error.ts';
import { type FileMap, mapFiles, storedFiles, tasks } from '../../_util/stored-ledger.ts';
import { FaultTally } from '../_table.ts';
import { expectReceipts, type Histories, histories, partsOf, verifySignature } from './_histories.ts';

installNodePrimitives();

let past: Histories;
/** The statement that follows all of them. */
let extra: SignedStatement;
beforeAll(async () => {
  past = await histories([3, null, 2, 1, 250, 4, 1]);
  const [signed] = tasks(past.consortium, 1, 'extra');
  if (signed === undefined) throw new Error('no statement');
  extra = signed;
});

/** Where a fault is tried often, one receipt in so many is compared. */
const SAMPLED = 19;

function hydrate(parts: LedgerParts, files: FileMap): Promise<Hydrated> {
  const { objects, heads, checkpoints, index, signer, verify } = parts;
  const stores = { objects, heads, checkpoints, index, origin: signer.name };
  return hydrateLedger({
    ...past.trust,
    ...stores,
    files: mapFiles(files, true),
    checkSignature: createSignatureCheck(verify),
  });
}

async function lagging(): Promise<LedgerParts & { readonly store: MemoryStore }> {
  return partsOf(past.consortium, await copyStore(past.backup));
}

/** Everything that the folder would hold, the index aside. */
async function expectWhole(parts: LedgerParts & { readonly store: MemoryStore }, step = 1): Promise<void> {
  const files = await storedFiles(parts.store);
  const expected = await storedFiles(past.now);
  expected.delete('head'); // another generation: batches were cut elsewhere
  const head = files.get('head');
  files.delete('head');
  expect([...files.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [path, bytes] of expected)
    if (!Buffer.from(bytes).equals(files.get(path) ?? Buffer.of())) throw new Error(path);
  files.set('head', head ?? Buffer.of());
  const report = await audit(mapFiles(files), past.policy, { verifySignature });
  expect(report).toMatchObject({ verdict: 'VERIFIED', problems: [], notes: [] });
  await expectReceipts(parts, past.receipts, step);
}

describe('hydrating a backup', () => {
  it('I2: gives every receipt as it was, and the ledger goes on', async () => {
    const parts = await lagging();
    expect(await hydrate(parts, past.files)).toMatchObject({ before: 8, size: 266, notes: 5, unpublished: 0 });
    await expectWhole(parts);
    const ledger = await reopen(parts);
    await ledger.submit(extra).published;
    expect(ledger.head.size).toBe(267);
    await ledger.close();
  });

  it('from nothing but the configuration and the keys, from the first record on', async () => {
    const parts = partsOf(past.consortium, createMemoryStore());
    expect(await hydrate(parts, past.files)).toMatchObject({ before: 0, size: 266, notes: 7 });
    await expectWhole(parts);
  });

  it('that lags behind nothing changes nothing', async () => {
    const parts = partsOf(past.consortium, await copyStore(past.now));
    expect(await hydrate(parts, past.files)).toMatchObject({ before: 266, size: 266, notes: 0 });
  });

  it('keeps what was committed here and never published, and says so', async () => {
    const parts = await lagging();
    await hydrate(parts, past.files);
    const other = partsOf(past.consortium, await copyStore(past.now));
    const unpublished = { ...other, witnesses: { cosign: () => Promise.reject(new InputError('quorum-missing', '')) } };
    const ledger = await reopen(unpublished);
    const submitted = ledger.submit(extra);
    submitted.published.catch(() => {});
    await submitted.placed;
    await ledger.close();
    expect(await hydrate(other, past.files)).toMatchObject({ size: 267, notes: 0, unpublished: 1 });
  });

  it('I11: the folder refuses to start until the records have reached the notes', async ({ task }) => {
    const tally = new FaultTally('crash at every write of hydrate');
    const { operations } = (await attempt(await lagging(), undefined)).log;
    expect(operations.length).toBeGreaterThan(15);
    for (const [at, call] of operations.entries()) {
      for (const variant of ['not persisted', 'persisted'] as const) {
        await tally.try(`${variant} at ${at}, ${call}`, async () => {
          const parts = await lagging();
          const { failed } = await attempt(parts, { at, variant });
          const code = await errorCodeOf(reopen(parts).then((ledger) => ledger.close()));
          if (code !== 'none' && code !== 'fork-refused') throw new Error(`a start says ${code}`);
          await hydrate(parts, past.files);
          await expectWhole(parts, SAMPLED);
          return failed;
        });
      }
    }
    tally.report(task);
  }, 600_000);
});

describe('a place that lies', () => {
  it('cannot change anything: wrong bytes in any file, cut files, missing files', async ({ task }) => {
    const tally = new FaultTally('a lying place to hydrate from');
    for (const [path, bytes] of past.files) {
      for (const [what, lie] of liesAbout(bytes)) {
        await tally.try(`${path}: ${what}`, async () => {
          const parts = await lagging();
          const files = new Map(past.files);
          if (lie === undefined) files.delete(path);
          else files.set(path, lie);
          const code = await errorCodeOf(hydrate(parts, files));
          // Whatever was taken in was proven: the truth can be taken in after it.
          await hydrate(parts, past.files);
          await expectWhole(parts, SAMPLED);
          return code !== 'none';
        });
      }
    }
    tally.report(task);
  }, 600_000);

  it('I1: another history under the same key is refused, and nothing is written', async () => {
    const parts = partsOf(past.consortium, await copyStore(past.now));
    const before = await storedFiles(parts.store);
    expect(await errorCodeOf(hydrate(parts, past.forked))).toBe('checkpoint-inconsistent');
    expect(await storedFiles(parts.store)).toEqual(before);
  });

  it('I1: a folder that went on by itself after it was restored is refused', async () => {
    const parts = await lagging();
    const ledger = await reopen(parts);
    await ledger.submit(past.next).published;
    await ledger.close();
    const before = await storedFiles(parts.store);
    expect(await errorCodeOf(hydrate(parts, past.files))).toBe('checkpoint-inconsistent');
    expect(await storedFiles(parts.store)).toEqual(before);
  });
});

function* liesAbout(bytes: Uint8Array): Generator<[string, Uint8Array | undefined]> {
  yield ['missing', undefined];
  yield ['cut', bytes.slice(0, -1)];
  for (const offset of [0, Math.floor(bytes.length / 2)]) yield [`byte ${offset}`, flip(bytes, offset)];
}

async function attempt(
  parts: LedgerParts,
  fault: { readonly at: number; readonly variant: FaultVariant } | undefined,
): Promise<{ readonly log: FaultLog; readonly failed: boolean }> {
  const { parts: faulty, log } = withFault(parts, fault);
  const code = await errorCodeOf(hydrate(faulty, past.files));
  return { log, failed: code !== 'none' };
}
