/**
 * A ledger with a past: as it was when a backup was taken, as it is now, and as it would be had its key signed something else.
 * @module
 */
import { equalBytes } from '../../../src/core/bytes/bytes.ts';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { createNodeVerifier } from '../../../src/node/crypto/provider.ts';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import type { NoteTrust } from '../../../src/verify/follow/signed-notes.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { copyStore, engineParts, foundEngine, reopen } from '../../_util/engine.ts';
import { type FileMap, policyOf, smallConsortium, storedFiles, tasks, WITNESS } from '../../_util/stored-ledger.ts';

export interface Histories {
  readonly consortium: Consortium;
  readonly policy: string;
  readonly trust: NoteTrust;
  /** When the backup was taken. */
  readonly backup: MemoryStore;
  /** All of it. */
  readonly now: MemoryStore;
  /** Public files of `now`. */
  readonly files: FileMap;
  /** By index: the bundle of every record. */
  readonly receipts: readonly Uint8Array[];
  /** Public files of another history that continues `backup`, under the same key. */
  readonly forked: FileMap;
  /** The first statement that was recorded after the backup. */
  readonly next: SignedStatement;
}

const verifier = createNodeVerifier({ maxKeys: 64 });
export const verifySignature: NoteTrust['verifySignature'] = verifier.verifySync;

/**
 * @param groups sizes of the groups of records, each published, after the five of the founding; `null` where the backup is taken
 */
export async function histories(groups: readonly (number | null)[]): Promise<Histories> {
  const consortium = smallConsortium();
  const { ledger, parts } = await foundEngine(consortium, { witness: WITNESS });
  let backup: MemoryStore | undefined;
  let forked: FileMap | undefined;
  let next: SignedStatement | undefined;
  for (const [i, count] of groups.entries()) {
    if (count === null) {
      backup = await copyStore(parts.store);
      continue;
    }
    const batch = tasks(consortium, count, `group-${i}`);
    next ??= backup === undefined ? undefined : batch[0];
    if (backup !== undefined && next !== undefined) forked ??= await fork(consortium, backup, next);
    await Promise.all(batch.map((signed) => ledger.submit(signed).published));
  }
  const receipts: Uint8Array[] = [];
  for (let index = 0; index < ledger.head.size; index++)
    receipts.push((await ledger.bundle(index)) ?? new Uint8Array());
  await ledger.close();
  const files = publicFiles(await storedFiles(parts.store));
  const policy = policyOf(consortium);
  const trust = { policy: parsePolicy(policy), verifySignature };
  if (backup === undefined || forked === undefined || next === undefined)
    throw new Error('no backup was taken, or nothing came after it');
  return { consortium, policy, trust, backup, now: parts.store, files, receipts, forked, next };
}

/** The same statement at another time: so another record, under the ledger's own key. */
async function fork(consortium: Consortium, backup: MemoryStore, signed: SignedStatement): Promise<FileMap> {
  const parts = partsOf(consortium, await copyStore(backup));
  const ledger = await reopen(parts);
  await ledger.submit(signed).published;
  await ledger.close();
  return publicFiles(await storedFiles(parts.store));
}

/** A ledger over a store, as it was founded; its clock is another's. */
export function partsOf(consortium: Consortium, store: MemoryStore): LedgerParts & { readonly store: MemoryStore } {
  return engineParts(consortium, { store, witness: WITNESS, options: { confirmClock: true } });
}

export function publicFiles(files: FileMap): FileMap {
  return new Map([...files].filter(([path]) => /^(?:tile\/|checkpoints\/|checkpoint$)/.test(path)));
}

/** Throws unless every bundle is as it was; or one in `step`, and the last. */
export async function expectReceipts(parts: LedgerParts, receipts: readonly Uint8Array[], step = 1): Promise<void> {
  const ledger = await reopen(parts);
  try {
    for (const [index, bundle] of receipts.entries()) {
      if (index % step > 0 && index < receipts.length - 1) continue;
      const now = await ledger.bundle(index);
      if (now === undefined || !equalBytes(now, bundle)) throw new Error(`the receipt of record ${index} is another`);
    }
  } finally {
    await ledger.close();
  }
}
