/**
 * The dossier of a model for people.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { DossierDocument, RecordLine, ReportDocument } from '../../../core/generated/documents.ts';
import type { Block, Cell, Table } from '../../layout/blocks.ts';
import { verdictOf } from './conclusion.ts';
import { summaryOf } from './facts.ts';
import { composeCheckpoint } from './method.ts';
import { heading, kindName, reasonText, say, term } from './words.ts';

const GROUPS = [
  ['tasks', say('Tasks', '예측 과제')],
  ['preparations', say('Preparation of data', '데이터 전처리')],
  ['datasets', say('Datasets and legal basis', '데이터셋과 법적 근거')],
  ['algorithms', say('Algorithms and approvals', '알고리즘과 승인')],
  ['policies', say('Credit policies', '크레딧 정책')],
  ['plans', say('Evaluation plans', '평가 계획')],
  ['corrections', say('Corrections, withdrawals, erasures', '정정, 철회, 파기')],
  ['refusals', say('Lists with refused statements of participants', '참여 기관의 진술이 거절된 목록')],
] as const satisfies readonly (readonly [keyof DossierDocument, Sentence])[];

export function composeDossier(document: ReportDocument, dossier: DossierDocument): Block[] {
  const { model, head, registered, rounds, awards, participants } = dossier;
  return [
    heading(2, 'Conclusion', '결론'),
    verdictOf(document.integrity),
    {
      type: 'facts',
      rows: [
        [say('Model (lineage)', '모델(계보)'), model],
        [say('Newest weights (tensor set)', '최신 가중치(텐서 집합)'), { digest: head }],
        [say('Registered as record', '등록 기록'), { record: registered.index }],
        [say('By', '등록 기관'), registered.author],
        [say('Rounds', '라운드'), { number: rounds.length }],
        [say('Awards', '배분안'), { number: awards.length }],
        [say('Participants', '참여 기관'), { number: participants.length }],
      ],
    },
    heading(2, 'What it was made from, and by which rules', '재료와 규칙'),
    ...GROUPS.slice(0, 6).map(([name, caption]) => linesOf(name, caption, dossier[name])),
    heading(2, 'Rounds', '라운드'),
    { type: 'table', table: roundTable(rounds) },
    ...rounds.map(({ round, number, records }) =>
      linesOf(`round-${number}`, say(`Round ${number}: ${round}`, `${number}차 라운드: ${round}`), records),
    ),
    heading(2, 'Awards', '배분안'),
    ...(awards.length === 0 ? [linesOf('award', say('Awards', '배분안'), [])] : []),
    ...awards.map(({ window, status, records }, i) => {
      const standing = term(status);
      const [en, ko] = typeof standing === 'string' ? [standing, standing] : [standing.en, standing.ko];
      return linesOf(`award-${i + 1}`, say(`Window ${window}: ${en}`, `정산 구간 ${window}: ${ko}`), records);
    }),
    heading(2, 'Corrections and refusals', '정정과 거절'),
    ...GROUPS.slice(6).map(([name, caption]) => linesOf(name, caption, dossier[name])),
    heading(2, 'Participants', '참여 기관'),
    ...participants.map(({ institution, class: kind, status, records }) => {
      const [one, other] = [term(kind), term(status)];
      const of = (language: keyof Sentence): string =>
        [one, other].map((text) => (typeof text === 'string' ? text : text[language])).join(', ');
      const caption = say(`${institution}: ${of('en')}`, `${institution}: ${of('ko')}`);
      return linesOf(`participant-${institution}`, caption, records);
    }),
    heading(2, 'Checkpoint and witnesses', '체크포인트와 증인'),
    ...composeCheckpoint(document),
  ];
}

function linesOf(id: string, caption: Sentence, lines: readonly RecordLine[]): Block {
  return {
    type: 'table',
    table: {
      id,
      caption,
      columns: [
        { id: 'index', title: say('Record', '기록'), align: 'end', width: 0.6 },
        { id: 'kind', title: say('Kind', '종류'), width: 1.2 },
        { id: 'institution', title: say('Institution', '기관'), width: 1.3 },
        { id: 'recorded-at', title: say('Recorded', '기록 시각'), width: 1.4 },
        { id: 'says', title: say('What it says', '내용'), width: 3 },
        { id: 'status', title: say('Status', '상태') },
        { id: 'reason', title: say('Reason', '사유') },
        { id: 'endorsements', title: say('Endorsed', '동의·검토'), width: 1.2 },
      ],
      rows: lines.map((line) => [
        { record: line.index },
        kindName(line.kind),
        line.author,
        { instant: line.recordedAt },
        summaryOf(line),
        standing(line),
        line.reason === undefined ? '' : reasonText(line.reason),
        (line.endorsements ?? []).map(({ index, author }) => `#${index} ${author}`).join(', '),
      ]),
      empty: { en: `${caption.en}: none recorded.`, ko: `${caption.ko}: 기록이 없습니다.` },
    },
  };
}

function standing({ status, doubtful }: RecordLine): Cell {
  if (doubtful === true) return say('doubtful: compromised key', '의심: 유출된 키');
  return status === undefined ? '' : term(status);
}

function roundTable(rounds: DossierDocument['rounds']): Table {
  return {
    id: 'rounds',
    caption: say('Rounds of the lineage', '계보의 라운드'),
    columns: [
      { id: 'number', title: say('No.', '차수'), align: 'end', width: 0.6 },
      { id: 'round', title: say('Round', '라운드'), width: 2 },
      { id: 'status', title: say('Status', '상태') },
      { id: 'window', title: say('Credit window', '정산 구간'), align: 'end' },
      { id: 'records', title: say('Records', '기록'), align: 'end' },
      { id: 'withheld', title: say('Committed, never revealed', '확약 후 미공개'), width: 2 },
    ],
    rows: rounds.map(({ number, round, status, window, records, withheld }) => [
      { number },
      round,
      term(status),
      window === undefined ? '' : { number: window },
      { number: records.length },
      withheld.length === 0 ? say('none', '없음') : withheld.join(', '),
    ]),
    empty: say('No round was opened.', '개시된 라운드가 없습니다.'),
  };
}
