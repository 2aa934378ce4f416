/**
 * What a trust policy says: which logs a reader accepts, and whose cosignatures a checkpoint needs (C2SP tlog-policy).
 * The file format stands in `policy.ts`.
 * @module
 */
import type { VerifierKey } from './vkey.ts';

/** The quorum of a policy that asks for no cosignatures, and so shows nothing about other readers' view. */
export const NO_QUORUM = 'none';

/** A log whose checkpoints are accepted. The key's name is the origin. */
export interface PolicyLog {
  readonly key: VerifierKey;
  /** Where to reach it; means nothing to verification. */
  readonly url: string | undefined;
}

/** A witness, under the policy's own name for it. */
export interface PolicyWitness {
  readonly name: string;
  readonly key: VerifierKey;
  readonly url: string | undefined;
}

/** Counts as one cosigner when at least `threshold` of its members do. */
export interface PolicyGroup {
  readonly name: string;
  /** 1 <= threshold <= members.length. */
  readonly threshold: number;
  /** Names of witnesses, and of groups that stand earlier in `TrustPolicy.groups`. */
  readonly members: readonly string[];
}

/** A policy that keeps all rules of the format. */
export interface TrustPolicy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  readonly groups: readonly PolicyGroup[];
  /** The name of a witness or group, or `NO_QUORUM`. */
  readonly quorum: string;
}

/**
 * True when the cosigners meet the policy's quorum; always so if the quorum is `none`.
 * @param cosigners the policy's names of the witnesses whose cosignatures verified; other names count for nothing
 */
export function evaluateQuorum(policy: TrustPolicy, cosigners: ReadonlySet<string>): boolean {
  if (policy.quorum === NO_QUORUM) return true;
  const witnessing = new Set(policy.witnesses.map(({ name }) => name).filter((name) => cosigners.has(name)));
  // A group's members stand before it, so one pass decides them all.
  for (const { name, threshold, members } of policy.groups) {
    if (members.filter((member) => witnessing.has(member)).length >= threshold) witnessing.add(name);
  }
  return witnessing.has(policy.quorum);
}
