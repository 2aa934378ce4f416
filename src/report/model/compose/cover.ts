/**
 * The cover of a report: what it is, of which ledger and records, and how to tell that it is this one.
 * @module
 */
import type { Block } from '../../layout/blocks.ts';
import type { Composition } from './composition.ts';

export function composeCover({ document, digest, id }: Composition): Block[] {
  const { ledger, checkpoint, scope, generator } = document;
  return [
    {
      type: 'facts',
      rows: [
        [{ en: 'Ledger', ko: '원장' }, ledger],
        [
          { en: 'Records', ko: '기록' },
          { en: `${scope.start} to ${scope.end}`, ko: `${scope.start}번부터 ${scope.end}번 앞까지` },
        ],
        [{ en: 'Report', ko: '보고서' }, id],
        [{ en: 'Instant', ko: '기준 시각' }, { instant: checkpoint.instant }],
        [{ en: 'SHA-256 of the report', ko: '보고서의 SHA-256' }, { digest }],
        [{ en: 'Made by', ko: '생성 프로그램' }, `ledgerline ${generator.version}`],
      ],
    },
    {
      type: 'qr',
      content: `urn:ledgerline:v1:report:${digest}`,
      caption: { en: 'Digest of this report', ko: '이 보고서의 다이제스트' },
    },
  ];
}
