/**
 * What the log needs from the world. Each port says what a driver promises about durability, atomicity, ordering and
 * concurrency; `test/storage` holds one contract suite per port that every driver runs.
 *
 * One rule for all of them: an operation that throws anything but the documented conflict has an *unknown* outcome. The
 * log then stops and recovers from what it reads back; it never retries in place.
 * @module
 */
import { InvariantError } from '../core/error.ts';
import type { StatementSigner } from '../core/statement/sign.ts';

/** Object paths are slash-separated names of `[a-z0-9._-]`, without empty, `.` or `..` parts: `tile/0/x001/067`. */
export type ObjectPath = string;

/** One object to store. */
export interface ObjectToPut {
  readonly path: ObjectPath;
  readonly bytes: Uint8Array;
}

/** Immutable objects: tiles, entry bundles, staged batches. */
export interface ObjectStore {
  /**
   * Stores every object that is absent. An object that is there with the same bytes counts as stored.
   * On return all of them, and the names that lead to them, are durable. The set is not atomic: after a crash any subset may be there,
   * but never a torn object under its final name. Objects may be written in any order and concurrently.
   * @throws InputError `object-differs` when other bytes stand under one of the paths
   */
  put(objects: readonly ObjectToPut[]): Promise<void>;
  /** The object's bytes, or undefined when it is absent. Reads see every `put` that returned before they started. */
  get(path: ObjectPath): Promise<Uint8Array | undefined>;
  /** Removes objects; absent ones are no error. Not necessarily durable: a removed object may come back after a crash. */
  remove(paths: readonly ObjectPath[]): Promise<void>;
  /** All paths that start with `prefix` (a folder, ending in `/`), in ascending order. Unfinished writes never show. */
  list(prefix: string): AsyncIterable<ObjectPath>;
}

/** The head record as stored, with the version that a compare-and-swap must name. */
export interface StoredHead {
  readonly version: string;
  readonly bytes: Uint8Array;
}

/** One small record whose replacement is the ledger's only commit point. */
export interface HeadStore {
  /** The current record, or undefined for a new ledger. */
  read(): Promise<StoredHead | undefined>;
  /**
   * Replaces the record if its version is still `expected` (undefined: if there is none), atomically and durably.
   * Linearizable: of two concurrent calls that expect the same version at most one succeeds.
   * @throws InputError `head-conflict` when the version is another; nothing was changed
   */
  compareAndSwap(expected: string | undefined, bytes: Uint8Array): Promise<StoredHead>;
}

/**
 * The published checkpoints, in order: appending a note *is* its publication. Numbered from 0 without gaps.
 * A note is never changed or removed once `append` returned.
 */
export interface CheckpointStore {
  /** How many notes are published. A torn last append was cut when the store was opened. */
  count(): Promise<number>;
  /** Note number `ordinal`, or undefined past the end. */
  read(ordinal: number): Promise<Uint8Array | undefined>;
  /** Appends note number `ordinal` (which must be `count()`), durably, then makes it the answer of `latest()`. */
  append(ordinal: number, note: Uint8Array): Promise<void>;
  /** What stands under the public name `checkpoint`: the last note, except after a crash until `repairLatest`. */
  latest(): Promise<Uint8Array | undefined>;
  /** Makes `checkpoint` equal the last published note. Idempotent. */
  repairLatest(): Promise<void>;
}

/**
 * A copy of the public files of a log, as a mirror keeps it: tiles, entries and published checkpoints, and no head. What was put counts
 * once a note that covers it is committed: replacing `checkpoint` is the only commit point.
 */
export interface CopyStore {
  readonly objects: ObjectStore;
  /** How many notes are committed; the last of them is what `checkpoint` shows. */
  count(): Promise<number>;
  /** Note number `ordinal`, or undefined past the end. @throws InputError `checkpoints-corrupt` */
  read(ordinal: number): Promise<Uint8Array | undefined>;
  /**
   * Appends the notes number `count()` and following, then makes the last of them `checkpoint`: all are committed, durably, or
   * after a crash none. Requires one note or more.
   */
  commit(notes: readonly Uint8Array[]): Promise<void>;
  /** Keeps two notes that contradict each other, durably, outside of what is public. Returns their paths. Idempotent. */
  keepConflict(ours: Uint8Array, theirs: Uint8Array): Promise<readonly string[]>;
}

/** A value of the index: what JSON can say, and bytes. */
export type IndexValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly IndexValue[]
  | { readonly [key: string]: IndexValue };

/**
 * Index keys from here on, in key order, are undigested: nothing but their own checksums vouches for them, and so they are only
 * for entries whose absence shows by itself. They are written once (or again, as they were), never removed, never replaced by
 * another value, and asked for only where they must be there: to miss one is `index-corrupt`. Hence a driver need not know which
 * there are, and looks for none that a write would replace.
 */
export const UNDIGESTED = '~';

export function isDigested(key: string): boolean {
  return key < UNDIGESTED;
}

/** True for a range of digested keys, false for one of undigested keys. @throws InvariantError for a range over both */
export function isDigestedRange({ start, end }: IndexRange): boolean {
  if (end <= UNDIGESTED) return true;
  if (isDigested(start))
    throw new InvariantError(`index: a range over digested and undigested keys, ${start} to ${end}`);
  return false;
}

/** @throws InvariantError where an undigested key would be removed */
export function assertKept({ key, value }: IndexChange): void {
  if (value === null && !isDigested(key)) throw new InvariantError(`index: ${key} is never removed`);
}

