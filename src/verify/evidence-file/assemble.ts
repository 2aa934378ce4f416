/**
 * Making evidence of what a ledger shows: from two notes, a record, a receipt, and the ledger's static files. What it makes
 * holds, or it says why it cannot.
 * @module
 */

import { decodeBase64 } from '../../core/bytes/base64.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import type { ErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { checkInclusion } from '../../core/merkle/inclusion.ts';
import type { Checkpoint } from '../../core/note/checkpoint.ts';
import { type Note, parseNote } from '../../core/note/note.ts';
import { openCheckpoint } from '../../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { STATE } from '../../core/rules/state.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import type { AuditFinding } from '../audit/findings.ts';
import type { LedgerFiles } from '../audit/ledger-files.ts';
import { tryOpenRecord } from '../audit/replay.ts';
import { parseBundle } from '../bundle.ts';
import { Follower } from '../follow/follower.ts';
import { type EntryPage, TreeFiles } from '../follow/tree-files.ts';
import type { SignatureBackend } from '../signatures.ts';
import type { ForkEvidence, OmissionEvidence, RuleEvidence } from './document.ts';

/** The static files of a log. */
export type StaticFiles = Pick<LedgerFiles, 'read'>;

/** The prefix of a log that a file may carry, bytes; larger ones must be replayed by whoever judges. */
const MAX_PREFIX_BYTES = 32 * 1024 * 1024;
const MAX_PREFIX_RECORDS = 100_000;

/** A note under a policy: its checkpoint, and the note with the log's signature alone. */
export interface LogNote {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/** Opens a note and leaves the log's signature on it. @throws InputError as `openCheckpoint` */
export function openLogNote(text: Uint8Array | string, policy: TrustPolicy): LogNote {
  const note = parseNote(text);
  const { checkpoint, log } = openCheckpoint(note, policy);
  const own = note.signatures.filter(({ name, keyId }) => name === log.key.name && keyId === log.key.keyId);
  return { checkpoint, note: { text: note.text, signatures: own.slice(0, 1) } };
}

/**
 * Evidence of a fork.
 * @param files where the larger tree is served; not needed for trees of one size
 * @throws InputError `nothing-wrong` where both are of one log, `other-ledger`, `evidence-incomplete` without files; `object-missing`,
 *   `bad-tile`, `bad-consistency-proof` where the files are not those of the larger tree
 */
export async function forkEvidence(a: LogNote, b: LogNote, files: StaticFiles | undefined): Promise<ForkEvidence> {
  const [older, newer] = a.checkpoint.size <= b.checkpoint.size ? [a, b] : [b, a];
  if (older.checkpoint.origin !== newer.checkpoint.origin)
    throw new InputError('other-ledger', `notes of ${older.checkpoint.origin} and of ${newer.checkpoint.origin}`);
  const notes = [older.note, newer.note] as const;
  const { size, root } = older.checkpoint;
  const end = newer.checkpoint;
  if (size === end.size || size === 0) {
    if (size > 0 && equalBytes(root, end.root)) throw nothingWrong('both notes are of one tree');
    return { kind: 'fork', notes };
  }
  if (files === undefined) {
    const message = `sizes ${size} and ${end.size}: name with --ledger where the larger tree is served, for the root that it has at size ${size}`;
    throw new InputError('evidence-incomplete', message);
  }
  const tree = new TreeFiles(files, end);
  const [rootThen, consistency] = [await tree.rootAt(size), await tree.consistency(size)];
  checkConsistency(size, end.size, rootThen, end.root, consistency);
  if (equalBytes(rootThen, root)) throw nothingWrong(`the tree of size ${end.size} begins with that of size ${size}`);
  return { kind: 'fork', notes, prefix: { root: rootThen, consistency } };
}

/**
 * Evidence that a record breaks a rule: the first problem that a replay finds with it. An index at the end of the tree asks for what should
 * stand there, credits that must follow: the evidence is about the last record before it.
 * @param verify verifies signatures, at once or later
 * @throws InputError `nothing-wrong` where the rules have nothing against it; as `Follower.follow`
 */
export async function ruleEvidence(
  files: StaticFiles,
  { checkpoint, note }: LogNote,
  index: number,
  verify: SignatureBackend,
): Promise<RuleEvidence> {
  const at = index === checkpoint.size ? index - 1 : index;
  const prefix = new Prefix(at);
  const follower = new Follower({ files, verifySignature: verify, onPage: async (page) => prefix.take(page) });
  await follower.follow(checkpoint);
  const finding = follower.problems.find((each) => each.index === index);
  const { record } = prefix;
  if (finding === undefined || record === undefined) throw nothingWrong(describeRest(index, follower.problems));
  const tree = new TreeFiles(files, checkpoint);
  const { inclusion } = await tree.leaf(at);
  const evidence = { kind: 'rule', note, index: at, record, inclusion, code: finding.code } as const;
  const key = keyOf(record, finding.code, follower);
  if (key !== undefined) return { ...evidence, key };
  if (isPlain(record, finding.code) || prefix.isTooLong) return evidence;
  const consistency = at + 1 === checkpoint.size ? [] : await tree.consistency(at + 1);
  return { ...evidence, prefix: { records: prefix.before, consistency } };
}

/** The records up to one, as their pages come; those before it only as long as a file can carry them. */
class Prefix {
  readonly before: Uint8Array[] = [];
  readonly #index: number;
  #count = 0;
  #sizeBytes = 0;
  record: Uint8Array | undefined;

