/**
 * Signatures, changes, and what this ledger does not record.
 * @module
 */
import type { PeriodReport } from '../../../core/generated/documents.ts';
import type { Block, Cell, Table } from '../../layout/blocks.ts';
import { shortDigest } from '../../layout/format.ts';
import { heading, paragraph, reasonText, say, term } from './words.ts';

const HEX = /^[0-9a-f]{64}$/;

export function composeSignatures(period: PeriodReport): Block[] {
  return [
    heading(2, 'Signature manifestations', '서명의 표시'),
    paragraph(
      'Every record carries one signature over exactly its bytes. Whoever signed is named by a commitment, which the institution opens on request: so no personal data stands in the log. Appendix A shows for each record institution, signer, time of signing with its offset, meaning, and what became of the key. When a record was taken in, its key was live, or the rules had refused it.',
      '모든 기록에는 정확히 그 바이트에 대한 서명이 하나 있습니다. 서명자는 확약으로 표시되며 요청하면 해당 기관이 공개합니다. 따라서 로그에 개인정보가 없습니다. 부록 A에 기록마다 기관, 서명자, 오프셋을 포함한 서명 시각, 의미, 키의 상태를 보입니다. 기록될 때 키가 유효하지 않았다면 규칙이 거절했을 것입니다.',
    ),
    { type: 'table', table: signatureTable(period) },
    { type: 'table', table: keyTable(period) },
  ];
}

/** Signatures by institution and meaning. */
function signatureTable({ entries }: PeriodReport): Table {
  const counts = new Map<
    string,
    { author: string; meaning: string; live: number; ended: number; compromised: number }
  >();
  for (const { author, meaning, key } of entries) {
    const name = `${author} ${meaning}`;
    const row = counts.get(name) ?? { author, meaning, live: 0, ended: 0, compromised: 0 };
    row[key]++;
    counts.set(name, row);
  }
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return {
    id: 'signatures',
    caption: say(
      'Signatures by institution and meaning, by what became of their keys',
      '기관과 의미별 서명 수와 키의 상태',
    ),
    columns: [
      { id: 'institution', title: say('Institution', '기관'), width: 2 },
      { id: 'meaning', title: say('Meaning', '의미') },
      { id: 'live', title: say('Key live', '유효한 키'), align: 'end' },
      { id: 'ended', title: say('Key ended later', '이후 종료된 키'), align: 'end' },
      { id: 'compromised', title: say('Key compromised', '유출된 키'), align: 'end' },
    ],
    rows: rows.map((row) => [
      row.author,
      term(row.meaning),
      { number: row.live },
      { number: row.ended },
      { number: row.compromised },
    ]),
    empty: say('No record is in scope.', '대상 기록이 없습니다.'),
  };
}

function keyTable({ keys }: PeriodReport): Table {
  return {
    id: 'keys',
    caption: say('Keys that could sign in the period', '기간 중 서명할 수 있었던 키'),
    columns: [
      { id: 'institution', title: say('Institution', '기관'), width: 1.5 },
      { id: 'key', title: say('Fingerprint (SHA-256)', '지문(SHA-256)'), width: 2.5 },
      { id: 'algorithm', title: say('Algorithm', '알고리즘') },
      { id: 'since', title: say('From record', '시작 기록'), align: 'end' },
      { id: 'until', title: say('Ended with', '종료 기록'), align: 'end' },
      { id: 'compromised-since', title: say('Compromised from', '유출 시점'), align: 'end' },
      { id: 'records', title: say('Signed', '서명 수'), align: 'end' },
    ],
    rows: keys.map(({ institution, keyId, algorithm, since, until, compromisedSince, records }) => [
      institution,
      { digest: keyId },
      algorithm,
      { record: since },
      until === undefined ? '' : { record: until },
      compromisedSince === undefined ? '' : { record: compromisedSince },
      { number: records },
    ]),
    empty: say('No key could sign.', '서명할 수 있는 키가 없습니다.'),
  };
}

export function composeChanges({ changes }: PeriodReport): Block[] {
  return [
    heading(2, 'Audit-trail extract: changes', '점검기록 발췌: 변경 사항'),
    paragraph(
      'Who changed what, when and why: institutions, keys, roles, charter, policies, corrections, withdrawals and erasures. Every record of the period stands in Appendix A. Whether an independent person has reviewed this trail is not recorded in the ledger: the signature page is for that.',
      '누가 무엇을 언제 왜 바꾸었는지 보입니다(기관, 키, 역할, 헌장, 정책, 정정, 철회, 파기). 기간의 모든 기록은 부록 A에 있습니다. 독립된 사람이 이를 검토했는지는 원장에 기록되지 않으므로 서명란에 적습니다.',
    ),
    {
      type: 'table',
      table: {
        id: 'changes',
        caption: say('Changes in the order of the log', '로그 순서에 따른 변경'),
        columns: [
          { id: 'index', title: say('Record', '기록'), align: 'end', width: 0.6 },
          { id: 'at', title: say('When', '시각'), width: 1.3 },
          { id: 'who', title: say('Who', '행위 기관'), width: 1.2 },
          { id: 'what', title: say('What', '변경') },
          { id: 'object', title: say('Of', '대상'), width: 1.3 },
          { id: 'before', title: say('Before', '변경 전'), width: 1.2 },
          { id: 'after', title: say('After', '변경 후'), width: 1.2 },
          { id: 'why', title: say('Why', '사유') },
          { id: 'status', title: say('Status', '상태') },
        ],
        rows: changes.map(({ entry, what, object, before, after }) => [
          { record: entry.index },
          { instant: entry.recordedAt },
          entry.author,
          term(what),
          value(object),
          before === undefined ? '' : value(before),
          after === undefined ? '' : value(after),
          entry.reason === undefined ? '' : reasonText(entry.reason),
          entry.status === undefined ? '' : term(entry.status),
        ]),
        empty: say('Nothing was changed in the period.', '기간 중 변경이 없습니다.'),
      },
    },
  ];
}

/** A value before or after a change. */
function value(text: string): Cell {
  return HEX.test(text) ? shortDigest(text) : text;
}

export function composeOutside(): Block[] {
  return [
    heading(2, 'Access, incidents, time source, backup', '접근, 사고, 시각, 백업'),
    paragraph(
      'This ledger records contributions and their credit, not the operation of the system that holds it. Records of access, incidents, time synchronisation, backup and restore tests are kept by the operator and must be asked for there. What this report shows of time stands under Results, Timeliness, and in the cosignatures.',
      '이 원장은 기여와 크레딧을 기록하며, 원장을 운영하는 시스템의 운영은 기록하지 않습니다. 접근, 사고, 시각 동기화, 백업과 복구 시험의 기록은 운영 기관이 보관하므로 그곳에 요청해야 합니다. 시각에 관해 이 보고서가 보이는 것은 결과의 적시성과 공동 서명입니다.',
    ),
  ];
}
