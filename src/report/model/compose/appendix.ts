/**
 * Appendices: every record with its signature, what is attached, a glossary; and the page for signatures in ink.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { ReportEntry } from '../../../core/generated/documents.ts';
import type { Block } from '../../layout/blocks.ts';
import { attachmentsOf } from '../attachments.ts';
import type { Composition } from './composition.ts';
import { heading, kindName, reasonText, say, term } from './words.ts';

/** All records in scope. */
export function composeEntries(entries: readonly ReportEntry[]): Block[] {
  return [
    { type: 'page-break' },
    heading(2, 'Appendix A: all records with their signatures', '부록 A: 모든 기록과 서명'),
    {
      type: 'table',
      table: {
        id: 'records',
        caption: say('Records in scope', '대상 기록'),
        columns: [
          { id: 'index', title: say('No.', '번호'), align: 'end', width: 0.6 },
          { id: 'kind', title: say('Kind', '종류'), width: 1.3 },
          { id: 'institution', title: say('Institution', '기관'), width: 1.4 },
          { id: 'recorded-at', title: say('Recorded', '기록 시각'), width: 1.4 },
          { id: 'signed-at', title: say('Signed (with offset)', '서명 시각(오프셋 포함)'), width: 1.4 },
          { id: 'meaning', title: say('Meaning', '의미'), width: 0.7 },
          { id: 'signer', title: say('Signer (commitment)', '서명자(확약)'), width: 1.2 },
          { id: 'key', title: say('Key', '키'), width: 0.7 },
          { id: 'status', title: say('Status', '상태'), width: 0.9 },
          { id: 'reason', title: say('Reason', '사유'), width: 0.8 },
          { id: 'digest', title: say('Statement digest', '진술 다이제스트'), width: 1.2 },
        ],
        rows: entries.map((entry) => [
          { record: entry.index },
          kindName(entry.kind),
          entry.author,
          { instant: entry.recordedAt },
          entry.signedAt,
          term(entry.meaning),
          { digest: entry.signer },
          term(entry.key),
          entry.status === undefined ? '' : term(entry.status),
          entry.reason === undefined ? '' : reasonText(entry.reason),
          { digest: entry.id },
        ]),
        empty: say('No record is in scope.', '대상 기록이 없습니다.'),
      },
    },
  ];
}

export function composeAttachments({ document }: Composition, isAppendix: boolean): Block[] {
  return [
    isAppendix
      ? heading(2, 'Appendix B: attached files', '부록 B: 첨부 파일')
      : heading(2, 'Attached files', '첨부 파일'),
    {
      type: 'table',
      table: {
        id: 'attachments',
        caption: say('Files that go with this report', '이 보고서에 딸린 파일'),
        columns: [
          { id: 'name', title: say('File', '파일') },
          { id: 'description', title: say('What it is', '내용'), width: 2 },
        ],
        rows: attachmentsOf(document).map(({ name, description }) => [name, description]),
        empty: say('No file is attached.', '첨부 파일이 없습니다.'),
      },
    },
  ];
}

const GLOSSARY: readonly (readonly [Sentence, Sentence])[] = [
  [
    say('Ledger', '원장'),
    say(
      'Append-only log of signed statements that nobody can change unseen.',
      '누구도 몰래 고칠 수 없는, 덧붙이기만 하는 서명 진술의 로그.',
    ),
  ],
  [
    say('Record', '기록'),
    say(
      'A signed statement at its place in the log, with the time of recording.',
      '로그의 제자리에 기록 시각과 함께 놓인 서명 진술.',
    ),
  ],
  [
    say('Digest', '다이제스트'),
    say(
      'SHA-256 of some bytes: names them, and shows any change.',
      '바이트의 SHA-256. 바이트를 가리키며 어떤 변경도 드러냄.',
    ),
  ],
  [
    say('Checkpoint', '체크포인트'),
    say(
      'Size and root of the log at some time, signed by the log.',
      '어느 시점 로그의 크기와 루트에 로그가 서명한 것.',
    ),
  ],
  [
    say('Witness', '증인'),
    say(
      'An independent party that cosigns checkpoints if the log only grew. It makes different logs for different readers impossible to hide.',
      '로그가 자라기만 했을 때 체크포인트에 공동 서명하는 독립된 기관. 읽는 사람마다 다른 로그를 보이는 일을 숨길 수 없게 함.',
    ),
  ],
  [
    say('Proof', '증명'),
    say(
      'Hashes by which anybody computes that a record stands under a checkpoint.',
      '기록이 체크포인트 아래에 있음을 누구나 계산하게 하는 해시들.',
    ),
  ],
  [
    say('Commitment', '확약'),
    say(
      'Salted digest of a value that stays secret until its owner opens it.',
      '소유자가 공개할 때까지 비밀로 남는 값의 솔트를 더한 다이제스트.',
    ),
  ],
  [
    say('Trust policy', '신뢰 정책'),
    say('The keys of log and witnesses that a reader relies on.', '읽는 사람이 믿기로 한 로그와 증인의 키 목록.'),
  ],
  [
    say('Award', '배분안'),
    say(
      'Credit of a window, computed from the log by the rules of its policy.',
      '정책의 규칙에 따라 로그에서 계산한 정산 구간의 크레딧.',
    ),
  ],
  [
    say('Exception', '예외'),
    say('What a reader must know; not necessarily a fault.', '읽는 사람이 알아야 할 사항. 반드시 잘못은 아님.'),
  ],
  [
    say('CANNOT TELL', 'CANNOT TELL (판단 불가)'),
    say(
      'Nothing is wrong, but what is at hand does not suffice to vouch for it.',
      '잘못은 없으나 가진 것으로는 보증할 수 없음.',
    ),
  ],
];

export function composeGlossary(): Block[] {
  return [
    heading(2, 'Appendix C: glossary', '부록 C: 용어'),
    {
      type: 'table',
      table: {
        id: 'glossary',
        caption: say('Terms in both languages', '두 언어의 용어'),
        columns: [
          { id: 'en', title: say('English', '영어') },
          { id: 'ko', title: say('Korean', '한국어') },
          { id: 'meaning', title: say('Meaning', '뜻'), width: 4 },
        ],
        rows: GLOSSARY.map(([name, meaning]) => [name.en, name.ko, meaning]),
        empty: say('none', '없음'),
      },
    },
  ];
}

/** Where people sign, in ink or on top of the file. */
export function composeSignaturePage(): Block[] {
  return [
    heading(2, 'Signature page', '서명란'),
    {
      type: 'table',
      table: {
        id: 'signature-page',
        caption: say('Generated, reviewed and approved by', '작성, 검토, 승인'),
        columns: [
          { id: 'part', title: say('Part', '구분') },
          { id: 'name', title: say('Name and organisation', '성명과 소속'), width: 2 },
          { id: 'date', title: say('Date and time', '일시'), width: 1.5 },
          { id: 'signature', title: say('Signature', '서명'), width: 2 },
        ],
        rows: [
          [say('Generated', '작성'), '', '', ''],
          [say('Reviewed', '검토'), '', '', ''],
          [say('Approved', '승인'), '', '', ''],
        ],
        empty: say('none', '없음'),
      },
    },
  ];
}
