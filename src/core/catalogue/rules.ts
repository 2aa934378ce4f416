/**
 * Codes of refusals: a well-formed statement that a rule does not accept.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const RULE_CODES = {
  'charter-first': {
    en: 'The first record of a ledger is its one charter.',
    ko: '원장의 첫 기록은 유일한 헌장이어야 합니다.',
  },
  'charter-operator': {
    en: 'The charter must be signed by the operator, its first founder, with a key that it lists.',
    ko: '헌장은 첫 번째 설립 기관인 운영 기관이 헌장에 적힌 키로 서명해야 합니다.',
  },
  'charter-founders': { en: 'Each founder is named once.', ko: '설립 기관은 한 번씩만 적습니다.' },
  'quorum-unreachable': {
    en: 'The charter names too few stewards for its quorums.',
    ko: '헌장의 관리 기관 수가 정족수에 못 미칩니다.',
  },
  founding: {
    en: 'While the ledger is being founded, only the records that the charter announced are accepted, in its order.',
    ko: '설립이 끝날 때까지는 헌장이 예고한 기록만 그 순서대로 받습니다.',
  },
  'log-key-name': {
    en: 'The key of the log must be an Ed25519 note key named like the origin.',
    ko: '원장 키는 원장 이름과 같은 이름의 Ed25519 노트 키여야 합니다.',
  },
  'log-key-retired': {
    en: 'The charter, as amended, retired this key of the log: it signs no checkpoint beyond that amendment, and never comes back.',
    ko: '개정으로 사용이 종료된 원장 키입니다. 그 개정 이후의 체크포인트에는 서명할 수 없고 다시 쓰이지도 않습니다.',
  },
  'log-key-retires': {
    en: 'An amendment retires a key of the log that the charter lists, and another one must stay.',
    ko: '사용을 종료하는 원장 키는 헌장에 있는 키여야 하며, 다른 키가 하나 이상 남아야 합니다.',
  },
  'rules-version': { en: 'No such version of the rules was released.', ko: '공개되지 않은 규칙 버전입니다.' },
  'other-ledger': { en: 'The statement was signed for another ledger.', ko: '다른 원장을 위해 서명된 진술입니다.' },
  duplicate: {
    en: 'The statement is recorded already; ask for its receipt.',
    ko: '이미 기록된 진술입니다. 영수증을 요청하십시오.',
  },
  'clock-backwards': { en: 'Times of records never go back.', ko: '기록 시각은 거꾸로 갈 수 없습니다.' },
  'author-unknown': {
    en: 'The author is not enrolled. Ask a steward to enrol the institution.',
    ko: '작성 기관이 등록되어 있지 않습니다. 관리 기관에 등록을 요청하십시오.',
  },
  'author-inactive': { en: 'The author has left the ledger.', ko: '작성 기관이 원장을 떠났습니다.' },
  'key-unknown': { en: 'No enrolled key has this key id.', ko: '이 키 식별자로 등록된 키가 없습니다.' },
  'key-not-authors': {
    en: 'The key does not belong to the author. Sign with a key of the institution, or enrol this one.',
    ko: '작성 기관의 키가 아닙니다. 기관의 키로 서명하거나 이 키를 등록하십시오.',
  },
  'key-revoked': {
    en: 'The key ended before this record. Sign with a live key.',
    ko: '이 기록 전에 폐기된 키입니다. 유효한 키로 서명하십시오.',
  },
  'key-not-live': {
    en: 'The key to be ended is not a live key of the institution. One that has ended can only be flagged, with compromisedSince.',
    ko: '폐기하려는 키가 기관의 유효한 키가 아닙니다. 이미 끝난 키에는 compromisedSince로 유출 표시만 할 수 있습니다.',
  },
  'key-not-new': {
    en: 'Keys are unique over the log: make a new one.',
    ko: '키는 원장 전체에서 유일해야 합니다. 새 키를 만드십시오.',
  },
  'too-many-keys': {
    en: 'The institution has had 256 keys. Ask the stewards to enrol more, by quorum.',
    ko: '기관이 등록한 키가 256개에 이르렀습니다. 관리 기관에 정족수로 등록해 달라고 요청하십시오.',
  },
  'not-own-key': { en: 'Only the institution itself rotates its keys.', ko: '키 교체는 해당 기관만 할 수 있습니다.' },
  'compromised-since': {
    en: 'compromisedSince must not lie after the record, or after the end of a key that has ended; and it only moves back.',
    ko: 'compromisedSince는 이 기록보다, 또는 이미 끝난 키의 종료 시점보다 뒤일 수 없고, 앞당길 수만 있습니다.',
  },
  'bad-signature': {
    en: 'The signature does not verify with the named key. Sign the exact payload bytes (DSSE).',
    ko: '지정된 키로 서명이 확인되지 않습니다. 페이로드 바이트(DSSE)에 그대로 서명하십시오.',
  },
  'operator-writes': {
    en: 'Only the ledger itself writes in the name of the operator institution; its staff act under another.',
    ko: '운영 기관의 이름으로는 원장만 기록합니다. 직원은 다른 기관으로 활동하십시오.',
  },
  'operator-role': {
    en: 'The operator institution holds no role and stays active.',
    ko: '운영 기관은 역할을 가지지 않으며 활성 상태여야 합니다.',
  },
  'role-missing': {
    en: 'The institution does not hold the role that this needs. Ask the stewards for a grant.',
    ko: '필요한 역할이 없습니다. 관리 기관에 역할 부여를 요청하십시오.',
  },
  'role-not-held': { en: 'The role to be ended is not held.', ko: '종료하려는 역할을 보유하고 있지 않습니다.' },
  'role-conflict': {
    en: 'Evaluator, treasurer and arbiter must be three institutions, and an auditor neither contributes nor evaluates. Grant the role to another.',
    ko: '평가자, 회계 담당, 중재자는 서로 다른 기관이어야 하며, 감사 기관은 기여하거나 평가할 수 없습니다. 다른 기관에 역할을 부여하십시오.',
  },
  'institution-unknown': { en: 'No such institution is enrolled.', ko: '등록되지 않은 기관입니다.' },
  successor: {
    en: 'A successor is another active institution, named exactly with the status succeeded.',
    ko: '승계 기관은 다른 활성 기관이어야 하며 상태가 succeeded일 때만 적습니다.',
  },
  meaning: {
    en: 'The meaning of the signature does not fit the statement.',
    ko: '서명의 의미가 진술과 맞지 않습니다.',
  },
  'reason-missing': {
    en: 'The statement changes what was recorded earlier and must give a reason.',
    ko: '이전 기록을 바꾸는 진술에는 사유가 필요합니다.',
  },
  chain: {
    en: "The statement does not follow the author's last one. Ask for the head of the chain and sign again.",
    ko: '작성 기관의 직전 진술에 이어지지 않습니다. 사슬의 끝을 조회하여 다시 서명하십시오.',
  },
  'seen-unknown': {
    en: 'The log never had the root that the author claims to have seen.',
    ko: '작성 기관이 보았다는 루트는 이 원장에 없었습니다.',
  },
  vocabulary: {
    en: 'The word is not in the closed vocabulary of the charter, or the vocabulary would lose one.',
    ko: '헌장의 용어집에 없는 말이거나, 용어집에서 말이 사라집니다.',
  },
  'name-taken': {
    en: 'The name is taken; names are never reused.',
    ko: '이미 쓰인 이름입니다. 이름은 다시 쓰지 않습니다.',
  },
  'threshold-missing': { en: 'A classification task needs a threshold.', ko: '분류 과제에는 임계값이 필요합니다.' },
  'task-unknown': { en: 'No such task is defined.', ko: '정의되지 않은 과제입니다.' },
  'parent-unknown': { en: 'No such parent model is recorded.', ko: '기록되지 않은 부모 모델입니다.' },
  'model-unknown': { en: 'No such lineage is registered.', ko: '등록되지 않은 모델 계보입니다.' },
  'digest-reused': {
    en: 'This update or model stands in the log already: work is recorded once, by who made it.',
    ko: '이 업데이트나 모델은 이미 원장에 있습니다. 작업은 만든 기관이 한 번만 기록합니다.',
  },
  'round-unknown': { en: 'No such round was opened.', ko: '개설되지 않은 라운드입니다.' },
  'round-not-open': { en: 'The round is not open for this.', ko: '이 작업을 할 수 있는 라운드 상태가 아닙니다.' },
  'round-still-open': {
    en: 'The lineage has an open round; close it first.',
    ko: '이 계보에 열린 라운드가 있습니다. 먼저 닫으십시오.',
  },
  'round-number': {
    en: 'Rounds of a lineage are numbered without gaps.',
    ko: '라운드 번호는 빠짐없이 이어져야 합니다.',
  },
  'parent-mismatch': {
    en: 'The parent is not the model that the round starts from. Train from the head of the lineage.',
    ko: '라운드의 출발 모델이 아닙니다. 계보의 최신 모델에서 학습하십시오.',
  },
  'deadline-passed': {
    en: 'The deadline has passed, or deadlines stand in the wrong order.',
    ko: '기한이 지났거나 기한의 순서가 틀렸습니다.',
  },
  'not-invited': { en: 'The institution is not invited to this round.', ko: '이 라운드에 초대되지 않은 기관입니다.' },
  'already-contributed': {
    en: 'One contribution an institution and round.',
    ko: '기관은 라운드마다 한 번만 기여할 수 있습니다.',
  },
  'zero-update': { en: 'The update changes nothing.', ko: '아무것도 바꾸지 않는 업데이트입니다.' },
  'previous-step': {
    en: 'The update repeats the global step of the round before.',
    ko: '직전 라운드의 전역 변화량을 그대로 되풀이한 업데이트입니다.',
  },
  'aggregator-contributes': {
    en: 'The aggregator and its group contribute nothing in their own round.',
    ko: '집계 기관과 그 계열 기관은 자신의 라운드에 기여할 수 없습니다.',
  },
  'not-aggregator': {
    en: 'Only the aggregator of the round may do this.',
    ko: '해당 라운드의 집계 기관만 할 수 있습니다.',
  },
  'contribution-unknown': {
    en: 'No such contribution is recorded, or it is of another round. Name the statement digest of one of this round.',
    ko: '기록되지 않았거나 다른 라운드의 기여입니다. 이 라운드에 기록된 기여의 진술 다이제스트를 적으십시오.',
  },
  'contribution-twice': {
    en: 'The aggregation names a contribution twice.',
    ko: '집계가 같은 기여를 두 번 적었습니다.',
  },
  weight: {
    en: 'The weights must be those of the bands and sum to the total.',
    ko: '가중치는 구간의 값이어야 하며 합이 총계와 같아야 합니다.',
  },
  count: { en: 'The count differs from what is recorded.', ko: '수가 기록과 다릅니다.' },
  'aggregation-unknown': { en: 'The round has no such aggregation.', ko: '이 라운드에 없는 집계입니다.' },
  'subject-unknown': {
    en: 'The statement that this one is about is not recorded. Name its digest.',
    ko: '대상 진술이 기록되어 있지 않습니다. 기록된 진술의 다이제스트를 적으십시오.',
  },
  'subject-account': {
    en: 'The statement names another account or institution than that of the record that it is about.',
    ko: '대상 기록과 다른 계정이나 기관을 적었습니다.',
  },
  'endorses-own': { en: 'An institution cannot endorse its own statement.', ko: '자기 진술을 보증할 수 없습니다.' },
  'already-endorsed': { en: 'The institution endorsed this statement already.', ko: '이미 보증한 진술입니다.' },
  'pending-lapsed': {
    en: 'The statement lapsed before it reached its quorum; its author may sign a new one.',
    ko: '정족수를 채우기 전에 효력을 잃은 진술입니다. 작성 기관이 새로 서명해야 합니다.',
  },
} as const satisfies Record<string, Sentence>;
