/**
 * The succession of the log's key from the files of a ledger (`verify/succession-steps.ts`): read once, where a key was retired.
 * @module
 */
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { fetchConsistencyProof, type NodeReader } from '../../core/merkle/fetch.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { parseNote } from '../../core/note/note.ts';
import type { RetiredLogKey } from '../../core/rules/state.ts';
import { NotesFiles } from '../audit/checkpoint-files.ts';
import type { Findings } from '../audit/findings.ts';
import type { PinnedFiles } from '../audit/pinned-files.ts';
import type { EarlierCheckpoint } from '../bundle.ts';
import type { PlacedRecord } from '../evidence.ts';
import { charterAt } from '../succession.ts';
import { isSignedBy, MAX_NOTES_BACK, retiredWithin, type SuccessionStep, stepsOf } from '../succession-steps.ts';

/** Where a succession is read from. */
export interface SuccessionFiles {
  readonly pinned: PinnedFiles;
  readonly findings: Findings;
  readonly size: number;
  readonly readNodes: NodeReader;
}

/**
 * The succession under the checkpoint of `size` records.
 * @param governance the charter, amendments, and endorsements of amendments below `size`
 * @throws InputError `checkpoints-corrupt`, `bad-note` and others for published checkpoints that are none; Refusal, InputError as `Keyring.add`
 */
export async function readSuccession(
  { pinned, findings, size, readNodes }: SuccessionFiles,
  governance: readonly PlacedRecord[],
): Promise<readonly EarlierCheckpoint[]> {
  const keys = retiredWithin(charterAt(governance, size), size).map((key) => new LastOf(key));
  if (keys.length === 0) return [];
  const before = findings.problems.list().findings.length;
  await readNotes(new NotesFiles(pinned, findings), keys);
  const problem = findings.problems.list().findings[before];
  if (problem !== undefined) throw new InputError(problem.code, problem.message);
  return Promise.all(
    stepsOf(keys.map(({ step }) => step)).map(async ({ size: from, note }) => ({
      note: parseNote(note),
      consistency: await fetchConsistencyProof(from, size, readNodes),
    })),
  );
}

/** Tells `keys` of all notes, until none of them concerns any. */
async function readNotes(files: NotesFiles, keys: readonly LastOf[]): Promise<void> {
  for (let file = await files.next(); file !== undefined; file = await files.next()) {
    for (const bytes of file.notes) {
      const { size } = parseCheckpoint(parseNote(bytes).text);
      if (keys.filter((key) => key.add(size, bytes)).length === 0) return;
    }
  }
}

/** The last checkpoint that a key signed before its retirement, if it is among the last of that time. */
class LastOf {
  readonly #key: RetiredLogKey;
  #found: SuccessionStep | undefined;
  /** Notes since the one found. */
  #since = 0;

  constructor(key: RetiredLogKey) {
    this.#key = key;
  }

  /** Takes the next note in; false once it is of a later time. */
  add(size: number, note: Uint8Array): boolean {
    if (size > this.#key.until) return false;
    this.#since++;
    if (isSignedBy(note, this.#key)) {
      this.#found = { size, note: decodeUtf8(note) };
      this.#since = 0;
    }
    return true;
  }

  get step(): SuccessionStep | undefined {
    return this.#since < MAX_NOTES_BACK ? this.#found : undefined;
  }
}
