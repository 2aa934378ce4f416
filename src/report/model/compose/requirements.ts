/**
 * The matrix of requirements: what of this report bears on each. It supports; whether a company complies is for the company.
 * @module
 */

import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { PeriodReport } from '../../../core/generated/documents.ts';
import type { Block, Cell } from '../../layout/blocks.ts';
import { type EvidenceName, REQUIREMENTS } from '../content/requirements.ts';
import { count, heading, joined, paragraph, say } from './words.ts';

const EVIDENCE: Readonly<Record<EvidenceName, Sentence>> = {
  'records-replayed': say('records replayed', '재생한 기록'),
  'audit-findings': say('findings of the audit', '감사 발견 사항'),
  signatures: say('signatures', '서명'),
  entries: say('records listed in Appendix A', '부록 A의 기록'),
  changes: say('changes listed', '변경 사항'),
  'changes-with-reason': say('of them with a reason', '그중 사유가 있는 변경'),
  corrections: say('corrections', '정정'),
  keys: say('keys', '키'),
  'key-revocations': say('keys revoked', '폐기된 키'),
  roles: say('roles held', '부여된 역할'),
  'combined-roles': say('roles combined by exception', '예외로 겸한 역할'),
  refusals: say('statements refused', '거절된 진술'),
  'late-entries': say('late entries', '지연 기록'),
  witnesses: say('witnesses', '증인'),
  amendments: say('amendments of the charter', '헌장 개정'),
  withdrawals: say('withdrawals', '철회'),
  erasures: say('erasures', '파기'),
  'evaluation-plans': say('evaluation plans, each before its rounds', '라운드 전에 정해진 평가 계획'),
  models: say('models registered', '등록된 모델'),
  exceptions: say('exceptions', '예외'),
};

export function composeRequirements({ requirements }: PeriodReport): Block[] {
  const known = new Map(REQUIREMENTS.map((requirement) => [requirement.id, requirement]));
  return [
    heading(2, 'Requirements that this report supports', '이 보고서가 뒷받침하는 요구사항'),
    paragraph(
      'What of this report bears on each requirement. The software supports these requirements; whether an organisation meets them depends on its own procedures and validation. Clauses with * are from drafts, or were not read in the official text.',
      '요구사항마다 이 보고서에서 관련되는 내용입니다. 소프트웨어는 요구사항의 이행을 뒷받침하며, 충족 여부는 조직의 절차와 밸리데이션에 달려 있습니다. *는 초안이거나 공식 원문을 확인하지 못한 조항입니다.',
    ),
    {
      type: 'table',
      table: {
        id: 'requirements',
        caption: say('Requirements and what this report shows', '요구사항과 이 보고서의 내용'),
        columns: [
          { id: 'id', title: say('Id', '번호'), width: 0.5 },
          { id: 'requirement', title: say('Requirement', '요구사항'), width: 2 },
          { id: 'clauses', title: say('Clauses', '조항'), width: 2 },
          { id: 'shown', title: say('Shown here', '이 보고서의 내용'), width: 2 },
        ],
        rows: requirements.map(({ id, evidence }) => [
          id,
          known.get(id)?.text ?? '',
          known.get(id)?.clauses.join('; ') ?? '',
          shown(evidence),
        ]),
        empty: say('No requirement is listed.', '요구사항이 없습니다.'),
      },
    },
  ];
}

function shown(evidence: PeriodReport['requirements'][number]['evidence']): Cell {
  if (evidence.length === 0)
    return say('not by this report: procedures of the organisation', '이 보고서 밖: 조직의 절차');
  return joined(
    evidence.map(({ what, count: number }) => {
      const name = EVIDENCE[what as EvidenceName] ?? { en: what, ko: what };
      return say(`${count(number)} ${name.en}`, `${name.ko} ${count(number)}건`);
    }),
  );
}
