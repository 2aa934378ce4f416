/**
 * Judging a report: the files that it carries are judged, each for itself. What is printed around them proves nothing.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/catalogue.ts';
import { InputError } from '../../../core/error.ts';
import { type AttachedFile, reportAttachments } from '../../../verify/report-file.ts';
import type { Judgement } from '../../../verify/text.ts';
import type { Check, Verdict } from '../../../verify/verdict.ts';
import { inflate } from './inflate.ts';
import type { Judged, Means, NamedFile } from './judged.ts';
import { type FileKind, recognise } from './recognise.ts';

/** What claims to be a proof, however broken it is. */
const PROOF_NAME = /\.(?:proof|account|evidence)\.json$/;

/** Judges what a PDF or HTML report carries, part by part. A report as JSON carries nothing. */
export async function judgeReport(
  { name, bytes }: NamedFile,
  { policy }: Pick<Means, 'policy'>,
  judgePart: (file: NamedFile, kind: FileKind) => Promise<Judged>,
): Promise<Judged> {
  const attached = await attachmentsOf(bytes);
  const found = attached.map((file) => ({ file, kind: recognise(file.bytes) }));
  const policyInside = found.find(({ kind }) => kind === 'policy')?.file.bytes;
  const parts: Judged[] = [];
  for (const { file, kind } of found) {
    const isProof = kind === 'bundle' || kind === 'account' || kind === 'evidence' || kind === 'tlog-proof';
    if (isProof || PROOF_NAME.test(file.name)) parts.push(await judgePart(file, kind));
  }
  return {
    name,
    kind: 'report',
    judgement: judgementOf(parts, policyInside !== undefined && policy === undefined),
    sections: () => [],
    parts,
    ...(policyInside === undefined ? {} : { policyInside }),
  };
}

async function attachmentsOf(bytes: Uint8Array): Promise<readonly AttachedFile[]> {
  try {
    return await reportAttachments(bytes, inflate);
  } catch (error) {
    if (error instanceof InputError) return []; // nothing that can be read: CANNOT TELL
    throw error;
  }
}

function judgementOf(parts: readonly Judged[], bringsPolicy: boolean): Judgement {
  const verdicts = parts.map(({ judgement }) => judgement.verdict);
  const count = (verdict: Verdict): number => verdicts.filter((each) => each === verdict).length;
  const failed = count('FAILED');
  const verdict: Verdict =
    failed > 0 ? 'FAILED' : parts.length > 0 && count('VERIFIED') === parts.length ? 'VERIFIED' : 'CANNOT TELL';
  const around = {
    verdict,
    checks: checksOf(verdict, parts.length),
    warnings: [],
    ignored: [],
    proven: [],
    committed: [],
  };
  if (parts.length === 0) return { ...around, summary: NOTHING_INSIDE };
  if (verdict === 'FAILED') {
    const summary: Sentence = {
      en: `Do not rely on this report: ${failed} of the ${parts.length} proofs in it failed.`,
      ko: `이 보고서를 신뢰하지 마십시오. 첨부된 증명 ${parts.length}건 중 ${failed}건이 검증에 실패했습니다.`,
    };
    return { ...around, summary };
  }
  if (verdict === 'CANNOT TELL') return { ...around, summary: bringsPolicy ? BRINGS_POLICY : UNDECIDED };
  return {
    ...around,
    summary: {
      en: `All ${parts.length} proofs that this report carries hold.`,
      ko: `이 보고서에 첨부된 증명 ${parts.length}건이 모두 확인되었습니다.`,
    },
    proven: [EACH_PROVEN],
    committed: [PRINTED],
  };
}

function checksOf(verdict: Verdict, count: number): Check<string>[] {
  const outcome = verdict === 'VERIFIED' ? 'passed' : verdict === 'FAILED' ? 'failed' : 'unknown';
  const sentence: Sentence = {
    en: 'Every proof that the report carries holds.',
    ko: '보고서에 첨부된 모든 증명이 확인됩니다.',
  };
  return [{ id: 'attachments', outcome: count === 0 ? 'not-reached' : outcome, sentence }];
}

const NOTHING_INSIDE: Sentence = {
  en: 'This report carries no proof that could be checked. Ask for the PDF with its attachments, or for the proof files.',
  ko: '이 보고서에는 확인할 증명이 첨부되어 있지 않습니다. 첨부 파일이 있는 PDF나 증명 파일을 요청하십시오.',
};
const UNDECIDED: Sentence = {
  en: 'Nothing wrong was found in the proofs of this report, but nobody can tell from them alone.',
  ko: '보고서에 첨부된 증명에서 잘못된 점은 발견되지 않았으나 이것만으로는 판단할 수 없습니다.',
};
const BRINGS_POLICY: Sentence = {
  en: 'The proofs in this report fit together. It brings a trust policy of its maker; load the one that you trust, from another source.',
  ko: '보고서에 첨부된 증명들은 앞뒤가 맞습니다. 작성자의 신뢰 정책도 들어 있으나, 다른 경로로 받은 신뢰하는 정책을 불러오십시오.',
};
const EACH_PROVEN: Sentence = {
  en: 'What each attached proof says, listed below one by one.',
  ko: '첨부된 각 증명의 내용. 아래에 하나씩 표시됩니다.',
};
const PRINTED: Sentence = {
  en: 'That the printed pages say the same as the attached proofs: compare record numbers and digests.',
  ko: '인쇄된 페이지가 첨부된 증명과 같은 내용이라는 것. 기록 번호와 다이제스트를 대조하십시오.',
};
