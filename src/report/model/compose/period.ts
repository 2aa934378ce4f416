/**
 * The period report, and the report of an inspection, which says what its package holds besides.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { InspectionContent, PeriodReport } from '../../../core/generated/documents.ts';
import type { Block } from '../../layout/blocks.ts';
import { composeAttachments, composeEntries, composeGlossary, composeSignaturePage } from './appendix.ts';
import type { Composition } from './composition.ts';
import { composeConclusion } from './conclusion.ts';
import { composeExceptions } from './exceptions.ts';
import { composeMethod } from './method.ts';
import { composeRequirements } from './requirements.ts';
import { composeResults, composeSystem } from './results.ts';
import { composeSelfCheck } from './self-check.ts';
import { composeChanges, composeOutside, composeSignatures } from './trail.ts';
import { heading, numbered, say } from './words.ts';

export function composePeriod(composition: Composition, period: PeriodReport, extra: readonly Block[] = []): Block[] {
  const { document } = composition;
  const body = numbered([
    composeConclusion(document, period),
    ...(extra.length === 0 ? [] : [extra]),
    composeMethod(document, period.keys),
    composeSystem(period),
    composeResults(period),
    composeExceptions(period),
    composeSignatures(period),
    composeChanges(period),
    composeOutside(),
    composeRequirements(period),
    composeSelfCheck(composition),
    composeSignaturePage(),
  ]);
  return [...body, ...composeEntries(period.entries), ...composeAttachments(composition, true), ...composeGlossary()];
}

const FILES: Readonly<Record<string, Sentence>> = {
  report: say(
    'This report as data: the record of which all else is a rendering',
    '이 보고서의 데이터 원본. 나머지는 이를 옮긴 것',
  ),
  pdf: say('This report for printing, with proofs attached inside', '인쇄용 보고서. 증명이 안에 첨부됨'),
  html: say('This report for the screen', '화면용 보고서'),
  tables: say('Every table as CSV, and all as one workbook', '모든 표의 CSV와 통합 문서'),
  proofs: say('Proof bundles of the exceptions', '예외 기록의 증명 묶음'),
  accounts: say('Account statements of institutions', '기관의 계정 명세'),
  policy: say('The trust policy under which all was checked', '확인에 쓴 신뢰 정책'),
  verifier: say('Checks proofs in a browser, without a network', '네트워크 없이 브라우저에서 증명을 확인'),
  ledger: say("The ledger's public files, for ledgerline audit", '원장의 공개 파일(ledgerline audit용)'),
  archive: say('The pages of the ledger, to open without a server', '서버 없이 여는 원장 화면'),
  readme: say('Where to begin', '읽는 순서'),
};

export function composeInspection(composition: Composition, content: InspectionContent): Block[] {
  return composePeriod(composition, content.period, [
    heading(2, 'What the package holds', '자료 묶음의 구성'),
    {
      type: 'table',
      table: {
        id: 'files',
        caption: say('Files of the inspection package', '실태조사 자료의 파일'),
        columns: [
          { id: 'name', title: say('File or folder', '파일 또는 폴더') },
          { id: 'what', title: say('What it is', '내용'), width: 3 },
        ],
        rows: content.files.map(({ name, what }) => [name, FILES[what] ?? what]),
        empty: say('The package holds this report alone.', '이 보고서만 있습니다.'),
      },
    },
  ]);
}
