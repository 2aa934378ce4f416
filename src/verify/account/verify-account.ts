/**
 * Verifying an account statement: file and trust policy in, verdict out (I5, I6, I8, I9). No network, no clock, no state.
 * @module
 */
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { verifySignature } from '../../core/crypto/verify.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { Checklist } from '../checklist.ts';
import { ignoredSignatures, say } from '../findings.ts';
import { type SignatureBackend, withSignatures } from '../signatures.ts';
import type { Check, IgnoredSignature, Verdict, Warning } from '../verdict.ts';
import { formatCredits } from './amounts.ts';
import { ACCOUNT_CHECKS, type AccountCheckId } from './checks.ts';
import { accountWarnings, committedOf, provenOf } from './claims.ts';
import { AccountExamination, type AccountFindings } from './examination.ts';
import { type AccountFacts, describeAccount } from './facts.ts';

export interface VerifyAccountOptions {
  /** How signatures are verified; the pure verifier if absent. Another must give the same answers. */
  readonly verifySignature?: SignatureBackend;
  /** The policy's names of those witnesses that replay the log before they cosign; nobody if absent. */
  readonly auditors?: readonly string[];
  /** The reader's time, Unix milliseconds: how old the statement is, is then among the facts. */
  readonly nowUnixMs?: number;
  /** CANNOT TELL for a checkpoint older than this. Needs `nowUnixMs`. */
  readonly maxAgeSeconds?: number;
}

/** The result of the verification of an account statement. */
export interface AccountVerification {
  readonly verdict: Verdict;
  /** The verdict in one plain sentence. */
  readonly summary: Sentence;
  readonly checks: readonly Check<AccountCheckId>[];
  /** Undefined where the account could not be checked. */
  readonly facts: AccountFacts | undefined;
  /** What a VERIFIED proves; empty for another verdict. */
  readonly proven: readonly Sentence[];
  /** What it rests on without proof, and who can see it. */
  readonly committed: readonly Sentence[];
  readonly warnings: readonly Warning[];
  readonly ignored: readonly IgnoredSignature[];
}

/**
 * Verifies an account statement under a trust policy file. Whatever the statement is, the answer is a verdict.
 * @throws InputError `bad-policy` for an unreadable policy: that is the reader's own file, not evidence
 */
export async function verifyAccountStatement(
  statement: Uint8Array,
  policy: Uint8Array | string,
  options?: VerifyAccountOptions,
): Promise<AccountVerification> {
  return verifyAccountUnderPolicy(statement, parsePolicy(policy), options);
}

/** {@link verifyAccountStatement} under a policy parsed once, for many statements. Never throws. */
export function verifyAccountUnderPolicy(
  statement: Uint8Array,
  policy: TrustPolicy,
  options: VerifyAccountOptions = {},
): Promise<AccountVerification> {
  const { auditors = [], nowUnixMs, maxAgeSeconds } = options;
  const planned = (Object.keys(ACCOUNT_CHECKS) as AccountCheckId[]).filter(
    (id) => id !== 'fresh' || maxAgeSeconds !== undefined,
  );
  return withSignatures(options.verifySignature ?? verifySignature, (verify) => {
    const list = new Checklist(planned, ACCOUNT_CHECKS);
    const findings: AccountFindings = { policy, auditors, nowUnixMs, maxAgeSeconds };
    list.run(() => new AccountExamination(list, findings, verify).run(statement));
    return conclude(list, findings);
  });
}

/** The verification. Claims and warnings are made only of a VERIFIED. */
function conclude(list: Checklist<AccountCheckId>, findings: AccountFindings): AccountVerification {
  const verdict = list.verdict();
  const { evidence, account, freshness, history } = findings;
  const facts =
    evidence === undefined || account === undefined || freshness === undefined
      ? undefined
      : describeAccount(evidence, account.leaf, history, freshness);
  const holds = verdict === 'VERIFIED' && facts !== undefined;
  return {
    verdict,
    summary: summarize(verdict, facts),
    checks: list.checks(),
    facts,
    proven: holds ? provenOf(findings, facts) : [],
    committed: holds ? committedOf(findings, facts) : [],
    warnings: holds ? accountWarnings(findings) : [],
    ignored: ignoredSignatures(findings),
  };
}

function summarize(verdict: Verdict, facts: AccountFacts | undefined): Sentence {
  if (verdict === 'VERIFIED' && facts !== undefined) {
    const { account, origin, coverage, count } = facts;
    const [issued, spent, balance] = [facts.issued, facts.spent, facts.balance].map(formatCredits);
    return say(
      `${account} has ${count} of the first ${coverage} records of ${origin}: ${issued} credits issued, ${spent} spent, ${balance} left.`,
      `${account}의 기록은 ${origin}의 처음 ${coverage}건 중 ${count}건입니다. 크레딧 발급 ${issued}, 사용 ${spent}, 잔액 ${balance}.`,
    );
  }
  return verdict === 'FAILED'
    ? say(
        'Do not rely on this file: it shows by itself what is wrong, without an audit.',
        '이 파일을 신뢰하지 마십시오. 감사 없이도 이 파일만으로 잘못이 드러납니다.',
      )
    : say(
        'Nothing wrong was found, but nobody can tell from this alone.',
        '잘못된 점은 발견되지 않았으나 이것만으로는 판단할 수 없습니다.',
      );
}
