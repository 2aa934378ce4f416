/**
 * Anchors: the checkpoints in which a bundle ends, and what a trust policy makes of their signatures.
 *
 * The Merkle proofs of a bundle say "this record stands in the tree of that checkpoint". An anchor says who vouches for
 * the checkpoint, as far as this policy's reader can tell.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { InputError } from '../core/error.ts';
import { checkConsistency } from '../core/merkle/consistency.ts';
import { EMPTY_ROOT } from '../core/merkle/hash.ts';
import { type Checkpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import type { Note, NoteSignature } from '../core/note/note.ts';
import { type OpenedCheckpoint, openCheckpoint, type VerifiedCosignature } from '../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';

/** A checkpoint under a policy. */
export interface Anchor {
  /** What the note says; worth nothing unless `opened`, or tied to an anchor that is. */
  readonly checkpoint: Checkpoint;
  /** Set where a log of the policy signed it. */
  readonly opened: OpenedCheckpoint | undefined;
  /** Cosignatures that verified; none unless `opened`. */
  readonly cosignatures: readonly VerifiedCosignature[];
  /** Signature lines of keys that the policy does not name. Their names are attacker-controlled. */
  readonly ignored: readonly NoteSignature[];
}

/**
 * Opens a note as far as the policy allows.
 * @throws InputError `bad-checkpoint` and others for a malformed text, `bad-note-signature` when the signature of a key
 *   that the policy names does not verify
 */
export function openAnchor(note: Note, policy: TrustPolicy, verify: VerifySignature): Anchor {
  const opened = openUnderPolicy(note, policy, verify);
  const named = [...policy.logs, ...policy.witnesses].map(({ key }) => key);
  const ignored = note.signatures.filter(
    (signature) => !named.some((key) => key.name === signature.name && key.keyId === signature.keyId),
  );
  const checkpoint = opened?.checkpoint ?? parseCheckpoint(note.text);
  return { checkpoint, opened, cosignatures: opened?.cosignatures ?? [], ignored };
}

/**
 * Requires that the tree of `older` is the beginning of the tree of `newer`, both of one log. The empty tree, which
 * `checkConsistency` has nothing to say about, begins every tree.
 * @throws InputError `other-ledger`, `bad-consistency-proof`
 */
export function assertExtends(newer: Checkpoint, older: Checkpoint, proof: readonly Uint8Array[]): void {
  if (older.origin !== newer.origin) {
    throw new InputError(
      'other-ledger',
      `checkpoints of ${JSON.stringify(older.origin)} and of ${JSON.stringify(newer.origin)}`,
    );
  }
  const isEmpty = older.size === 0 && proof.length === 0 && equalBytes(older.root, EMPTY_ROOT);
  if (!isEmpty) checkConsistency(older.size, newer.size, older.root, newer.root, proof);
}

/**
 * Requires that a log of the policy signed one of the anchors.
 * @throws InputError `other-policy`, `unverified-note`: nobody can tell
 */
export function assertLogSigned(anchors: readonly Anchor[], policy: TrustPolicy): void {
  if (anchors.some(({ opened }) => opened !== undefined)) return;
  const origins = policy.logs.map(({ key }) => key.name);
  const origin = anchors[0]?.checkpoint.origin ?? '';
  if (!origins.includes(origin)) {
    throw new InputError(
      'other-policy',
      `a checkpoint of ${JSON.stringify(origin)}, a policy for ${origins.join(', ')}`,
    );
  }
  throw new InputError('unverified-note', `no key that the policy lists for ${origin} signed the checkpoint`);
}

/**
 * Requires that one of the anchors meets the policy's quorum, which the reader asks of what its log signed.
 * @throws InputError `too-few-cosignatures`, `unchecked-cosignature`: nobody can tell
 */
export function assertQuorum(anchors: readonly Anchor[], policy: TrustPolicy): void {
  const quorums = anchors.map(({ opened }) => opened?.quorum);
  if (quorums.includes('met')) return;
  if (quorums.includes('unknown')) {
    throw new InputError('unchecked-cosignature', `quorum ${policy.quorum}: it depends on keys of type 0x06`);
  }
  const names = new Set(anchors.flatMap(({ cosignatures }) => cosignatures.map(({ witness }) => witness.name)));
  throw new InputError(
    'too-few-cosignatures',
    `quorum ${policy.quorum}: cosigned by ${names.size === 0 ? 'no witness of the policy' : [...names].join(', ')}`,
  );
}

function openUnderPolicy(note: Note, policy: TrustPolicy, verify: VerifySignature): OpenedCheckpoint | undefined {
  try {
    return openCheckpoint(note, policy, verify);
  } catch (error) {
    if (error instanceof InputError && error.code === 'unverified-note') return undefined;
    throw error;
  }
}
