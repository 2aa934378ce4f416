/**
 * Judging one proof: bundle, account statement, evidence or inclusion proof. The verdict is that of the command line; a file that
 * says nothing of itself is judged as the proof bundle that it should be.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/catalogue.ts';
import { NO_QUORUM, type TrustPolicy } from '../../../core/note/trust-policy.ts';
import { accountLists, accountRows } from '../../../verify/account/text.ts';
import { verifyAccountUnderPolicy } from '../../../verify/account/verify-account.ts';
import { evidenceRows } from '../../../verify/evidence-file/text.ts';
import { verifyEvidenceUnderPolicy } from '../../../verify/evidence-file/verify-evidence.ts';
import { verifyProofFile } from '../../../verify/proof-file.ts';
import { factRows, type Judgement, type Language, timeRows, WORDS } from '../../../verify/text.ts';
import type { Verdict } from '../../../verify/verdict.ts';
import { verifyUnderPolicy } from '../../../verify/verify-bundle.ts';
import type { Judged, Means, NamedFile } from './judged.ts';
import type { FileKind } from './recognise.ts';

/** A policy that knows nobody: hashes and the records among themselves are checked, and nobody vouches. */
export const KNOWS_NOBODY: TrustPolicy = { logs: [], witnesses: [], groups: [], quorum: NO_QUORUM };

/** Judges the file as what it says it is. Whatever it is, the answer is a verdict. */
export async function judgeProof({ name, bytes }: NamedFile, kind: FileKind, means: Means): Promise<Judged> {
  const { policy = KNOWS_NOBODY, verifySignature, nowUnixMs } = means;
  const judged = (judgement: Judgement, sections: Judged['sections'] = () => []): Judged => {
    const said = means.policy === undefined && judgement.verdict === 'CANNOT TELL' ? NO_POLICY : judgement.summary;
    return { name, kind, judgement: { ...judgement, summary: said }, sections };
  };
  switch (kind) {
    case 'account': {
      const result = await verifyAccountUnderPolicy(bytes, policy, { verifySignature, nowUnixMs });
      const { facts } = result;
      return judged(result, (language) =>
        facts === undefined
          ? []
          : [
              { title: titleOf(result.verdict, language), rows: accountRows(facts, language) },
              ...accountLists(facts, language),
            ],
      );
    }
    case 'evidence': {
      const result = await verifyEvidenceUnderPolicy(bytes, policy, { verifySignature });
      return judged({ ...result, committed: [], warnings: [], ignored: [] }, (language) => [
        { title: titleOf(result.verdict, language), rows: evidenceRows(result, language) },
      ]);
    }
    case 'tlog-proof': {
      const { record } = means;
      return judged(
        await verifyProofFile(bytes, policy, { verifySignature, ...(record === undefined ? {} : { record }) }),
      );
    }
    default: {
      const { artefact, later } = means;
      const result = await verifyUnderPolicy(bytes, policy, {
        verifySignature,
        ...(artefact === undefined ? {} : { artefact }),
        ...(later === undefined ? {} : { later }),
      });
      const { facts, verdict } = result;
      return judged(result, (language) =>
        facts === undefined
          ? []
          : [
              { title: titleOf(verdict, language), rows: factRows(facts, language) },
              ...(verdict === 'VERIFIED' ? [{ title: WORDS.time[language], rows: timeRows(facts, language) }] : []),
            ],
      );
    }
  }
}

function titleOf(verdict: Verdict, language: Language): string {
  return WORDS[verdict === 'VERIFIED' ? 'record' : 'claims'][language];
}

const NO_POLICY: Sentence = {
  en: 'The file fits together, but you have not said whom you trust: load a trust policy.',
  ko: '파일 자체는 앞뒤가 맞지만 누구를 신뢰하는지 정해지지 않았습니다. 신뢰 정책을 불러오십시오.',
};
