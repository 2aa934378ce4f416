/**
 * Judging the proofs that a report carries, each for itself.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { TrustPolicy } from '../../../core/note/trust-policy.ts';
import type { AccountFacts } from '../../../verify/account/facts.ts';
import { isAccountStatement } from '../../../verify/account/statement.ts';
import { verifyAccountUnderPolicy } from '../../../verify/account/verify-account.ts';
import { isEvidenceFile } from '../../../verify/evidence-file/document.ts';
import { verifyEvidenceUnderPolicy } from '../../../verify/evidence-file/verify-evidence.ts';
import type { AttachedFile } from '../../../verify/report-file.ts';
import type { SignatureBackend } from '../../../verify/signatures.ts';
import type { Facts, Verdict } from '../../../verify/verdict.ts';
import { verifyUnderPolicy } from '../../../verify/verify-bundle.ts';

export interface JudgedProof {
  readonly name: string;
  readonly verdict: Verdict;
  readonly summary: Sentence;
  /** Of a proof bundle that is verified. */
  readonly record?: Facts;
  /** Evidence against a ledger: what an incident report is about. */
  readonly isEvidence?: true;
  /** Of an account statement that is verified. */
  readonly account?: AccountFacts;
}

/** The trust policy that a report brings along proves nothing: whoever made the report chose it. */
const POLICY = 'trust.policy';

export async function judgeProofs(
  attached: readonly AttachedFile[],
  policy: TrustPolicy,
  verifySignature: SignatureBackend,
): Promise<JudgedProof[]> {
  const judged: JudgedProof[] = [];
  for (const file of attached) if (file.name !== POLICY) judged.push(await judgeProof(file, policy, verifySignature));
  return judged;
}

async function judgeProof(
  { name, bytes }: AttachedFile,
  policy: TrustPolicy,
  verifySignature: SignatureBackend,
): Promise<JudgedProof> {
  if (isAccountStatement(bytes)) {
    const { verdict, summary, facts } = await verifyAccountUnderPolicy(bytes, policy, { verifySignature });
    return { name, verdict, summary, ...(verdict === 'VERIFIED' && facts !== undefined ? { account: facts } : {}) };
  }
  if (isEvidenceFile(bytes)) {
    const { verdict, summary } = await verifyEvidenceUnderPolicy(bytes, policy, { verifySignature });
    return { name, verdict, summary, isEvidence: true };
  }
  const { verdict, summary, facts } = await verifyUnderPolicy(bytes, policy, { verifySignature });
  return { name, verdict, summary, ...(verdict === 'VERIFIED' && facts !== undefined ? { record: facts } : {}) };
}
