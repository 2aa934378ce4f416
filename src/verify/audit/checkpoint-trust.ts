/**
 * Published checkpoints under a trust policy: signed by a log that the policy names, cosigned as its quorum asks.
 * Each note is judged by itself, in the background, a file of notes at a time.
 * @module
 */
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import { verifyCosignature } from '../../core/note/cosignature.ts';
import type { Note } from '../../core/note/note.ts';
import { type OpenedCheckpoint, signersOf } from '../../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { COSIGNATURE_ED25519, COSIGNATURE_ML_DSA_44 } from '../../core/note/vkey.ts';
import { type Anchor, openAnchor } from '../anchor.ts';
import { type SignatureBackend, withSignatures } from '../signatures.ts';
import { formatNotesPath, NOTES_PER_FILE } from './checkpoint-files.ts';
import { type AuditFinding, type Findings, nameRun, Run } from './findings.ts';

/** A note, and where it stands: its number in `checkpoints/`, or undefined for the file `checkpoint`. */
export interface NoteInPlace {
  readonly note: Note;
  readonly origin: string;
  readonly path: string;
  readonly ordinal: number | undefined;
}

/** A note, and which keys of the log signed it. */
export interface SignedNote {
  /** vkeys of the log that the policy lists. */
  readonly signers: readonly string[];
  readonly size: number;
  /** As messages name it. */
  readonly name: string;
  readonly path: string;
}

type Doubt = 'unverified-note' | 'too-few-cosignatures' | 'unchecked-cosignature';

/** What a later checkpoint with its quorum makes good: it covers every record before it. */
const MADE_GOOD: ReadonlySet<Doubt> = new Set(['too-few-cosignatures', 'unchecked-cosignature']);

const DOUBTS: Readonly<Record<Doubt, string>> = {
  'unverified-note': 'signed by no key that the policy lists for this log',
  'too-few-cosignatures': 'cosigned by fewer witnesses than the quorum asks for',
  'unchecked-cosignature': 'whether the quorum is met depends on keys of type 0x06',
};

export class CheckpointTrust {
  readonly #policy: TrustPolicy;
  readonly #verify: SignatureBackend;
  readonly #findings: Findings;
  readonly #doubts: Readonly<Record<Doubt, Run>>;
  readonly #otherOrigins = new Set<string>();
  /** Settles when every note handed in so far has been judged, in their order. */
  #judged: Promise<void> = Promise.resolve();
  #newest: Anchor | undefined;
  /** The last note that has its quorum, by its number. */
  #lastMet = -1;
  /** Runs of notes without theirs, until it is known whether a later one has it. */
  readonly #unmet: { readonly last: number; readonly finding: AuditFinding }[] = [];
  /** The largest note of each set of log keys that signed one, by their names. */
  readonly #largest = new Map<string, SignedNote>();

