/**
 * Seeded bugs, one of each class at least, which the suite must catch. They live here, around the ports and the file
 * system; nothing in `src/` can be switched. Each is what a hurried change to the engine or to a driver would come to.
 * @module
 */

import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { InputError } from '../../src/core/error.ts';
import { formatCheckpoint } from '../../src/core/note/checkpoint.ts';
import { formatNote } from '../../src/core/note/note.ts';
import type { TrustPolicy } from '../../src/core/note/trust-policy.ts';
import { parseVkey } from '../../src/core/note/vkey.ts';
import { parseRecord } from '../../src/core/record/record.ts';
import { parseHead } from '../../src/log/head.ts';
import type { LedgerParts } from '../../src/log/ledger-parts.ts';
import type { IndexValue, ObjectStore, ObjectToPut, WitnessGroup } from '../../src/log/ports.ts';
import { parseStaged } from '../../src/log/staging.ts';
import type { FileSystem } from '../../src/storage/files/file-system.ts';
import { NOTHING_SEEN } from '../../src/witness/decide.ts';
import type { WitnessStore } from '../../src/witness/local-witness.ts';
import { interceptFileSystem } from '../storage/_intercept.ts';
import type { Told } from './_told.ts';
import { isStaged } from './engine/_faults.ts';

/** Removed fsync: those of files whose path matches return at once. */
export function removedFsync(fileSystem: FileSystem, path: RegExp): FileSystem {
  return interceptFileSystem(fileSystem, (call, run) =>
    call.name === 'file.sync' && path.test(call.path) ? (Promise.resolve() as ReturnType<typeof run>) : run(),
  );
}

/** Sign before commit: the new head is signed and published, then the compare-and-swap is tried. */
export function signBeforeCommit(parts: LedgerParts, told: Told): LedgerParts {
  const { heads, checkpoints, signer } = parts;
  const { keyId } = parseVkey(signer.vkey);
  return {
    ...parts,
    heads: {
      read: () => heads.read(),
      compareAndSwap: async (expected, bytes) => {
        const { size, root } = parseHead(bytes);
        const text = formatCheckpoint({ origin: signer.name, size, root, extensions: [] });
        const signature = await signer.sign(encodeUtf8(text), { size, consistency: async () => [] });
        const note = formatNote({ text, signatures: [{ name: signer.name, keyId, signature }] });
        await checkpoints.append(await checkpoints.count(), encodeUtf8(note));
        told.note(note);
        return heads.compareAndSwap(expected, bytes);
      },
    },
    checkpoints: {
      count: () => checkpoints.count(),
      read: (ordinal) => checkpoints.read(ordinal),
      latest: () => checkpoints.latest(),
      repairLatest: () => checkpoints.repairLatest(),
      // The publisher comes second, with what is published already.
      append: async () => undefined,
    },
  };
}

/** Skipped read-back: what was staged is checked as it was sent, not as it was stored. */
export function skippedReadBack(parts: LedgerParts): LedgerParts {
  const sent = new Map<string, Uint8Array>();
  const { objects } = parts;
  return {
    ...parts,
    objects: {
      ...delegated(objects),
      put: (given) => {
        for (const { path, bytes } of given) if (isStaged(path)) sent.set(path, bytes);
        return objects.put(given);
      },
      get: async (path) => sent.get(path) ?? objects.get(path),
    },
  };
}

/** Lenient compare-and-swap: whatever was read before, the new head replaces what is there. */
export function lenientCompareAndSwap(parts: LedgerParts): LedgerParts {
  const { heads } = parts;
  const compareAndSwap = async (_expected: string | undefined, bytes: Uint8Array) =>
    heads.compareAndSwap((await heads.read())?.version, bytes);
  return { ...parts, heads: { read: () => heads.read(), compareAndSwap } };
}

/**
 * A damaged value of the index, until the index is cleared. A driver that checks says `index-corrupt`; the mutation hands
 * the value out.
 */
export function damagedIndex(
  parts: LedgerParts,
  key: string,
  damage: (value: IndexValue) => IndexValue,
  variant: 'checked' | 'unchecked',
): LedgerParts {
  let isDamaged = true;
  const { index } = parts;
  const check = (): void => {
    if (isDamaged && variant === 'checked') throw new InputError('index-corrupt', `${key} fails its checksum`);
  };
  return {
    ...parts,
    index: {
      get: async (keys) => {
        if (keys.includes(key)) check();
        const values = await index.get(keys);
        return values.map((value, i) => (isDamaged && keys[i] === key && value !== undefined ? damage(value) : value));
      },
      range: (range) => index.range(range),
      write: (changes) => index.write(changes),
      verify: async (options) => {
        check();
        await index.verify(options);
      },
      clear: async () => {
        await index.clear();
        isDamaged = false;
      },
    },
  };
}

/** Applied on uncommitted state, and answered early: authors hear of their places as soon as the batch is staged. */
export function answeredEarly(parts: LedgerParts, told: Told): LedgerParts {
  const { objects } = parts;
  const tell = ({ bytes }: ObjectToPut): void => {
    const { oldSize, records } = parseStaged(bytes);
    for (const [i, record] of records.entries()) told.placement(parseRecord(record).digest, oldSize + i);
  };
  return {
    ...parts,
    objects: {
      ...delegated(objects),
      put: async (given) => {
        await objects.put(given);
        for (const each of given) if (isStaged(each.path)) tell(each);
      },
    },
  };
}

/** Publish below the quorum: too few cosignatures are better than no receipt. */
export function belowQuorum(group: WitnessGroup): WitnessGroup {
  return {
    ...(group.reports === undefined ? {} : { reports: () => group.reports?.() ?? [] }),
    confirm: async (request) => group.confirm?.(request),
    cosign: (request) =>
      group.cosign(request).catch((error: unknown) => {
        if (error instanceof InputError && error.code === 'quorum-missing') return [];
        throw error;
      }),
  };
}

/** Unconfirmed: nobody is asked after a start. */
export function unconfirmed(group: WitnessGroup): WitnessGroup {
  return { cosign: (request) => group.cosign(request), reports: () => group.reports?.() ?? [] };
}

/** Threshold 0 accepted, as parsers of others do: `group g 0 w1 w2 w3` is always met. */
export function zeroThreshold(policy: TrustPolicy): TrustPolicy {
  return { ...policy, groups: policy.groups.map((group) => ({ ...group, threshold: 0 })) };
}

/** A repeated member counted twice: `group g 2 w1 w1` is met by one witness. */
export function repeatedMember(policy: TrustPolicy): TrustPolicy {
  const twice = (members: readonly string[]): string[] => members.slice(0, 1).flatMap((member) => [member, member]);
  return { ...policy, groups: policy.groups.map((group) => ({ ...group, members: twice(group.members) })) };
}

/** A signer without memory: each request looks like the first. */
export function forgetfulStore(store: WitnessStore): WitnessStore {
  return { load: async () => NOTHING_SEEN, store: (memory) => store.store(memory) };
}

function delegated(objects: ObjectStore): ObjectStore {
  return {
    put: (given) => objects.put(given),
    get: (path) => objects.get(path),
    remove: (paths) => objects.remove(paths),
    list: (prefix) => objects.list(prefix),
  };
}
