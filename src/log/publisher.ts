/**
 * Publication: sign the newest committed root, collect cosignatures, append the note, show it. Runs at its own pace; a
 * slow witness delays receipts, never commits. Only committed roots are ever signed, and none smaller than the last.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import { sha256 } from '../core/bytes/sha256.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { formatCheckpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import { formatNote, type Note, parseNote, parseSignatureLine } from '../core/note/note.ts';
import { STATE } from '../core/rules/state.ts';
import { assertNote, isCosigned } from './bundle-builder.ts';
import type { Head } from './head.ts';
import type { IndexedNote } from './layout.ts';
import type { LedgerIndex } from './ledger-index.ts';
import { signAll, signersInForce } from './log-keys.ts';
import type { CheckpointStore, CosignRequest, Signer, WitnessGroup } from './ports.ts';
import type { TreeReader } from './reader.ts';

/** A published checkpoint. */
export interface Published {
  readonly ordinal: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

export interface PublisherParts {
  readonly checkpoints: CheckpointStore;
  readonly index: LedgerIndex;
  readonly reader: TreeReader;
  readonly signer: Signer;
  readonly successors?: readonly Signer[] | undefined;
  readonly witnesses: WitnessGroup;
}

/**
 * Reads the last publication, makes `checkpoint` equal it, and completes the index.
 * @throws InputError `fork-refused` when a note of ours shows more, or other, than the head (I11); `index-corrupt` when the
 *   index knows other publications than there are: clear it, call again; `checkpoints-corrupt` when the last note is not
 *   the one that was published
 */
export async function recoverPublications(
  parts: Pick<PublisherParts, 'checkpoints' | 'index' | 'reader'> & { readonly origin: string },
  head: Head,
): Promise<Published | undefined> {
  const { checkpoints, index } = parts;
  const count = await checkpoints.count();
  await checkpoints.repairLatest();
  const indexed = await index.publicationCount();
  if (indexed > count) throw new InputError('index-corrupt', 'the index knows more publications than there are');
  let last: Published | undefined;
  for (let ordinal = Math.max(0, indexed - 1); ordinal < count; ordinal++) {
    last = await readPublication(checkpoints, ordinal);
    if (ordinal >= indexed) await index.addPublication(indexedNote(last), isCosigned(last.note));
    else await assertIndexed(index, last);
  }
  if (last !== undefined) await refuseFork(parts, head, last);
  return last;
}

/**
 * Requires that the last publication in the index is the log's. The index of a copy of this ledger, which published another
 * size there, holds the same records under the same root.
 */
async function assertIndexed(index: LedgerIndex, { ordinal, size, note }: Published): Promise<void> {
  const known = await index.lastPublication(Number.MAX_SAFE_INTEGER);
  if (known?.ordinal !== ordinal || known.size !== size)
    throw new InputError('index-corrupt', `the index knows another publication ${ordinal} than the log`);
  assertNote(known, encodeUtf8(note));
}

async function refuseFork(
  { reader, origin: own }: { readonly reader: TreeReader; readonly origin: string },
  head: Head,
  last: Published,
): Promise<void> {
  const { origin } = parseCheckpoint(parseNote(last.note).text);
  const holds = origin === own && last.size <= head.size && equalBytes(await reader.root(last.size), last.root);
  if (!holds) {
    throw new InputError(
      'fork-refused',
      `published checkpoint ${last.ordinal} (size ${last.size}) is not of this history (size ${head.size})`,
    );
  }
}

function indexedNote({ ordinal, size, note }: Published): IndexedNote {
  return { ordinal, size, digest: sha256(encodeUtf8(note)) };
}

async function readPublication(checkpoints: CheckpointStore, ordinal: number): Promise<Published> {
  const bytes = await checkpoints.read(ordinal);
  if (bytes === undefined) throw new InputError('integrity', `published checkpoint ${ordinal} is missing`);
  const note = parseNote(bytes);
  const { size, root } = parseCheckpoint(note.text);
  return { ordinal, size, root, note: formatNote(note) };
}

/**
 * Publishes `head`. Requires head.size > the last published size. On return the note is durable and public.
 * @throws InputError `quorum-missing`, `signer-missing`: nothing was published, try again later; `fork-refused`;
 *   `log-key-not-in-charter` when the charter lists no key of this process any more
 */
export async function publish(parts: PublisherParts, head: Head, ordinal: number): Promise<Published> {
  const { checkpoints, index, witnesses } = parts;
  const { request, note: signed } = await signCheckpoint(parts, head);
  const lines = await witnesses.cosign(request);
  const signatures = [...signed.signatures, ...lines.map((line) => parseSignatureLine(line))];
  const note = formatNote({ text: signed.text, signatures });
  await checkpoints.append(ordinal, encodeUtf8(note));
  const { size, root } = head;
  const published = { ordinal, size, root, note };
  await index.addPublication(indexedNote(published), lines.length > 0);
  return published;
}

/** True where somebody outside of the folder remembers what was signed. */
export function isRemembered({ signer, successors = [], witnesses }: PublisherParts): boolean {
  return witnesses.confirm !== undefined || [signer, ...successors].some(({ hasMemory }) => hasMemory === true);
}

/** Shows those who remember, a signer and witnesses, `head`, published or not: do they know better? @throws InputError as {@link publish} */
export async function confirm(parts: PublisherParts, head: Head): Promise<void> {
  const { witnesses } = parts;
  const { request } = await signCheckpoint(parts, head);
  await witnesses.confirm?.(request);
}

/** Signs a committed checkpoint, with every key in force: of none other may there be a signature, wherever it ends up. */
async function signCheckpoint(parts: PublisherParts, { size, root }: Head) {
  const { reader, signer } = parts;
  const text = formatCheckpoint({ origin: signer.name, size, root, extensions: [] });
  const consistency = (oldSize: number): Promise<Uint8Array[]> => reader.consistency(oldSize, size);
  const signatures = await signAll(await keysInForce(parts, size), (key) =>
    key.sign(encodeUtf8(text), { size, consistency }),
  );
  const note: Note = { text, signatures };
  const rootAt = (olderSize: number): Promise<Uint8Array> => reader.root(olderSize);
  const request: CosignRequest = { note: formatNote(note), size, consistency, rootAt };
  return { request, note };
}

/** Before its charter a log has the key that it is founded with. */
async function keysInForce({ index, signer, successors = [] }: PublisherParts, size: number) {
  const [charter] = await index.state([STATE.ledger]);
  if (charter !== undefined) return signersInForce(charter, [signer, ...successors]);
  if (size === 0) return [signer];
  throw new InputError('index-corrupt', 'the index misses the charter');
}
