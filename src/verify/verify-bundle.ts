/**
 * Verifying a proof bundle: file and trust policy in, verdict out (I8, I9). No network, no clock, no state.
 * @module
 */
import { verifySignature } from '../core/crypto/verify.ts';
import { parsePolicy } from '../core/note/policy.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import type { Artefact } from './artefact.ts';
import { Checklist } from './checklist.ts';
import { Examination } from './examination.ts';
import type { Findings } from './findings.ts';
import { type SignatureBackend, withSignatures } from './signatures.ts';
import { conclude } from './summary.ts';
import { CHECKS, type CheckId, type Verification } from './verdict.ts';

export interface VerifyOptions {
  /** How signatures are verified; the pure verifier if absent. Another must give the same answers. */
  readonly verifySignature?: SignatureBackend;
  /** A file of later evidence. */
  readonly later?: Uint8Array;
  /** The artefact at hand, to be compared with the one recorded. */
  readonly artefact?: Artefact;
  /** The policy's names of those witnesses that replay the log before they cosign; nobody if absent. */
  readonly auditors?: readonly string[];
}

/**
 * Verifies a bundle under a trust policy file. Whatever the bundle and the later evidence are, the answer is a verdict.
 * @throws InputError `bad-policy` for an unreadable policy: that is the reader's own file, not evidence
 */
export async function verifyBundle(
  bundle: Uint8Array,
  policy: Uint8Array | string,
  options?: VerifyOptions,
): Promise<Verification> {
  return verifyUnderPolicy(bundle, parsePolicy(policy), options);
}

/** {@link verifyBundle} under a policy parsed once, for many bundles. Never throws. */
export function verifyUnderPolicy(
  bundle: Uint8Array,
  policy: TrustPolicy,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { later, artefact, auditors = [] } = options;
  const notAsked: CheckId[] = [...(later ? [] : ['later' as const]), ...(artefact ? [] : ['artefact' as const])];
  const planned = (Object.keys(CHECKS) as CheckId[]).filter((id) => !notAsked.includes(id));
  return withSignatures(options.verifySignature ?? verifySignature, (verify) => {
    const list = new Checklist(planned, CHECKS);
    const findings: Findings = { policy, auditors, uncheckedEvents: 0 };
    list.run(() => new Examination(list, findings, verify).run(bundle, later, artefact));
    return conclude(list, findings);
  });
}
