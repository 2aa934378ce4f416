/**
 * The report on evidence against a ledger: what is proven, by which notes, and what to do.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { IncidentContent, ReportDocument } from '../../../core/generated/documents.ts';
import { EVIDENCE_CHECKS } from '../../../verify/evidence-file/checks.ts';
import { OUTCOMES } from '../../../verify/text.ts';
import type { Block, Text } from '../../layout/blocks.ts';
import { composeCheckpoint } from './method.ts';
import { count, heading, paragraph, say, term } from './words.ts';

const KINDS: Readonly<Record<string, Sentence>> = {
  fork: say('Two logs under one name (split view)', '한 이름의 두 로그(분기)'),
  rule: say('A record that the rules forbid', '규칙이 금지하는 기록'),
  omission: say('A record with a receipt that the log no longer holds', '영수증이 있으나 로그에 없는 기록'),
};

const PROVEN: Readonly<Record<string, Sentence>> = {
  fork: say(
    "The evidence holds: the log's key signed two checkpoints that no one log can have: different readers were shown different histories.",
    '증거가 성립합니다. 로그의 키가 한 로그가 가질 수 없는 두 체크포인트에 서명했습니다. 읽는 사람마다 다른 이력이 제시되었습니다.',
  ),
  rule: say(
    'The evidence holds: the log has a record that its own rules forbid: the operator took in what it had to refuse.',
    '증거가 성립합니다. 로그에 자기 규칙이 금지하는 기록이 있습니다. 운영 기관이 거절해야 할 것을 받아들였습니다.',
  ),
  omission: say(
    'The evidence holds: the log gave a receipt for a record and then published another one in its place.',
    '증거가 성립합니다. 로그가 기록의 영수증을 준 뒤 그 자리에 다른 기록을 공개했습니다.',
  ),
};

export function composeIncident(document: ReportDocument, content: IncidentContent): Block[] {
  const { evidence, verdict, record, seenAt, notes, checks } = content;
  return [
    heading(2, 'What is proven', '증명된 것'),
    { type: 'verdict', verdict, text: conclusionOf(content) },
    {
      type: 'facts',
      rows: [
        [say('Kind of evidence', '증거의 종류'), KINDS[evidence.kind] ?? evidence.kind],
        [say('SHA-256 of the evidence file', '증거 파일의 SHA-256'), { digest: evidence.sha256 }],
        [say('Its size', '파일 크기'), say(`${count(evidence.bytes)} bytes`, `${count(evidence.bytes)}바이트`)],
        [
          say('First seen', '처음 발견한 시각'),
          seenAt === undefined ? say('not stated', '기재 없음') : { instant: seenAt },
        ],
        ...(record === undefined
          ? []
          : ([
              [say('Record concerned', '해당 기록'), { number: record.index }],
              [say('SHA-256 of its bytes', '기록 바이트의 SHA-256'), { digest: record.sha256 }],
            ] as const)),
        ...(record?.code === undefined ? [] : ([[say('Rule broken', '어긴 규칙'), ruleText(record.code)]] as const)),
      ],
    },
    {
      type: 'table',
      table: {
        id: 'checks',
        caption: say('Checks of the evidence', '증거의 확인 항목'),
        columns: [
          { id: 'check', title: say('Check', '확인 항목'), width: 4 },
          { id: 'outcome', title: say('Outcome', '결과') },
          { id: 'code', title: say('Code', '코드') },
        ],
        rows: checks.map(({ check, outcome, code }) => [
          Object.hasOwn(EVIDENCE_CHECKS, check) ? EVIDENCE_CHECKS[check as keyof typeof EVIDENCE_CHECKS] : check,
          Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome as keyof typeof OUTCOMES] : outcome,
          code ?? '',
        ]),
        empty: say('No check was run.', '검사가 없습니다.'),
      },
    },
    heading(2, 'The signed notes', '서명된 체크포인트'),
    ...notes.flatMap(({ note, origin, size, root }, i): Block[] => [
      heading(3, `Note ${i + 1}`, `체크포인트 ${i + 1}`),
      {
        type: 'facts',
        rows: [
          [say('Log', '로그'), origin],
          [say('Size', '크기'), { number: size }],
          [say('Root', '루트'), { digest: root }],
        ],
      },
      { type: 'code', lines: note.replace(/\n$/, '').split('\n') },
    ]),
    heading(2, 'What to do', '조치'),
    {
      type: 'list',
      ordered: true,
      items: [
        say(
          'Keep the evidence file. It convinces everybody who has the trust policy, without your word.',
          '증거 파일을 보관하십시오. 신뢰 정책을 가진 사람이라면 누구든 이 파일만으로 확인할 수 있습니다.',
        ),
        say(
          'Tell the institutions, witnesses and auditors of the consortium; each can verify it by itself.',
          '컨소시엄의 기관, 증인, 감사 기관에 알리십시오. 각자 직접 검증할 수 있습니다.',
        ),
        say(
          'Rely on no receipt of the ledger newer than the last checkpoint that your witnesses agree on, until the operator has explained.',
          '운영 기관이 해명할 때까지, 증인들이 일치하는 마지막 체크포인트 이후의 영수증에 의존하지 마십시오.',
        ),
      ],
    },
    heading(2, 'The ledger as it was read for this report', '이 보고서를 위해 읽은 원장'),
    paragraph(
      'The checkpoint below is the one that this report saw. Evidence stands by itself: it does not rest on it.',
      '아래는 이 보고서가 읽은 체크포인트입니다. 증거는 그 자체로 성립하며 이에 의존하지 않습니다.',
    ),
    ...composeCheckpoint(document),
  ];
}

function conclusionOf({ evidence, verdict }: IncidentContent): Sentence {
  if (verdict === 'VERIFIED') return PROVEN[evidence.kind] ?? say('The evidence holds.', '증거가 성립합니다.');
  return verdict === 'FAILED'
    ? say(
        'The evidence does not hold: nothing is shown against the ledger.',
        '증거가 성립하지 않습니다. 원장에 대해 보인 것이 없습니다.',
      )
    : say('The evidence alone does not decide it.', '이 증거만으로는 판단할 수 없습니다.');
}

function ruleText(code: string): Text {
  const text = term(code);
  return typeof text === 'string' ? text : say(`${code}: ${text.en}`, `${code}: ${text.ko}`);
}