  constructor(index: number) {
    this.#index = index;
  }

  get isTooLong(): boolean {
    return this.before.length < this.#index;
  }

  /** A page that was partial comes again. */
  take({ index, entries }: EntryPage): void {
    for (const entry of entries.slice(this.#count - index * FULL_WIDTH)) {
      if (this.#count === this.#index) this.record = entry;
      if (this.#count < this.#index) this.#keep(entry);
      this.#count++;
    }
  }

  #keep(entry: Uint8Array): void {
    this.#sizeBytes += entry.length;
    if (this.#sizeBytes <= MAX_PREFIX_BYTES && this.before.length < MAX_PREFIX_RECORDS) this.before.push(entry);
  }
}

/**
 * Evidence that the log took out a record for which it gave a receipt.
 * @param bundle the receipt
 * @throws InputError `nothing-wrong` where the record stands in its place; `evidence-incomplete` where the tree does not reach there
 */
export async function omissionEvidence(
  bundle: Uint8Array,
  files: StaticFiles,
  { checkpoint, note }: LogNote,
  policy: TrustPolicy,
): Promise<OmissionEvidence> {
  const { record, proof } = parseBundle(bundle);
  const { index, hashes } = proof;
  const receipt = openCheckpoint(proof.note, policy);
  const own = hashLeaf(record);
  checkInclusion(index, receipt.checkpoint.size, own, hashes, receipt.checkpoint.root);
  if (checkpoint.size <= index) {
    const message = `the tree of size ${checkpoint.size} does not reach record ${index}: that it is older, or another one, the notes alone do not say`;
    throw new InputError('evidence-incomplete', message);
  }
  const { hash: leaf, inclusion } = await new TreeFiles(files, checkpoint).leaf(index);
  checkInclusion(index, checkpoint.size, leaf, inclusion, checkpoint.root);
  if (equalBytes(leaf, own)) throw nothingWrong(`record ${index} stands where its receipt says`);
  const { key } = receipt.log;
  const signatures = proof.note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.keyId);
  const signed = { index, hashes, note: { text: proof.note.text, signatures: signatures.slice(0, 1) } };
  return { kind: 'omission', record, receipt: signed, note, leaf, inclusion };
}

/** The key that the record names, where only its signature is wrong. */
function keyOf(bytes: Uint8Array, code: ErrorCode, { state }: Follower): Uint8Array | undefined {
  const record = tryOpenRecord(bytes);
  if (code !== 'bad-signature' || record instanceof InputError) return undefined;
  const spki = state.value(STATE.institution(record.statement.author))?.keys[record.keyId]?.spki;
  return spki === undefined ? undefined : decodeBase64(spki);
}

/** True for what the record shows by itself. */
function isPlain(bytes: Uint8Array, code: ErrorCode): boolean {
  const record = tryOpenRecord(bytes);
  return record instanceof InputError && record.code === code;
}

function describeRest(index: number, problems: readonly AuditFinding[]): string {
  const others = problems.map((each) => `${each.code} at ${each.index ?? 'the end'}`).join(', ');
  return `a replay finds nothing wrong with record ${index}${others === '' ? '' : `, but ${others}`}`;
}

function nothingWrong(what: string): InputError {
  return new InputError('nothing-wrong', what);
}
