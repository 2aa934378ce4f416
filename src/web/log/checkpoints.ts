/**
 * Published checkpoints as pages show them: what the note states. Whether it is signed by whom it says is for the reader's browser.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { decodeCosignature } from '../../core/note/cosignature.ts';
import { type NoteSignature, parseNote } from '../../core/note/note.ts';
import type { ExplorerSource } from '../source.ts';

/** A line of a note. */
export type SignatureLine = {
  readonly name: string;
  readonly keyId: string;
  /** Instant of a cosignature; absent for the log's own signature, and for what cannot be read. */
  readonly at?: string;
};

export type ShownCheckpoint = {
  readonly ordinal: number;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  readonly log: readonly SignatureLine[];
  readonly witnesses: readonly SignatureLine[];
};

/** Published checkpoint number `ordinal`, or undefined. @throws InputError where the note is damaged */
export async function readCheckpoint(source: ExplorerSource, ordinal: number): Promise<ShownCheckpoint | undefined> {
  const bytes = await source.publication(ordinal);
  if (bytes === undefined) return undefined;
  const note = parseNote(bytes);
  const { size, root, origin } = parseCheckpoint(note.text);
  const lines = note.signatures.map(lineOf);
  return {
    ...{ ordinal, size, root: encodeHex(root), note: decodeUtf8(bytes) },
    log: lines.filter(({ name }) => name === origin),
    witnesses: lines.filter(({ name }) => name !== origin),
  };
}

function lineOf({ name, keyId, signature }: NoteSignature): SignatureLine {
  const at = timeOf(signature);
  return { name, keyId, ...(at === undefined ? {} : { at }) };
}

function timeOf(signature: Uint8Array): string | undefined {
  try {
    return new Date(decodeCosignature(signature).timestampSeconds * 1000).toISOString();
  } catch (error) {
    if (error instanceof InputError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** How many checkpoints are published. */
export function checkpointCount({ published }: ExplorerSource): number {
  return published === undefined ? 0 : published.ordinal + 1;
}

/** The newest checkpoint of at most `size` records, or undefined. Sizes rise from one to the next. */
export async function checkpointUpTo(source: ExplorerSource, size: number): Promise<ShownCheckpoint | undefined> {
  let [low, high] = [0, checkpointCount(source)];
  let found: ShownCheckpoint | undefined;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const checkpoint = await readCheckpoint(source, middle);
    if (checkpoint === undefined || checkpoint.size > size) high = middle;
    else {
      found = checkpoint;
      low = middle + 1;
    }
  }
  return found;
}
