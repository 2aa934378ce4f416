/**
 * Scope and method: which records, under which checkpoint, witnessed by whom, and how everything was checked.
 * @module
 */
import type { PeriodReport, ReportDocument } from '../../../core/generated/documents.ts';
import type { Block, Cell, Table } from '../../layout/blocks.ts';
import { heading, paragraph, say, term } from './words.ts';

export function composeMethod(document: ReportDocument, keys: PeriodReport['keys']): Block[] {
  return [
    heading(2, 'Scope and method', '범위와 방법'),
    paragraph(
      'The ledger was read from its first record to the checkpoint, whatever the scope: every record was parsed, hashed into the Merkle tree, its signature verified with the key that was enrolled for its author, and judged by the rules of the charter. The numbers of this report were counted from that replay; the standing of records is that of the checkpoint.',
      '범위와 관계없이 원장을 첫 기록부터 체크포인트까지 읽었습니다. 기록마다 형식을 확인하고, 머클 트리의 해시를 다시 계산하고, 작성 기관에 등록된 키로 서명을 검증하고, 헌장의 규칙으로 판정했습니다. 이 보고서의 수치는 그 재생에서 센 것이며, 기록의 상태는 체크포인트 시점의 상태입니다.',
    ),
    ...composeCheckpoint(document),
    {
      type: 'facts',
      rows: [
        [say('Merkle tree and proofs', '머클 트리와 증명'), 'RFC 6962 / RFC 9162, SHA-256'],
        [say('Canonical form of statements', '진술의 표준 형식'), 'RFC 8785 (JCS), DSSE v1, in-toto Statement v1'],
        [say('Signatures of institutions', '기관의 서명'), algorithmsOf(keys)],
        [
          say('Checkpoints and cosignatures', '체크포인트와 공동 서명'),
          'C2SP tlog-checkpoint, tlog-cosignature, Ed25519',
        ],
      ],
    },
  ];
}

/** The checkpoint, with who signed and cosigned it. */
/** @param isShort keys by their ids: the attached trust policy has them whole */
export function composeCheckpoint({ checkpoint }: ReportDocument, isShort = false): Block[] {
  const { size, root, signers, quorum, policyQuorum } = checkpoint;
  return [
    {
      type: 'facts',
      rows: [
        [say('Checkpoint: size', '체크포인트의 크기'), { number: size }],
        [say('Checkpoint: root', '체크포인트의 루트'), { digest: root }],
        [
          say('Signed by the log', '로그의 서명'),
          signers.length === 0
            ? say('by no key of the policy', '정책의 키 없음')
            : signers.map((key) => (isShort ? shortKey(key) : key)).join('  '),
        ],
        [say('Quorum of the trust policy', '신뢰 정책의 정족수'), quorumText(policyQuorum, quorum)],
      ],
    },
    { type: 'table', table: witnessTable(checkpoint.witnesses, isShort) },
  ];
}

function quorumText(name: string, quorum: string): Cell {
  if (name === 'none') return say('none asked for', '요구하지 않음');
  const standing = term(quorum);
  return typeof standing === 'string'
    ? `${name}: ${standing}`
    : { en: `${name}: ${standing.en}`, ko: `${name}: ${standing.ko}` };
}

/** `name+id` of a verifier key `name+id+key`. */
function shortKey(key: string): string {
  const end = key.indexOf('+', key.indexOf('+') + 1);
  return end === -1 ? key : `${key.slice(0, end)}…`;
}

function witnessTable(witnesses: ReportDocument['checkpoint']['witnesses'], isShort: boolean): Table {
  return {
    id: 'witnesses',
    caption: say('Witnesses who cosigned the checkpoint', '체크포인트에 공동 서명한 증인'),
    columns: [
      { id: 'witness', title: say('Witness', '증인') },
      { id: 'cosigned-at', title: say('Cosigned', '공동 서명 시각') },
      { id: 'key', title: say('Key', '키'), width: 2 },
    ],
    rows: witnesses.map(({ name, at, key }) => [name, { instant: at }, isShort ? shortKey(key) : key]),
    empty: say(
      'No witness cosigned this checkpoint. That others see the same log is then not shown.',
      '이 체크포인트에 공동 서명한 증인이 없습니다. 다른 사람도 같은 로그를 보는지는 보이지 못합니다.',
    ),
  };
}

const NAMES: Readonly<Record<string, string>> = {
  ed25519: 'Ed25519',
  'ecdsa-p256': 'ECDSA P-256',
  'ecdsa-p384': 'ECDSA P-384',
};

function algorithmsOf(keys: PeriodReport['keys']): string {
  const used = [...new Set(keys.map(({ algorithm }) => algorithm))].sort();
  return used.map((name) => NAMES[name] ?? name).join(', ') || 'Ed25519, ECDSA P-256, ECDSA P-384';
}
