/**
 * The cover of a report: what it is, of which ledger and records, and how to tell that it is this one.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Block, Cell } from '../../layout/blocks.ts';
import { koreanTime } from '../../layout/format.ts';
import type { Composition } from './composition.ts';
import { count, FORMS, heading, say } from './words.ts';

type Row = readonly [Sentence, Cell];

export function composeCover({ document, digest, id }: Composition): Block[] {
  const { ledger, checkpoint, generator, content } = document;
  const form = FORMS[content.form];
  return [
    heading(1, form.en, form.ko),
    {
      type: 'facts',
      rows: [
        ...subjectRows(document),
        [say('Ledger (origin of the log)', '원장(로그의 이름)'), ledger],
        ...rangeRows(document),
        [say('As of', '기준 시각'), say(bothTimes(checkpoint.instant), bothTimes(checkpoint.instant))],
        [say('That time is stated by', '기준 시각의 근거'), timeSource(checkpoint.timeBy)],
        [say('Report', '보고서 번호'), id],
        [say('SHA-256 of the report', '보고서의 SHA-256'), { digest }],
        [say('Made by', '생성 프로그램'), `ledgerline ${generator.version}`],
      ],
    },
    {
      type: 'qr',
      content: `urn:ledgerline:v1:report:${digest}`,
      caption: say(
        'SHA-256 of this report: compare it with the one that verifier.html, or the ledger itself, gives.',
        '이 보고서의 SHA-256. verifier.html이나 원장이 보여 주는 값과 비교하십시오.',
      ),
    },
  ];
}

function subjectRows({ content }: Composition['document']): Row[] {
  switch (content.form) {
    case 'certificate':
      return [[say('Record', '기록'), { record: content.record.index }]];
    case 'credit':
      return [[say('Institution', '기관'), content.institution]];
    case 'dossier':
      return [[say('Model', '모델'), content.dossier.model]];
    case 'inspection':
      return content.institution === undefined ? [] : [[say('Institution', '기관'), content.institution]];
    default:
      return [];
  }
}

function rangeRows({ scope, checkpoint, content }: Composition['document']): Row[] {
  if (content.form === 'certificate' || content.form === 'incident') return [];
  if (content.form === 'dossier') {
    const all = count(checkpoint.size);
    return [[say('Records looked at', '살펴본 기록'), say(`all ${all}`, `전체 ${all}건`)]];
  }
  const [start, last, size] = [scope.start, scope.end - 1, checkpoint.size];
  const records =
    scope.end === scope.start
      ? say('none', '없음')
      : say(`#${start} to #${last}, of ${count(size)}`, `${start}번부터 ${last}번까지(전체 ${count(size)}건)`);
  const rows: Row[] = [[say('Records in scope', '대상 기록'), records]];
  const { firstAt, lastAt, from = firstAt, to = lastAt } = scope;
  if (from === undefined || to === undefined) return rows;
  const period = `${koreanTime(from)} – ${koreanTime(to)}`;
  return [[say('Period', '대상 기간'), period], ...rows];
}

/** Korean time and UTC, as a cover shows them. */
export function bothTimes(instant: string): string {
  return `${koreanTime(instant)} = ${instant.slice(0, 19).replace('T', ' ')} UTC`;
}

function timeSource(witnesses: readonly string[]): Cell {
  if (witnesses.length > 0) return witnesses.join(', ');
  return say('the operator alone (no witness)', '운영 기관만의 말(증인 없음)');
}
