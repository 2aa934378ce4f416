/**
 * A mirror: keeps a verified copy of a log's public files. A page is written once a checkpoint that meets the trust policy proves it,
 * and counts once its note is committed; every step is held against the copy's own last checkpoint.
 *
 * It copies what is signed, whether the records keep the rules or not: it shall keep evidence too. With a judge it stops
 * before the first record that does not.
 * @module
 */

import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { signersOf } from '../../core/note/open-checkpoint.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import { Contradiction, Pages, relate } from '../../verify/follow/continuation.ts';
import type { Followed } from '../../verify/follow/follower.ts';
import { type NoteTrust, notesUpTo, openSignedNote, type SignedNote } from '../../verify/follow/signed-notes.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import type { PublicCopy } from './public-copy.ts';

export interface MirrorParts extends NoteTrust {
  readonly copy: PublicCopy;
  /** Where the log is read. */
  readonly files: Pick<LedgerFiles, 'read'>;
  /** Looks at the records up to a checkpoint before it is committed; rejects to stop there. */
  readonly judge?: (checkpoint: Followed) => Promise<void>;
  readonly onProgress?: (records: number, size: number) => void;
}

/** What one round came to. */
export interface Synced {
  /** `behind` where the source shows less than the copy has: a cache, or a log that was set back. */
  readonly state: 'current' | 'advanced' | 'behind';
  readonly size: number;
  /** The size that the source shows. */
  readonly seen: number;
}

/** The partial tiles of a folder go when its ledger moves on: then a newer checkpoint is there. */
const ATTEMPTS = 3;

/**
 * One round.
 * @throws InputError `checkpoint-inconsistent` on a fork, of which both notes are kept; `not-published`; the codes of
 *   `openSignedNote`, `notesUpTo` and `TreeFiles.page`; what the source and `judge` reject with. The copy then stands where it
 *   stood, or at a note on the way.
 */
export async function syncMirror(parts: MirrorParts): Promise<Synced> {
  let target = await readTarget(parts);
  for (let attempt = 1; ; attempt++) {
    try {
      return await syncTo(parts, target);
    } catch (error) {
      if (error instanceof Contradiction) throw await keep(parts.copy, error);
      if (!(error instanceof InputError) || error.code !== 'object-missing' || attempt === ATTEMPTS) throw error;
      const newer = await readTarget(parts);
      if (equalBytes(newer.bytes, target.bytes)) throw error;
      target = newer;
    }
  }
}

async function readTarget({ files, ...trust }: MirrorParts): Promise<SignedNote> {
  const bytes = await files.read(CHECKPOINT_PATH);
  if (bytes === undefined) throw new InputError('not-published', `${CHECKPOINT_PATH}: nothing is published there`);
  return openSignedNote(bytes, trust, { quorum: true });
}

async function syncTo(parts: MirrorParts, target: SignedNote): Promise<Synced> {
  const { copy } = parts;
  copy.reset();
  const ours = copy.published;
  const relation = await relate(ours, target, (size) => copy.reader.root(size));
  const seen = target.checkpoint.size;
  if (relation === 'same') return { state: 'current', size: copy.sizes.published, seen };
  if (relation === 'earlier') return { state: 'behind', size: copy.sizes.published, seen };
  await advance(parts, target);
  return { state: 'advanced', size: copy.sizes.published, seen };
}

async function advance({ copy, files, judge, onProgress, ...trust }: MirrorParts, target: SignedNote): Promise<void> {
  const tree = new TreeFiles(files, target.checkpoint);
  const pages = new Pages(tree, target, copy.range());
  const from = { count: copy.count, size: copy.sizes.published };
  for await (const notes of notesUpTo(files, from, target, trust)) {
    const last = notes.at(-1);
    if (last === undefined) continue;
    const end = { ...last.checkpoint, signers: signersOf(last.opened) };
    while (pages.size < end.size) {
      await copy.append(await pages.next(end.size, notes));
      onProgress?.(pages.size, target.checkpoint.size);
    }
    if (judge !== undefined) {
      await copy.settle();
      await judge(end);
    }
    await copy.commit(notes.map(({ bytes }) => bytes));
  }
}

async function keep(copy: PublicCopy, error: Contradiction): Promise<InputError> {
  const paths = await copy.keepConflict(error.theirs, error.ours);
  const kept = paths.length === 0 ? '' : `; both notes are kept: ${paths.join(', ')}`;
  return new InputError('checkpoint-inconsistent', `${error.message}${kept}`, { cause: error });
}
