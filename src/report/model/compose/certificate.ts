/**
 * The certificate of a record, one or two pages.
 * @module
 */
import type { CertificateContent, ReportDocument } from '../../../core/generated/documents.ts';
import type { Block, Table } from '../../layout/blocks.ts';
import { koreanTime } from '../../layout/format.ts';
import { verdictOf } from './conclusion.ts';
import { factRows } from './facts.ts';
import { composeCheckpoint } from './method.ts';
import { heading, joined, kindName, paragraph, reasonText, say, term } from './words.ts';

export function composeCertificate(document: ReportDocument, content: CertificateContent): Block[] {
  const { record, subject, institution, facts, related, credit } = content;
  return [
    heading(2, 'What this certificate says', '증명 내용'),
    sentenceOf(document, content),
    verdictOf(document.integrity),
    { type: 'table', table: checkTable(document, content) },
    heading(2, 'The record', '기록의 내용'),
    {
      type: 'facts',
      rows: [
        [say('Record', '기록 번호'), { record: record.index }],
        [say('Statement digest', '진술 다이제스트'), { digest: record.id }],
        [say('Subject', '대상'), subject.name],
        [say('SHA-256 of the subject', '대상의 SHA-256'), { digest: subject.sha256 }],
        [say('Recorded', '기록 시각'), { instant: record.recordedAt }],
        ...(record.status === undefined ? [] : [[say('Standing', '현재 상태'), term(record.status)] as const]),
        ...factRows(facts.filter(({ fact }) => fact !== 'status')),
      ],
    },
    heading(2, 'Signature', '서명'),
    {
      type: 'facts',
      rows: [
        [say('Institution', '기관'), joined([institution.id, term(institution.class)])],
        [say('Signer (commitment; the institution opens it)', '서명자(확약, 기관이 공개)'), { digest: record.signer }],
        [say('Signed at', '서명 시각'), record.signedAt],
        [say('Meaning', '서명의 의미'), term(record.meaning)],
        ...(record.reason === undefined ? [] : [[say('Reason', '사유'), reasonText(record.reason)] as const]),
        [say('Key', '키'), { digest: record.keyId }],
        [say('The key at the checkpoint', '체크포인트 시점의 키'), term(record.key)],
      ],
    },
    ...(record.kind === 'contribution' ? [{ type: 'table', table: creditTable(credit) } as const] : []),
    { type: 'table', table: relatedTable(related) },
    heading(2, 'Checkpoint and witnesses', '체크포인트와 증인'),
    ...composeCheckpoint(document, true),
  ];
}

function sentenceOf({ ledger, checkpoint }: ReportDocument, { record, institution }: CertificateContent): Block {
  const kind = kindName(record.kind);
  const [en, ko] = typeof kind === 'string' ? [kind, kind] : [kind.en.toLowerCase(), kind.ko];
  const at = koreanTime(record.recordedAt);
  return paragraph(
    `On ${at}, ${institution.id} recorded this ${en} as record ${record.index} of the ledger ${ledger}. It stands, unchanged, under the checkpoint of ${checkpoint.size} records.`,
    `${institution.id} 기관이 ${at}에 이 기록(${ko})을 원장 ${ledger}의 ${record.index}번 기록으로 남겼으며, 기록 ${checkpoint.size}건의 체크포인트 아래에 변경 없이 있습니다.`,
  );
}

/** What the replay settled about this record. */
function checkTable({ integrity, checkpoint }: ReportDocument, { record }: CertificateContent): Table {
  const isIn = record.index < integrity.records ? integrity.verdict : 'CANNOT TELL';
  const witnessed =
    checkpoint.quorum === 'met' && checkpoint.witnesses.length > 0 ? ('VERIFIED' as const) : ('CANNOT TELL' as const);
  return {
    id: 'checks',
    caption: say('Checks', '확인 항목'),
    columns: [
      { id: 'check', title: say('Check', '확인 항목'), width: 4 },
      { id: 'verdict', title: say('Verdict', '판정') },
    ],
    rows: [
      [say('The signature covers exactly this record.', '서명이 정확히 이 기록에 대한 것입니다.'), { verdict: isIn }],
      [
        say(
          'Author, key and role were in force at its place in the log.',
          '로그의 그 자리에서 작성 기관, 키, 역할이 유효했습니다.',
        ),
        { verdict: record.key === 'compromised' ? 'CANNOT TELL' : isIn },
      ],
      [say('The rules of the charter accept it.', '헌장의 규칙이 이 기록을 받아들입니다.'), { verdict: isIn }],
      [
        say('It stands in the Merkle tree of the checkpoint.', '체크포인트의 머클 트리에 들어 있습니다.'),
        { verdict: isIn },
      ],
      [
        say(
          'Witnesses outside the operator cosigned the checkpoint.',
          '운영 기관 밖의 증인이 체크포인트에 공동 서명했습니다.',
        ),
        { verdict: witnessed },
      ],
    ],
    empty: say('No check was run.', '검사가 없습니다.'),
  };
}

function creditTable(credit: CertificateContent['credit']): Table {
  return {
    id: 'credit',
    caption: say('Awards of its credit window, for this institution', '정산 구간의 배분안 가운데 이 기관의 몫'),
    columns: [
      { id: 'index', title: say('Record', '기록'), align: 'end' },
      { id: 'model', title: say('Model', '모델'), width: 2 },
      { id: 'window', title: say('Window', '정산 구간'), align: 'end' },
      { id: 'status', title: say('Status', '상태') },
      { id: 'amount', title: say('Credit', '크레딧'), align: 'end' },
    ],
    rows: credit.map(({ index, model, window, status, amount }) => [
      { record: index },
      model,
      { number: window },
      term(status),
      { credits: amount },
    ]),
    empty: say('No award counts this contribution in yet.', '이 기여를 포함하는 배분안이 아직 없습니다.'),
  };
}

function relatedTable(related: CertificateContent['related']): Table {
  return {
    id: 'related',
    caption: say('Records that it rests on, and that rest on it', '이 기록이 근거로 하거나 이 기록을 근거로 하는 기록'),
    columns: [
      { id: 'index', title: say('Record', '기록'), align: 'end' },
      { id: 'kind', title: say('Kind', '종류'), width: 2 },
      { id: 'institution', title: say('Institution', '기관'), width: 2 },
      { id: 'recorded-at', title: say('Recorded', '기록 시각'), width: 2 },
    ],
    rows: related.map(({ record }) => [
      { record: record.index },
      kindName(record.kind),
      record.author,
      { instant: record.recordedAt },
    ]),
    empty: say('No other record refers to it.', '이 기록을 가리키는 다른 기록이 없습니다.'),
  };
}