/** One change of the index; a null value removes the key. */
export interface IndexChange {
  readonly key: string;
  readonly value: IndexValue;
  /** The index is known to hold no such key: spares the driver looking for what is replaced. */
  readonly isNew?: boolean;
}

/**
 * Bounds of a scan over keys in ascending UTF-8 byte order: `start` inclusive, `end` exclusive. All keys of it are digested, or
 * none: of those that are not, it shows what is there, and nobody says whether that is all.
 */
export interface IndexRange {
  readonly start: string;
  readonly end: string;
  readonly limit?: number;
  readonly reverse?: boolean;
}

/** How an index is read as a whole. */
export interface VerifyOptions {
  /** Ends the reading. */
  readonly signal?: AbortSignal;
  /** Waited for after each piece of some hundred entries, so that the reading leaves room for other work. */
  readonly pause?: () => Promise<void>;
}

/**
 * The index: derived data only (I10). No answer rests on anything but what was written: every value is stored with a checksum
 * over key and value, checked on each read, and a piece of the index is found to be whole, no entry missing or of another day,
 * before the first answer from it since it was opened. What that costs hardly depends on how much the index holds. Keys from `~`
 * on are left out of that: an entry under one is missed by who asks for it.
 */
export interface IndexStore {
  /** The values of `keys`, in their order; undefined where a digested key is absent.
   * @throws InputError `index-corrupt` where what is stored is not what was written, or an undigested key is absent; the
   *   index must then be rebuilt */
  get(keys: readonly string[]): Promise<(IndexValue | undefined)[]>;
  /** The entries of a range. Sees all writes that returned before the call. @throws InputError `index-corrupt` */
  range(range: IndexRange): Promise<{ readonly key: string; readonly value: IndexValue }[]>;
  /**
   * Applies all changes or none, durably. Writes are serialised in call order.
   * @throws InputError `index-corrupt` where a value is replaced in a piece that is damaged; nothing was changed
   */
  write(changes: readonly IndexChange[]): Promise<void>;
  /**
   * Reads all digested entries, piece by piece beside other calls, and compares them with the digests that the writes keep. Sees all
   * writes that returned before the call.
   * @throws InputError `index-corrupt`; what `signal` is aborted with, if it is
   */
  verify(options?: VerifyOptions): Promise<void>;
  /** Removes everything. */
  clear(): Promise<void>;
}

/** Signs checkpoints with the ledger's key. */
export interface Signer {
  /** The key name (= origin) and the vkey under which verifiers know the signer. */
  readonly name: string;
  readonly vkey: string;
  /** It knows what it signed last: it is asked after a start, before anything is committed. */
  readonly hasMemory?: true;
  /**
   * Signs the bytes of a checkpoint's text; returns the algorithm's raw signature.
   * @param context what a signer with a memory asks for
   * @throws InputError `fork-refused` by one that has signed something that `message` does not continue; `signer-missing` while
   *   one in another process does not answer
   */
  sign(message: Uint8Array, context: SignContext): Promise<Uint8Array>;
}

/** How a checkpoint continues the one that was signed before it. */
export type SignContext = Pick<CosignRequest, 'size' | 'consistency'>;

/** Signs what the ledger itself writes, in the name of the operator institution. Synchronous: records wait for it. */
export interface OperatorSigner extends StatementSigner {
  /** Commitment to the record that stands for the ledger process, 64 hex digits: what `signing.signer` carries. */
  readonly commitment: string;
}

/** Time, passed in. */
export interface Clock {
  /** Wall clock, Unix milliseconds UTC. */
  now(): number;
  /** Milliseconds from an arbitrary start that never goes back; used to notice that `now` jumped. */
  monotonic(): number;
}

/** A checkpoint to be cosigned, with all that a witness may ask for. */
export interface CosignRequest {
  /** The note with the ledger's own signature. */
  readonly note: string;
  readonly size: number;
  /** Consistency proof from an older size to `size`. */
  consistency(oldSize: number): Promise<Uint8Array[]>;
  /** The root that this log has at `size` or an older size. */
  rootAt(size: number): Promise<Uint8Array>;
}

/** How one witness does. */
export interface WitnessReport {
  /** The policy's name for it. */
  readonly name: string;
  /** The size that it cosigned last since the start; 0 if none. */
  readonly size: number;
  /** When it did, Unix milliseconds. */
  readonly cosignedAt?: number;
  /** Why it gave no cosignature when it was asked last. */
  readonly failure?: { readonly code: string; readonly message: string };
}

/** The witnesses of this ledger. */
export interface WitnessGroup {
  /**
   * Returns cosignature lines (each with its final newline) that satisfy the quorum.
   * @throws InputError `quorum-missing` when the quorum was not reached: the checkpoint must then not be published;
   *   `fork-refused` when a witness shows a note of this log's key that is not of this history: nothing may be written any more
   */
  cosign(request: CosignRequest): Promise<string[]>;
  /**
   * Returns when so many witnesses have cosigned the newest committed checkpoint, after a start, that any quorum which ever published
   * a newer one would be among them. Absent where witnesses cannot know more than this folder does.
   * @throws InputError `quorum-missing`, `fork-refused`
   */
  confirm?(request: CosignRequest): Promise<void>;
  /** How each of them does. Absent where there is nothing to tell. */
  reports?(): readonly WitnessReport[];
}
