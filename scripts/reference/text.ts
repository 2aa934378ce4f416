/**
 * The texts of all kinds, by group, and what holds for every kind.
 * @module
 */
import type { KindName } from '../../src/core/statement/validate.ts';
import { type Group, type KindText, type RuleText, rule, type Said, said } from './kind-text.ts';
import { CORRECTION, EVIDENCE } from './text-correction.ts';
import { CREDIT } from './text-credit.ts';
import { GOVERNANCE } from './text-governance.ts';
import { PREPARATION } from './text-preparation.ts';
import { EVALUATION, ROUND } from './text-round.ts';

/** All texts. The type makes the compiler name a kind without one. */
export const KIND_TEXTS: { readonly [K in KindName]: KindText } = {
  ...GOVERNANCE,
  ...PREPARATION,
  ...ROUND,
  ...EVALUATION,
  ...CREDIT,
  ...CORRECTION,
  ...EVIDENCE,
};

const GROUPS: readonly (readonly [Group, Readonly<Record<string, KindText>>])[] = [
  ['governance', GOVERNANCE],
  ['preparation', PREPARATION],
  ['round', ROUND],
  ['evaluation', EVALUATION],
  ['credit', CREDIT],
  ['correction', CORRECTION],
  ['evidence', EVIDENCE],
];

export const GROUP_NAMES: Readonly<Record<Group, Said>> = {
  governance: said('governance', '거버넌스'),
  preparation: said('preparation', '준비'),
  round: said('round', '라운드'),
  evaluation: said('evaluation', '평가'),
  credit: said('credit', '크레딧'),
  correction: said('correction', '정정'),
  evidence: said('evidence', '증거'),
};

export function groupOf(kind: KindName): Group {
  const [group] = GROUPS.find(([, texts]) => Object.hasOwn(texts, kind)) ?? ['governance' as const];
  return group;
}

/** What is checked of the bytes and the signature before any rule sees the statement. */
export const FORM_RULES: readonly RuleText[] = [
  rule(
    'The envelope and the record are as small as they must be, and every encoding has its one spelling.',
    '봉투와 기록은 정해진 크기를 넘지 않아야 하며, 모든 인코딩은 한 가지 표기만 씁니다.',
    'too-large',
    'bad-json',
    'json-not-canonical',
    'bad-utf8',
    'bad-base64',
  ),
  rule(
    'The kind is known, and statement and body satisfy their schemas.',
    '아는 종류여야 하고, 진술과 본문이 스키마를 만족해야 합니다.',
    'unknown-kind',
    'schema-violation',
  ),
  rule(
    'The subject is that of the body, and times exist.',
    '대상(subject)은 본문의 것이어야 하고, 시각은 실제로 있는 시각이어야 합니다.',
    'bad-subject',
    'bad-time',
  ),
  rule("The signature verifies with the author's key.", '서명이 작성 기관의 키로 확인되어야 합니다.', 'bad-signature'),
];

/** What the rules ask of a statement of any kind. */
export const COMMON_RULES: readonly RuleText[] = [
  rule(
    'The first record is the one charter; until all that it announces is recorded, nothing else is.',
    '첫 기록은 유일한 헌장이며, 헌장이 예고한 것이 모두 기록될 때까지 다른 것은 기록하지 않습니다.',
    'charter-first',
    'founding',
  ),
  rule('The statement is for this ledger.', '이 원장을 위한 진술이어야 합니다.', 'other-ledger'),
  rule(
    'It is not recorded yet; recording it again gives the receipt of the first time.',
    '아직 기록되지 않은 진술이어야 합니다. 다시 제출하면 처음의 영수증을 받습니다.',
    'duplicate',
  ),
  rule('Times of records never fall.', '기록 시각은 거꾸로 가지 않습니다.', 'clock-backwards'),
  rule(
    'The author is enrolled and active; who left may still write the kinds marked so in the table.',
    '작성 기관은 등록되어 활성 상태여야 합니다. 떠난 기관은 표에 표시된 종류만 쓸 수 있습니다.',
    'author-unknown',
    'author-inactive',
  ),
  rule(
    'The key is one of the author, enrolled before this record and not ended before it.',
    '키는 작성 기관의 것이며, 이 기록 전에 등록되고 이 기록 전에 끝나지 않았어야 합니다.',
    'key-not-authors',
    'key-revoked',
  ),
  rule(
    'The author holds a role that writes the kind.',
    '작성 기관에 그 종류를 쓰는 역할이 있어야 합니다.',
    'role-missing',
  ),
  rule(
    'Only the ledger writes in the name of the operator institution, nobody else writes what it writes, and it signs with the meaning `responsibility`.',
    '운영 기관의 이름으로는 원장만 기록하고, 원장이 쓰는 종류는 다른 기관이 쓸 수 없으며, 원장은 `responsibility`의 의미로 서명합니다.',
    'operator-writes',
    'meaning',
  ),
  rule(
    "The statement continues the author's own chain: next sequence, digest of the one before.",
    '진술은 작성 기관의 사슬을 이어야 합니다. 다음 순번과 직전 진술의 다이제스트를 적습니다.',
    'chain',
  ),
  rule(
    'A root that the author says to have seen is one that the log had.',
    '작성 기관이 보았다고 적은 루트는 이 로그에 있었던 것이어야 합니다.',
    'seen-unknown',
  ),
  rule(
    'What changes an earlier record gives a reason; a reason is a word of the charter.',
    '이전 기록을 바꾸는 진술에는 사유가 있어야 하며, 사유는 헌장의 용어집에 있는 말이어야 합니다.',
    'reason-missing',
    'vocabulary',
  ),
  rule(
    'While credits of a final award or a transfer are being written, nothing else is accepted.',
    '확정된 배분이나 이전(`transfer`)의 크레딧을 기록하는 동안에는 다른 진술을 받지 않습니다.',
    'credits-first',
  ),
];
