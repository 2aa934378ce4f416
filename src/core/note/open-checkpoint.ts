/**
 * Opening a checkpoint under a trust policy: signed by a listed log under its own origin, and cosigned by whom.
 * @module
 */
import type { VerifySignature } from '../crypto/public-key.ts';
import { InputError } from '../error.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import type { Note } from './note.ts';
import { openNote } from './open.ts';
import { evaluateQuorum, type PolicyLog, type PolicyWitness, type TrustPolicy } from './trust-policy.ts';
import { formatVkey } from './vkey.ts';

/** A cosignature that verified. */
export interface VerifiedCosignature {
  readonly witness: PolicyWitness;
  /** POSIX seconds, as the witness states. */
  readonly timestampSeconds: number;
}

/** A checkpoint whose log signature verified. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
  readonly log: PolicyLog;
  /** All logs of that origin in the policy that signed it, `log` first: two while a key is being succeeded. */
  readonly logs: readonly PolicyLog[];
  /** In the order of the lines. A witness may stand here more than once, with other times; it counts once. */
  readonly cosignatures: readonly VerifiedCosignature[];
  /**
   * `met` by the cosignatures that verified; `unknown` when it would be met if those that this version cannot check
   * were good; else `missing`.
   */
  readonly quorum: 'met' | 'unknown' | 'missing';
}

/**
 * Verifies a checkpoint's signatures. The quorum is reported, not demanded: the caller decides what it asks for.
 * @param verify the verifier to use; the pure one if absent
 * @throws InputError `bad-note-signature`, `unverified-note` when no log of the policy with this origin signed it (or
 *   only with a key that this version cannot check), `bad-checkpoint` and the codes of its fields
 */
export function openCheckpoint(note: Note, policy: TrustPolicy, verify?: VerifySignature): OpenedCheckpoint {
  const keys = [...policy.logs, ...policy.witnesses].map(({ key }) => key);
  const { verified, unsupported } = openNote(note, keys, verify);
  const checkpoint = parseCheckpoint(note.text);

  const logs = policy.logs.filter(
    ({ key }) => key.name === checkpoint.origin && verified.some((signature) => signature.key === key),
  );
  const [log] = logs;
  if (log === undefined) {
    throw new InputError(
      'unverified-note',
      `checkpoint of ${JSON.stringify(checkpoint.origin)}: not signed by a log of that name in the policy`,
    );
  }

  const cosignatures = verified.flatMap(({ key, timestampSeconds }): VerifiedCosignature[] => {
    const witness = policy.witnesses.find((candidate) => candidate.key === key);
    return witness === undefined || timestampSeconds === undefined ? [] : [{ witness, timestampSeconds }];
  });
  const cosigners = new Set(cosignatures.map(({ witness }) => witness.name));
  const uncheckable = policy.witnesses.filter(({ key }) => unsupported.some((other) => other === key));
  const possible = new Set([...cosigners, ...uncheckable.map(({ name }) => name)]);
  const quorum = evaluateQuorum(policy, cosigners) ? 'met' : evaluateQuorum(policy, possible) ? 'unknown' : 'missing';
  return { checkpoint, note, log, logs, cosignatures, quorum };
}

/** vkeys of the log's keys that signed it. */
export function signersOf({ logs }: Pick<OpenedCheckpoint, 'logs'>): string[] {
  return logs.map(({ key }) => formatVkey(key));
}