  constructor(policy: TrustPolicy, verify: SignatureBackend, findings: Findings) {
    this.#policy = policy;
    this.#verify = verify;
    this.#findings = findings;
    this.#doubts = {
      'unverified-note': this.#createRun('unverified-note'),
      'too-few-cosignatures': this.#createRun('too-few-cosignatures'),
      'unchecked-cosignature': this.#createRun('unchecked-cosignature'),
    };
  }

  /** Judges notes that follow those of the call before; returns when those have been judged. */
  async judge(notes: readonly NoteInPlace[]): Promise<void> {
    const before = this.#judged;
    this.#judged = this.#judgeAfter(before, notes);
    this.#judged.catch(() => {}); // the next call, or `end`, gets the error
    await before;
  }

  /** Waits for the last judgements. */
  async end(): Promise<void> {
    await this.#judged;
    for (const run of Object.values(this.#doubts)) run.end();
    for (const { last, finding } of this.#unmet.splice(0)) {
      const { message, ...rest } = finding;
      if (last > this.#lastMet) this.#findings.doubts.add(finding);
      else
        this.#findings.notes.add({
          ...rest,
          message: `${message}; a later checkpoint, which has its quorum, covers them`,
        });
    }
  }

  /** Who signed and cosigned the newest note in `checkpoints/`; undefined if nobody that the policy knows did. */
  get newest(): { readonly signers: readonly string[]; readonly isCosigned: boolean } | undefined {
    const opened = this.#newest?.opened;
    return opened && { signers: signersOf(opened), isCosigned: opened.cosignatures.length > 0 };
  }

  /** The largest note that each set of log keys signed; what no log of the policy signed aside. */
  get largest(): readonly SignedNote[] {
    return [...this.#largest.values()];
  }

  async #judgeAfter(before: Promise<void>, notes: readonly NoteInPlace[]): Promise<void> {
    const anchors = await Promise.all(notes.map((each) => this.#open(each)));
    await before;
    for (const [i, each] of notes.entries()) this.#record(each, anchors[i]);
  }

  /** Undefined for a note of another log, and for one whose signatures are wrong, which has been reported. */
  async #open({ note, origin, path, ordinal }: NoteInPlace): Promise<Anchor | undefined> {
    if (!this.#policy.logs.some(({ key }) => key.name === origin)) {
      this.#reportOrigin(origin, path);
      return undefined;
    }
    try {
      return await withSignatures(this.#verify, (verify) => {
        refuseRenamed(note, this.#policy, verify);
        return openAnchor(note, this.#policy, verify);
      });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#findings.problems.addError(error, { path }, nameNote(path, ordinal));
      return undefined;
    }
  }

  #record({ path, ordinal }: NoteInPlace, anchor: Anchor | undefined): void {
    if (ordinal !== undefined) this.#newest = anchor;
    if (anchor === undefined) return;
    if (anchor.opened !== undefined) this.#keepLargest(anchor.opened, nameNote(path, ordinal), path);
    const quorum = anchor.opened?.quorum;
    if (quorum === undefined) this.#doubt('unverified-note', path, ordinal);
    else if (quorum === 'missing') this.#doubt('too-few-cosignatures', path, ordinal);
    else if (quorum === 'unknown') this.#doubt('unchecked-cosignature', path, ordinal);
    else this.#lastMet = ordinal ?? this.#lastMet;
  }

  #keepLargest(opened: OpenedCheckpoint, name: string, path: string): void {
    const signers = signersOf(opened);
    const { size } = opened.checkpoint;
    const known = this.#largest.get(signers.join(' '));
    if (known === undefined || known.size < size) this.#largest.set(signers.join(' '), { signers, size, name, path });
  }

  #reportOrigin(origin: string, path: string): void {
    if (this.#otherOrigins.has(origin)) return;
    this.#otherOrigins.add(origin);
    const named = this.#policy.logs.map(({ key }) => key.name).join(', ');
    const message = `${path}: a checkpoint of ${JSON.stringify(origin)}, a policy for ${named}`;
    this.#findings.doubts.add({ code: 'other-policy', message, path });
  }

  #doubt(code: Doubt, path: string, ordinal: number | undefined): void {
    if (ordinal !== undefined) this.#doubts[code].add(ordinal);
    else this.#findings.doubts.add({ code, message: `${path}: ${DOUBTS[code]}`, path });
  }

  #createRun(code: Doubt): Run {
    return new Run((first, last) => {
      const path = formatNotesPath(Math.floor(first / NOTES_PER_FILE));
      const finding = { code, message: `${path}: ${nameRun('note', first, last)}: ${DOUBTS[code]}`, path };
      if (MADE_GOOD.has(code)) this.#unmet.push({ last, finding });
      else this.#findings.doubts.add(finding);
    });
  }
}

/**
 * A line with the key id of a known key under another name counts for nothing, as the specification says. But where the
 * signature is that key's own, its name was changed after signing.
 * @throws InputError `bad-note-signature`
 */
function refuseRenamed({ text, signatures }: Note, { logs, witnesses }: TrustPolicy, verify: VerifySignature): void {
  for (const { key } of [...logs, ...witnesses]) {
    if (key.type === COSIGNATURE_ML_DSA_44) continue;
    for (const { name, keyId, signature } of signatures) {
      if (keyId !== key.keyId || name === key.name) continue;
      const isOwn =
        key.type === COSIGNATURE_ED25519
          ? verifyCosignature(key.key, text, signature, verify) !== undefined
          : verify(key.key, encodeUtf8(text), signature);
      if (isOwn) throw new InputError('bad-note-signature', `the signature of ${key.name} stands under another name`);
    }
  }
}

/** Names a note in messages. */
export function nameNote(path: string, ordinal: number | undefined): string {
  return ordinal === undefined ? path : `${path}: note ${ordinal}`;
}
