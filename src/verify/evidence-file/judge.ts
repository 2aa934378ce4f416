/**
 * Whether evidence holds. What hashes and signatures decide is decided here; replaying the rules is `replay-prefix.ts`.
 * @module
 */
import { encodeBase64 } from '../../core/bytes/base64.ts';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { parseSpki } from '../../core/crypto/spki.ts';
import { InputError } from '../../core/error.ts';
import { EMPTY_ROOT, hashLeaf } from '../../core/merkle/hash.ts';
import { checkInclusion } from '../../core/merkle/inclusion.ts';
import { type Checkpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
import type { Note } from '../../core/note/note.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { encodePae, PAYLOAD_TYPE } from '../../core/statement/dsse.ts';
import { assertExtends, assertLogSigned, openAnchor } from '../anchor.ts';
import { tryOpenRecord } from '../audit/replay.ts';
import type { ForkEvidence, OmissionEvidence, RuleEvidence } from './document.ts';
import type { ReplayedPrefix } from './replay-prefix.ts';

/**
 * Requires that a log of the policy signed each of the notes, all under one name.
 * @throws InputError `bad-note-signature`, `evidence-refuted` for two logs; `other-policy`, `unverified-note`: nobody can tell
 */
export function assertSignedByLog(notes: readonly Note[], policy: TrustPolicy, verify: VerifySignature): undefined {
  const origins = new Set<string>();
  for (const note of notes) {
    const anchor = openAnchor(note, policy, verify);
    assertLogSigned([anchor], policy);
    origins.add(anchor.checkpoint.origin);
  }
  if (origins.size > 1)
    throw refuted(`checkpoints of ${[...origins].map((name) => JSON.stringify(name)).join(' and ')}`);
}

/**
 * Requires that no one log can have both trees: at the size of the smaller one the larger has another root.
 * @throws InputError `evidence-refuted`, `bad-evidence`, `bad-consistency-proof`; `evidence-incomplete`: nobody can tell
 */
export function assertForked({ notes: [first, second], prefix }: ForkEvidence): undefined {
  const [older, newer] = [parseCheckpoint(first.text), parseCheckpoint(second.text)];
  if (older.size > newer.size) throw new InputError('bad-evidence', 'evidence: the larger checkpoint stands first');
  const root = rootThen(older, newer, prefix);
  if (!equalBytes(root, older.root)) return;
  throw refuted(`the tree of size ${newer.size} begins with the tree of size ${older.size}`);
}

/** The root that the newer tree has at the size of the older one, proven. */
function rootThen(older: Checkpoint, newer: Checkpoint, prefix: ForkEvidence['prefix']): Uint8Array {
  const needsNone = older.size === newer.size || older.size === 0;
  if (needsNone && prefix !== undefined) throw new InputError('bad-evidence', 'evidence: a prefix that nothing needs');
  if (older.size === newer.size) return newer.root;
  if (older.size === 0) return EMPTY_ROOT;
  if (prefix !== undefined) {
    assertExtends(newer, { ...older, root: prefix.root }, prefix.consistency);
    return prefix.root;
  }
  const message = `sizes ${older.size} and ${newer.size}: two notes alone do not contradict each other; what is missing is the root that the larger tree has at size ${older.size}, with its proof`;
  throw new InputError('evidence-incomplete', message);
}

/** The checkpoint, if its tree holds the record. @throws InputError `bad-inclusion-proof`, `bad-checkpoint` */
export function assertIncluded(
  note: Note,
  index: number,
  leaf: Uint8Array,
  inclusion: readonly Uint8Array[],
): Checkpoint {
  const checkpoint = parseCheckpoint(note.text);
  checkInclusion(index, checkpoint.size, leaf, inclusion, checkpoint.root);
  return checkpoint;
}

/**
 * Requires that the record breaks the rule named.
 * @param replayed what a replay of everything up to it gave, where the evidence carries that
 * @throws InputError `evidence-refuted`, `bad-consistency-proof`, `bad-evidence`; `evidence-incomplete`, `unknown-version`: nobody can tell
 */
export function assertRuleBroken(
  evidence: RuleEvidence,
  replayed: ReplayedPrefix | undefined,
  verify: VerifySignature,
): undefined {
  const { index, record, code, key } = evidence;
  if (replayed !== undefined) {
    assertLeadsTo(evidence, replayed.root);
    assertFound(evidence, replayed);
  } else if (key !== undefined) assertBadSignature(evidence, key, verify);
  else {
    const opened = tryOpenRecord(record);
    const isUnreadable = opened instanceof InputError && opened.code === code;
    if (isUnreadable && code !== 'unknown-version' && code !== 'unknown-kind') return;
    throw new InputError(
      'evidence-incomplete',
      `record ${index} stands in the tree; whether it breaks ${code} only a replay of records 0 to ${index} shows: ledgerline audit`,
    );
  }
}

/** Requires that the tree with `root`, which ends with the record, begins that of the checkpoint. @throws InputError `bad-consistency-proof`, `bad-checkpoint` */
export function assertLeadsTo({ note, index, prefix }: RuleEvidence, root: Uint8Array): void {
  const checkpoint = parseCheckpoint(note.text);
  assertExtends(checkpoint, { ...checkpoint, size: index + 1, root }, prefix?.consistency ?? []);
}

function assertFound(evidence: RuleEvidence, { problems, doubts, creditsDue }: ReplayedPrefix): void {
  const { index, code } = evidence;
  if (problems.some((finding) => finding.index === index && finding.code === code)) return;
  // A ledger commits credits together with their source, so it signs no tree that ends between them (I6).
  if (code === 'credits-missing' && creditsDue > 0 && parseCheckpoint(evidence.note.text).size === index + 1) return;
  const [doubt] = doubts;
  if (doubt !== undefined) throw new InputError('unknown-version', doubt.message);
  const found = problems.map((finding) => `${finding.code} at ${finding.index}`).join(', ') || 'nothing';
  throw refuted(`a replay up to record ${index} finds ${found}, not ${code} at ${index}`);
}

/** The key's id is the digest of the key: so the record itself says which key it is. */
function assertBadSignature({ record, index }: RuleEvidence, spki: Uint8Array, verify: VerifySignature): void {
  const opened = tryOpenRecord(record);
  if (opened instanceof InputError) throw opened;
  const key = parseSpki(spki);
  if (key.keyId !== opened.keyId)
    throw new InputError(
      'bad-evidence',
      `evidence: record ${index} names the key ${opened.keyId}, the file shows ${key.keyId}`,
    );
  if (verify(key, encodePae(PAYLOAD_TYPE, opened.payload), opened.signature))
    throw refuted(`the signature of record ${index} verifies with ${encodeBase64(spki)}`);
}

/** Requires that the leaf at the index of the receipt is another one. @throws InputError `evidence-refuted` */
export function assertReplaced({ record, receipt, leaf }: OmissionEvidence): undefined {
  const own = hashLeaf(record);
  if (!equalBytes(own, leaf)) return;
  throw refuted(`record ${receipt.index} stands there: its leaf hash is ${encodeHex(own)} in both trees`);
}

function refuted(what: string): InputError {
  return new InputError('evidence-refuted', `evidence: ${what}`);
}
