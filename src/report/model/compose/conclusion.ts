/**
 * The conclusion box: the verdict of the audit, the numbers that matter, and what was not checked.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { PeriodReport, ReportDocument, ReportIntegrity } from '../../../core/generated/documents.ts';
import type { Block } from '../../layout/blocks.ts';
import { count, heading, say } from './words.ts';

const UNCHECKED: Readonly<Record<string, Sentence>> = {
  'other-views': {
    en: 'Whether others see the same log: no witness cosigned the checkpoint.',
    ko: '다른 사람도 같은 로그를 보는지: 체크포인트에 공동 서명한 증인이 없습니다.',
  },
  artefacts: {
    en: 'Model files and updates themselves: the ledger holds their digests; whether the files still exist was not looked at.',
    ko: '모델 파일과 업데이트 자체: 원장에는 다이제스트만 있으며, 파일의 존재는 확인하지 않았습니다.',
  },
  openings: {
    en: 'What stands behind commitments (signers, sample counts, approvals): institutions open them on request.',
    ko: '확약 뒤의 내용(서명자, 표본 수, 승인 번호): 요청하면 해당 기관이 공개합니다.',
  },
  measurements: {
    en: 'Whether an evaluator or aggregator measured honestly: the ledger shows who said what, and computes from it.',
    ko: '평가 기관과 집계 기관이 정직하게 측정했는지: 원장은 누가 무엇을 말했는지 보이고 그로부터 계산합니다.',
  },
  'signing-time': {
    en: 'The time of signing: stated by the author; the ledger bounds the time of recording.',
    ko: '서명 시각: 작성 기관의 말이며, 원장은 기록 시각의 범위만 정합니다.',
  },
  persons: {
    en: 'Who used a key: the institution answers for its own people.',
    ko: '키를 쓴 사람이 누구인지: 각 기관이 자기 사람에 대해 책임집니다.',
  },
  operations: {
    en: 'Access to systems, backups, training and other procedures: they are not recorded in this ledger.',
    ko: '시스템 접근, 백업, 교육 등 절차: 이 원장에 기록되지 않습니다.',
  },
};

/** The conclusion of a period report. */
export function composeConclusion(document: ReportDocument, period: PeriodReport): Block[] {
  const { totals, checks, unchecked } = period;
  const exceptions = count(totals.exceptions);
  return [
    heading(2, 'Conclusion', '결론'),
    verdictOf(document.integrity),
    {
      type: 'facts',
      rows: [
        [say('Records in scope', '대상 기록'), { number: totals.records }],
        [
          say('Signatures', '서명'),
          document.integrity.verdict === 'VERIFIED'
            ? say(`${count(totals.signatures)}, all valid`, `${count(totals.signatures)}건 모두 유효`)
            : say(`${count(totals.signatures)}; see the findings`, `${count(totals.signatures)}건, 발견 사항 참조`),
        ],
        [
          say('Exceptions', '예외'),
          say(`${exceptions} (${checks.length} checks)`, `${exceptions}건 (검사 항목 ${checks.length}개)`),
        ],
      ],
    },
    heading(3, 'Not checked', '확인하지 않은 것'),
    {
      type: 'list',
      ordered: false,
      items: unchecked.map((code) => UNCHECKED[code] ?? { en: code, ko: code }),
    },
  ];
}

/** The verdict on the whole ledger, which every report rests on. */
export function verdictOf({ verdict, records, problems, doubts, omitted }: ReportIntegrity): Block {
  return { type: 'verdict', verdict, text: SENTENCES[verdict](records, problems.length + doubts.length + omitted) };
}

const SENTENCES: Readonly<Record<ReportIntegrity['verdict'], (records: number, findings: number) => Sentence>> = {
  VERIFIED: (records) =>
    say(
      `All ${count(records)} records of the ledger up to the checkpoint were replayed: their hashes, signatures and order hold, the rules were kept, and the checkpoint carries the signatures that the trust policy asks for.`,
      `체크포인트까지 원장의 기록 ${count(records)}건을 모두 재생했습니다. 해시, 서명, 순서가 맞고 규칙이 지켜졌으며, 체크포인트에 신뢰 정책이 요구하는 서명이 있습니다.`,
    ),
  FAILED: (records, findings) =>
    say(
      `The ledger does not hold: ${count(findings)} findings, after ${count(records)} records were replayed. Do not rely on the numbers of this report; the findings stand among the exceptions.`,
      `원장에 문제가 있습니다. 기록 ${count(records)}건을 재생하여 ${count(findings)}건을 발견했습니다. 이 보고서의 수치에 의존하지 마십시오. 발견 사항은 예외에 있습니다.`,
    ),
  'CANNOT TELL': (records, findings) =>
    say(
      `Nothing is wrong with the ${count(records)} records replayed, but nobody with this trust policy and this version can vouch for them: ${count(findings)} doubts, listed among the exceptions.`,
      `재생한 기록 ${count(records)}건에 잘못은 없으나, 이 신뢰 정책과 버전으로는 보증할 수 없습니다. 의문 ${count(findings)}건은 예외에 있습니다.`,
    ),
};
