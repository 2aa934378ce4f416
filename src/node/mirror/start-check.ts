/**
 * Asking mirrors before a ledger starts (I11): a folder that was restored cannot know by itself that more was published since; whoever keeps a
 * copy does. What no key of the ledger signed, one before the present included, counts for nothing, and a mirror that is silent stops nobody.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
import { type Note, parseNote } from '../../core/note/note.ts';
import { openNote } from '../../core/note/open.ts';
import { formatVkey, parseVkey } from '../../core/note/vkey.ts';
import { findRetired } from '../../core/rules/log-keys.ts';
import type { LedgerState } from '../../core/rules/state.ts';
import { parseHead } from '../../log/head.ts';
import type { HeadStore, ObjectStore } from '../../log/ports.ts';
import { TreeReader } from '../../log/reader.ts';
import { recoverTree } from '../../log/recovery.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import { nameCheckpoint } from '../../verify/follow/continuation.ts';
import type { Outgoing } from '../outgoing.ts';
import { filesAt } from '../static-files.ts';

/** What a charter says of the keys of the log. */
type LogKeys = Pick<LedgerState, 'logKeys' | 'retiredLogKeys'>;

export interface MirrorCheck {
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  /** Keys of the ledger, with which this process signs. */
  readonly logVkeys: readonly string[];
  /**
   * The charter, as amended: it names the keys before these, with which a mirror that lags shows its newest checkpoint. Asked for only
   * where none of `logVkeys` signed, and once.
   */
  readonly charter: () => Promise<LogKeys | undefined>;
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
  const opener = new Opener(check);
  for (const [i, note] of (await Promise.all(asked)).entries()) {
    const shown = note === undefined ? undefined : await opener.open(mirrors[i] ?? '', note);
    if (shown === undefined) continue;
    const ours = nameCheckpoint(head);
    if (shown.size > head.size)
      throw refused(mirrors[i], `shows ${nameCheckpoint(shown)}, and this folder ends at ${ours}`);
    if (!equalBytes(await reader.root(shown.size), shown.root))
      throw refused(
        mirrors[i],
        `shows ${nameCheckpoint(shown)}, which is of another history than this folder (${ours})`,
      );
  }
}

async function ask(mirror: string, { outgoing, timeoutMs = 5000, warn }: MirrorCheck): Promise<Note | undefined> {
  try {
    const bytes = await filesAt(mirror, { outgoing, timeoutMs }).read(CHECKPOINT_PATH);
    if (bytes === undefined) throw new InputError('not-published', `${mirror} shows no checkpoint`);
    return parseNote(bytes);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    warn(mirror, error);
    return undefined;
  }
}

/** Opens what mirrors show: with the keys of this process, and those of the charter where these are not enough. */
class Opener {
  readonly #check: MirrorCheck;
  #charter: Promise<LogKeys | undefined> | undefined;

  constructor(check: MirrorCheck) {
    this.#check = check;
  }

  /** The checkpoint; undefined, with a warning, for what this log did not sign. @throws what reading the charter throws */
  async open(mirror: string, note: Note): Promise<Checkpoint | undefined> {
    const { logVkeys, warn } = this.#check;
    const known = isSignedBy(note, logVkeys) ? { logKeys: [] } : await this.#askCharter();
    try {
      return openOwn(note, logVkeys, known);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      warn(mirror, error);
      return undefined;
    }
  }

  async #askCharter(): Promise<LogKeys> {
    this.#charter ??= this.#check.charter();
    return (await this.#charter) ?? { logKeys: [] };
  }
}

/** True where a signature line names one of the keys, whether it verifies or not. */
function isSignedBy({ signatures }: Note, vkeys: readonly string[]): boolean {
  const keys = vkeys.map(parseVkey);
  return signatures.some((line) => keys.some(({ name, keyId }) => line.name === name && line.keyId === keyId));
}

/**
 * @throws InputError `unverified-note`, `bad-note-signature` and others for anything but a checkpoint that this log signed;
 *   `log-key-retired` for one larger than the log was when all the keys that signed it ended: only a thief makes it
 */
function openOwn(note: Note, own: readonly string[], { logKeys, retiredLogKeys = [] }: LogKeys): Checkpoint {
  const vkeys = new Set([...own, ...logKeys, ...retiredLogKeys.map(({ vkey }) => vkey)]);
  const keys = [...vkeys].map(parseVkey);
  const { verified } = openNote(note, keys);
  const checkpoint = parseCheckpoint(note.text);
  const { origin, size } = checkpoint;
  if (!keys.some(({ name }) => name === origin))
    throw new InputError('other-ledger', `a checkpoint of ${JSON.stringify(origin)}`);
  const signers = verified.map(({ key }) => formatVkey(key));
  const retired = findRetired({ logKeys, retiredLogKeys }, signers, size);
  if (retired === undefined) return checkpoint;
  throw new InputError(
    'log-key-retired',
    `a checkpoint of ${size} records, signed with keys retired by record ${retired.until}`,
  );
}

function refused(mirror: string | undefined, what: string): InputError {
  return new InputError(
    'fork-refused',
    `the mirror ${mirror} ${what}; if this folder was restored from a backup: ledgerline hydrate DIR --from ${mirror}`,
  );
}
