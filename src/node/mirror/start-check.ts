/**
 * Asking mirrors before a ledger starts (I11): a folder that was restored cannot know by itself that more was published since; whoever keeps a
 * copy does. What is not signed by the ledger's own key counts for nothing, and a mirror that is silent stops nobody.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { parseNote } from '../../core/note/note.ts';
import { openNote } from '../../core/note/open.ts';
import { parseVkey, type VerifierKey } from '../../core/note/vkey.ts';
import { parseHead } from '../../log/head.ts';
import type { HeadStore, ObjectStore } from '../../log/ports.ts';
import { TreeReader } from '../../log/reader.ts';
import { recoverTree } from '../../log/recovery.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import { nameCheckpoint } from '../../verify/follow/continuation.ts';
import type { Outgoing } from '../outgoing.ts';
import { filesAt } from '../static-files.ts';

export interface MirrorCheck {
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  /** Keys of the ledger, under which its checkpoints are signed. */
  readonly logVkeys: readonly string[];
  /** Addresses of mirrors. */
  readonly mirrors: readonly string[];
  readonly outgoing: Outgoing;
  /** Told of a mirror that gave no note of this ledger. */
  readonly warn: (mirror: string, error: InputError) => void;
  /** Default 5000. */
  readonly timeoutMs?: number;
}

/**
 * Asks all mirrors at once. Requires that no engine runs on the stores yet: a batch that a crash interrupted is finished here.
 * @throws InputError `fork-refused` where one shows a checkpoint of ours beyond the head, or of another history
 */
export async function refuseBehindMirrors(check: MirrorCheck): Promise<void> {
  const { heads, objects, mirrors } = check;
  const stored = await heads.read();
  if (stored === undefined || mirrors.length === 0) return;
  const asked = mirrors.map((mirror) => ask(mirror, check));
  const head = parseHead(stored.bytes);
  const edge = await recoverTree(objects, head);
  const reader = new TreeReader(objects, () => edge);
  for (const [i, answer] of (await Promise.all(asked)).entries()) {
    if (answer === undefined) continue;
    const ours = nameCheckpoint(head);
    if (answer.size > head.size)
      throw refused(mirrors[i], `shows ${nameCheckpoint(answer)}, and this folder ends at ${ours}`);
    if (!equalBytes(await reader.root(answer.size), answer.root))
      throw refused(
        mirrors[i],
        `shows ${nameCheckpoint(answer)}, which is of another history than this folder (${ours})`,
      );
  }
}

interface Shown {
  readonly size: number;
  readonly root: Uint8Array;
}

async function ask(mirror: string, check: MirrorCheck): Promise<Shown | undefined> {
  const { outgoing, timeoutMs = 5000, logVkeys, warn } = check;
  try {
    const bytes = await filesAt(mirror, { outgoing, timeoutMs }).read(CHECKPOINT_PATH);
    if (bytes === undefined) throw new InputError('not-published', `${mirror} shows no checkpoint`);
    return openOwn(bytes, logVkeys.map(parseVkey));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    warn(mirror, error);
    return undefined;
  }
}

/** @throws InputError `unverified-note`, `bad-note-signature` and others for anything but a checkpoint that we signed */
function openOwn(bytes: Uint8Array, keys: readonly VerifierKey[]): Shown {
  const note = parseNote(bytes);
  openNote(note, keys);
  const { origin, size, root } = parseCheckpoint(note.text);
  if (keys.some(({ name }) => name === origin)) return { size, root };
  throw new InputError('other-ledger', `a checkpoint of ${JSON.stringify(origin)}`);
}

function refused(mirror: string | undefined, what: string): InputError {
  return new InputError(
    'fork-refused',
    `the mirror ${mirror} ${what}; if this folder was restored from a backup: ledgerline hydrate DIR --from ${mirror}`,
  );
}
