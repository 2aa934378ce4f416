/**
 * Exceptions: every check with what it looked at, and every exception with the answer to it. Never silently empty.
 * @module
 */
import type { PeriodReport, ReportException } from '../../../core/generated/documents.ts';
import type { Block, Cell, Table, Text } from '../../layout/blocks.ts';
import { CHECK_WORDS } from './checks.ts';
import { count, heading, joined, kindName, paragraph, reasonText, say, term } from './words.ts';

export function composeExceptions({ checks, exceptions, totals }: PeriodReport): Block[] {
  const [found, all] = [count(totals.exceptions), checks.length];
  return [
    heading(2, 'Exceptions', '예외'),
    paragraph(
      `${found} exceptions (${all} checks). An exception is no fault by itself: it is what a reader of these records must know. Its answer, where one was recorded, stands beside it.`,
      `예외 ${found}건 (검사 항목 ${all}개). 예외가 곧 잘못은 아니며, 기록을 읽는 사람이 알아야 할 사항입니다. 기록된 조치가 있으면 함께 적었습니다.`,
    ),
    { type: 'table', table: checkTable(checks) },
    { type: 'table', table: exceptionTable(exceptions, all) },
  ];
}

function checkTable(checks: PeriodReport['checks']): Table {
  return {
    id: 'checks',
    caption: say('Checks, with what each looked at', '검사 항목과 대상'),
    columns: [
      { id: 'check', title: say('Check', '검사 항목'), width: 2 },
      { id: 'looked-at', title: say('Looked at', '대상'), width: 1.5 },
      { id: 'looked', title: say('Number', '대상 수'), align: 'end' },
      { id: 'exceptions', title: say('Exceptions', '예외'), align: 'end' },
    ],
    rows: checks.map(({ check, looked, exceptions }) => [
      CHECK_WORDS[check]?.name ?? check,
      CHECK_WORDS[check]?.looks ?? '',
      { number: looked },
      { number: exceptions },
    ]),
    empty: say('No check was run.', '검사가 없습니다.'),
  };
}

/** Nobody reads more of them on paper; the table of checks has the numbers. */
const PRINTED_EXCEPTIONS = 1000;

function exceptionTable(exceptions: readonly ReportException[], checks: number): Table {
  return {
    id: 'exceptions',
    caption: say('Exceptions in the order of the log', '로그 순서에 따른 예외'),
    columns: [
      { id: 'index', title: say('Record', '기록'), align: 'end', width: 0.7 },
      { id: 'check', title: say('Check', '검사 항목'), width: 1.5 },
      { id: 'what', title: say('What', '내용'), width: 2 },
      { id: 'at', title: say('When', '시각'), width: 1.3 },
      { id: 'who', title: say('Who', '기관'), width: 1.2 },
      { id: 'why', title: say('Why', '사유') },
      { id: 'status', title: say('Status', '상태') },
      { id: 'response', title: say('Response', '조치'), width: 1.5 },
    ],
    rows: exceptions.map((exception) => [
      exception.index === undefined ? '' : { record: exception.index },
      CHECK_WORDS[exception.check]?.name ?? exception.check,
      what(exception),
      { instant: exception.at },
      exception.who ?? '',
      exception.why === undefined ? '' : reasonText(exception.why),
      exception.status === undefined ? '' : term(exception.status),
      responses(exception),
    ]),
    empty: say(`No exception was found (${checks} checks).`, `예외 0건 (검사 항목 ${checks}개).`),
    printed: PRINTED_EXCEPTIONS,
  };
}

function what({ code, subject, subjectIndex, quantity }: ReportException): Cell {
  const subjectText: Text[] =
    subjectIndex !== undefined
      ? [say(`record ${subjectIndex}`, `${subjectIndex}번 기록`)]
      : subject === undefined
        ? []
        : [`${subject.slice(0, 16)}…`];
  return joined([term(code), ...subjectText, ...(quantity === undefined ? [] : [count(quantity)])], ' · ');
}

function responses({ responses: list }: ReportException): Cell {
  if (list.length === 0) return say('none recorded', '기록된 조치 없음');
  return joined(
    list.map(({ index, kind }) => {
      const name = kindName(kind);
      return typeof name === 'string' ? `#${index} ${name}` : say(`#${index} ${name.en}`, `${index}번 ${name.ko}`);
    }),
    '; ',
  );
}
