/**
 * What the pages of the governance kinds say.
 * @module
 */
import { ALWAYS, type KindText, rule, said } from './kind-text.ts';

export const GOVERNANCE = {
  charter: {
    writer: said('the operator institution, once, as the first record', '운영 기관이 첫 기록으로 한 번'),
    meaning: said(
      'Founds the ledger: the founders with their first keys and roles, the quorums, the closed vocabularies, the key of the log, and the institution in whose name the ledger itself writes. The `key` and `role` records that it announces follow at once; until the last of them is recorded, nothing else is accepted.',
      '원장을 설립합니다. 설립 기관과 그 첫 키와 역할, 정족수, 닫힌 용어집, 원장의 키, 그리고 원장이 그 이름으로 기록하는 운영 기관을 정합니다. 헌장이 예고한 `key`와 `role` 기록이 곧바로 이어지며, 마지막 것이 기록될 때까지 다른 진술은 받지 않습니다.',
    ),
    rules: [
      rule(
        'The operator is the first founder and signs, with a key that the charter lists.',
        '운영 기관이 첫 번째 설립 기관이며, 헌장에 적힌 키로 서명합니다.',
        'charter-operator',
      ),
      rule(
        'The key of the log is an Ed25519 note key whose name is the origin.',
        '원장의 키는 원장 이름(origin)과 같은 이름의 Ed25519 노트 키입니다.',
        'bad-vkey',
        'log-key-name',
      ),
      rule(
        'Each founder is named once, and each key once.',
        '설립 기관과 키는 각각 한 번씩만 적습니다.',
        'charter-founders',
        'key-not-new',
      ),
      rule(
        'Each key proves that its holder possesses it.',
        '모든 키는 보유자가 개인 키를 가지고 있음을 증명합니다.',
        'bad-public-key',
        'bad-possession',
      ),
      rule('The operator institution holds no role.', '운영 기관은 역할을 가지지 않습니다.', 'operator-role'),
      rule(
        'Evaluator, treasurer and arbiter are three institutions, unless `mayCombine` names the pair.',
        '평가 기관, 회계 기관, 중재 기관은 서로 다른 기관입니다. `mayCombine`에 적힌 쌍만 예외입니다.',
        'role-conflict',
      ),
      rule(
        'The founding stewards can reach every quorum of stewards. Arbiters may be appointed later.',
        '설립 시의 관리 기관 수는 관리 기관의 모든 정족수를 채울 수 있어야 합니다. 중재 기관은 나중에 임명할 수 있습니다.',
        'quorum-unreachable',
      ),
      rule(
        'A band is named once; a reason, if one is given, is a word of the vocabulary `reasons`.',
        '구간은 한 번씩만 적습니다. 사유를 적는다면 용어집 `reasons`의 말이어야 합니다.',
        'vocabulary',
      ),
    ],
  },
  amendment: {
    reason: ALWAYS,
    meaning: said(
      'Changes the charter from the record that completes its quorum on. A member that it carries replaces the old one as a whole; what it leaves out stays.',
      '정족수를 채운 기록부터 헌장을 바꿉니다. 적힌 항목은 이전 것을 통째로 대신하고, 적지 않은 항목은 그대로입니다.',
    ),
    rules: [
      rule(
        'A new version of the rules is a released one.',
        '새 규칙 버전은 공개된 버전이어야 합니다.',
        'rules-version',
      ),
      rule(
        'A new key of the log is an Ed25519 note key under the same name. It signs beside the earlier ones.',
        '원장의 새 키는 같은 이름의 Ed25519 노트 키여야 합니다. 이전 키와 나란히 서명합니다.',
        'bad-vkey',
        'bad-public-key',
        'log-key-name',
      ),
      rule(
        'A key of the log that is retired is a listed one, and another stays. From the record that completes the quorum on, no checkpoint that holds this record counts by its signature alone, and it never comes back.',
        '사용을 종료하는 원장 키는 헌장에 있는 키여야 하고 다른 키가 남아야 합니다. 정족수를 채운 기록이 들어 있는 체크포인트는 이 키의 서명만으로는 인정되지 않으며, 이 키는 다시 쓰이지 않습니다.',
        'log-key-retires',
        'log-key-retired',
      ),
      rule(
        'A new operator institution is enrolled and active, has a live key and holds no role.',
        '새 운영 기관은 등록되어 활성 상태이고, 유효한 키가 있으며, 역할이 없어야 합니다.',
        'institution-unknown',
        'operator-role',
      ),
      rule(
        'Vocabularies only grow: no word goes, and no band goes or changes, since old records use them. No band is named twice.',
        '용어집은 늘기만 합니다. 이전 기록이 쓰고 있으므로 말을 없앨 수 없고 구간을 없애거나 바꿀 수 없습니다. 같은 구간을 두 번 적을 수 없습니다.',
        'vocabulary',
      ),
    ],
  },
  institution: {
    reason: said('when the institution is enrolled already', '이미 등록된 기관을 바꿀 때'),
    meaning: said(
      'The institution is enrolled, or has another class, group or status. It gets no key and no role from this: `key` and `role` give them, and a change leaves them as they are. An institution that is not active writes nothing but what concerns its own: see the table of kinds.',
      '기관을 등록하거나 종류, 그룹, 상태를 바꿉니다. 키와 역할은 `key`와 `role`이 주며 이 진술로는 바뀌지 않습니다. 활성이 아닌 기관은 자기 몫에 관한 것만 쓸 수 있습니다. 종류 표를 보십시오.',
    ),
    rules: [
      rule(
        'The first record of an institution has the status `active`.',
        '기관의 첫 기록은 상태가 `active`입니다.',
        'institution-unknown',
      ),
      rule(
        'The operator institution stays active; an amendment replaces it.',
        '운영 기관은 활성 상태를 유지합니다. 바꾸려면 개정(`amendment`)이 필요합니다.',
        'operator-role',
      ),
      rule(
        'A successor is named exactly with the status `succeeded`, and is another active institution.',
        '승계 기관은 상태가 `succeeded`일 때만 적으며, 다른 활성 기관이어야 합니다.',
        'successor',
      ),
    ],
  },
  key: {
    writer: said('the institution itself; stewards for another', '해당 기관. 다른 기관의 키는 관리 기관'),
    quorum: said('for a key of another institution', '다른 기관의 키일 때'),
    reason: said('to rotate or revoke', '교체하거나 폐기할 때'),
    meaning: said(
      'A new key signs records after this one; a key that ends signs none after it. What it signed before stays as it is. An institution that lost its only key comes back through the stewards.',
      '새 키는 이 기록 다음의 기록부터 서명하고, 끝난 키는 이 기록 다음부터 서명하지 못합니다. 그전에 서명한 것은 그대로입니다. 유일한 키를 잃은 기관은 관리 기관을 통해 돌아옵니다.',
    ),
    rules: [
      rule('The institution is enrolled.', '등록된 기관이어야 합니다.', 'institution-unknown'),
      rule(
        'Only the institution itself rotates; for another, stewards revoke and enrol.',
        '교체는 해당 기관만 합니다. 관리 기관은 다른 기관의 키를 폐기하고 새로 등록합니다.',
        'not-own-key',
      ),
      rule(
        'A new key proves that its holder possesses it, and was never enrolled before, by anybody.',
        '새 키는 보유를 증명해야 하며, 누구의 것으로도 등록된 적이 없어야 합니다.',
        'bad-public-key',
        'bad-possession',
        'key-not-new',
      ),
      rule(
        'An institution enrols up to 256 keys itself, ended ones included; after that the stewards do.',
        '기관이 스스로 등록하는 키는 끝난 것까지 256개이며, 그 뒤에는 관리 기관이 등록합니다.',
        'too-many-keys',
      ),
      rule(
        'The key that ends is live. One that has ended can be flagged with `compromisedSince`, and later from further back: a theft may come to light late.',
        '끝내는 키는 유효한 키여야 합니다. 이미 끝난 키에는 `compromisedSince`를 표시할 수 있고 나중에 더 앞당길 수 있습니다. 유출은 늦게 드러나기도 하기 때문입니다.',
        'key-not-live',
      ),
      rule(
        '`compromisedSince` does not lie after the record, or after the end of a key that has ended. It undoes nothing; every award that is not final can be disputed for its whole time once more, once an award and institution.',
        '`compromisedSince`는 이 기록보다, 또는 이미 끝난 키의 종료보다 뒤일 수 없습니다. 무엇도 무효로 하지 않으며, 확정되지 않은 모든 배분의 이의 제기 기간이 배분마다 기관당 한 번 처음부터 다시 시작됩니다.',
        'compromised-since',
      ),
    ],
  },
  role: {
    reason: said('to end a role', '역할을 끝낼 때'),
    meaning: said(
      'From the record on, the institution may write what the role allows; or it no longer may.',
      '이 기록부터 기관은 그 역할의 진술을 쓸 수 있거나, 더 쓸 수 없습니다.',
    ),
    rules: [
      rule('The institution is enrolled.', '등록된 기관이어야 합니다.', 'institution-unknown'),
      rule('The operator institution holds no role.', '운영 기관은 역할을 가지지 않습니다.', 'operator-role'),
      rule(
        '`until` is a time that exists, and lies ahead.',
        '`until`은 실제 시각이며 앞날이어야 합니다.',
        'bad-time',
        'deadline-passed',
      ),
      rule(
        'Evaluator, treasurer and arbiter are three institutions, unless `mayCombine` of the charter names the pair.',
        '평가 기관, 회계 기관, 중재 기관은 서로 다른 기관입니다. 헌장의 `mayCombine`에 적힌 쌍만 예외입니다.',
        'role-conflict',
      ),
      rule('A role that ends is held.', '끝내는 역할은 보유한 역할이어야 합니다.', 'role-not-held'),
    ],
  },
  endorsement: {
    meaning: said(
      'The institution stands behind the statement of another (`approval`) or has read it (`review`). The approval that completes a quorum makes the pending statement take effect at the index of this record. An endorsement by an auditor, until `reportBy` of the round, makes a sealed utility report usable.',
      '다른 기관의 진술에 동의하거나(`approval`) 검토했음(`review`)을 나타냅니다. 정족수를 채우는 승인이 기록되면 대기 중인 진술이 이 기록의 인덱스에서 효력을 얻습니다. 라운드의 `reportBy`까지 기록된 감사 기관의 보증은 봉인된 효용 보고를 쓸 수 있게 합니다.',
    ),
    rules: [
      rule(
        'The endorsed statement is recorded, in the account that is named.',
        '보증하는 진술이 적힌 계정에 기록되어 있어야 합니다.',
        'subject-unknown',
        'subject-account',
      ),
      rule('It is the statement of another institution.', '다른 기관의 진술이어야 합니다.', 'endorses-own'),
      rule(
        'The signature means what the endorsement says.',
        '서명의 의미(`signing.meaning`)가 보증의 의미와 같아야 합니다.',
        'meaning',
      ),
      rule(
        'An institution endorses a statement once with each meaning.',
        '기관은 진술마다 의미별로 한 번만 보증합니다.',
        'already-endorsed',
      ),
      rule(
        'Who approves a pending statement holds the role that counts for its kind, and is no party to what is decided.',
        '대기 중인 진술을 승인하려면 그 종류의 정족수에 드는 역할이 있어야 하며, 결정의 당사자가 아니어야 합니다.',
        'role-missing',
        'party',
      ),
      rule('The approval comes in time.', '승인은 기한 안에 해야 합니다.', 'pending-lapsed'),
      rule(
        'When the quorum is complete, the rules of the pending statement are applied once more, to the state as it stands now. Where they refuse, this endorsement is refused with their code.',
        '정족수가 차면 대기 중인 진술의 규칙을 지금의 상태에 다시 적용합니다. 거절되면 이 보증이 그 코드로 거절됩니다.',
      ),
    ],
  },
} satisfies Record<string, KindText>;
