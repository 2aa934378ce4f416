/**
 * From the settled checks to the verification that a reader gets.
 * @module
 */
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { Checklist } from './checklist.ts';
import { committedClaims, provenClaims } from './claims.ts';
import { type Findings, factsOf, ignoredSignatures, say } from './findings.ts';
import type { Facts, Verdict, Verification } from './verdict.ts';
import { warningsOf } from './warnings.ts';

/** The verification. Claims and warnings are made only of a VERIFIED. */
export function conclude(list: Checklist, findings: Findings): Verification {
  const verdict = list.verdict();
  const checks = list.checks();
  const facts = factsOf(findings);
  const holds = verdict === 'VERIFIED' && facts !== undefined;
  return {
    verdict,
    summary: summarize(verdict, facts),
    checks,
    facts,
    proven: holds ? provenClaims(findings, facts) : [],
    committed: holds ? committedClaims(findings, facts) : [],
    warnings: holds ? warningsOf(findings, facts) : [],
    ignored: ignoredSignatures(findings),
  };
}

function summarize(verdict: Verdict, facts: Facts | undefined): Sentence {
  if (verdict === 'VERIFIED' && facts !== undefined) {
    const { institution, kind, index, origin } = facts;
    return say(
      `${institution} signed this ${kind}, and it stands as record ${index} in the log ${origin}.`,
      `${institution} 기관이 서명한 ${kind} 진술이 로그 ${origin}에 ${index}번 기록으로 있습니다.`,
    );
  }
  return verdict === 'FAILED'
    ? say('Do not rely on this file.', '이 파일을 신뢰하지 마십시오.')
    : say(
        'Nothing wrong was found, but nobody can tell from this alone.',
        '잘못된 점은 발견되지 않았으나 이것만으로는 판단할 수 없습니다.',
      );
}
