/**
 * The table of all kinds, and what holds for every one of them.
 * @module
 */
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { KIND_NAMES } from '../../src/core/rules/book.ts';
import { accountOf, afterLeavingOf, quorumOf, reasonOf, sumsOf, writerOf } from './kind-facts.ts';
import { refusalTable, ruleList } from './kind-page.ts';
import { type Language, said } from './kind-text.ts';
import { COMMON_RULES, FORM_RULES, GROUP_NAMES, groupOf } from './text.ts';
import { page, table } from './words.ts';

export function kindsPage(form: readonly ErrorCode[], common: readonly ErrorCode[], language: Language): string {
  const say = (en: string, ko: string): string => said(en, ko)[language];
  const up = say('../../', '../../../');
  return page(language, [
    `# ${say('Statement kinds', '진술의 종류')}`,
    say(
      `Everything that the ledger records is a statement of one of ${KIND_NAMES.length} kinds. This table is normative: it is read from the rules that judge each record. A page for each kind lists its fields, rules, deadlines and refusals. How rounds, contributions, awards and disputes move from state to state stands in [state machines](../state-machines.md).`,
      `원장이 기록하는 것은 모두 ${KIND_NAMES.length}가지 종류 가운데 하나의 진술입니다. 이 표는 규범이며, 모든 기록을 판정하는 규칙에서 읽은 것입니다. 종류마다 필드, 규칙, 기한, 거절을 적은 문서가 있습니다. 라운드, 기여, 배분, 분쟁의 상태 변화는 [상태 기계](../state-machines.md)에 있습니다.`,
    ),
    table(
      [
        say('kind', '종류'),
        say('group', '분류'),
        say('who writes', '작성'),
        say('quorum', '정족수'),
        say('account', '계정'),
        say('sums', '합계'),
        say('needs a reason', '사유 필요'),
        say('after leaving', '떠난 뒤'),
      ],
      KIND_NAMES.map((kind) => [
        `[\`${kind}\`](${kind}.md)`,
        GROUP_NAMES[groupOf(kind)][language],
        writerOf(kind, language),
        quorumOf(kind, language),
        accountOf(kind, language),
        sumsOf(kind, language),
        reasonOf(kind, language),
        afterLeavingOf(kind, language),
      ]),
    ),
    say(
      'A quorum counts institutions that stand behind a statement, its author included; the charter says how many. With a quorum of 1 the statement takes effect at once, otherwise at the index of the endorsement that completes it. *The ledger alone*: the ledger process writes it in the name of the operator institution, which writes nothing else. *Account*: each record belongs to exactly one; `<…>` is a member of the body. *After leaving*: whether an institution that left, or was succeeded, may still write it.',
      '정족수는 작성 기관을 포함해 진술에 동의하는 기관의 수이며, 헌장이 정합니다. 정족수가 1이면 곧바로, 아니면 정족수를 채우는 보증의 인덱스에서 효력이 생깁니다. *원장만*: 원장 프로세스가 운영 기관의 이름으로 기록하며, 운영 기관은 다른 것을 쓰지 않습니다. *계정*: 모든 기록은 정확히 한 계정에 속합니다. `<…>`는 본문의 필드입니다. *떠난 뒤*: 떠났거나 승계된 기관이 여전히 쓸 수 있는지 나타냅니다.',
    ),
    say(
      `What stands around the body of every statement (author, chain, meaning and time of the signature, what the author had seen) is described in [what a record is](${up}design/records.md) and [its schema](${up}../schemas/statement.schema.json).`,
      `모든 진술의 본문 둘레에 있는 것(작성 기관, 사슬, 서명의 의미와 시각, 작성 기관이 본 것)은 [기록이란 무엇인가](${up}design/records.md)와 [스키마](${up}../schemas/statement.schema.json)에 있습니다.`,
    ),
    `## ${say('Rules of every kind', '모든 종류의 규칙')}`,
    say('Before any rule, of the bytes and the signature:', '규칙에 앞서, 바이트와 서명에 대해:'),
    ruleList(FORM_RULES, language),
    say('Of every statement:', '모든 진술에 대해:'),
    ruleList(COMMON_RULES, language),
    `## ${say('Refusals of every kind', '모든 종류의 거절')}`,
    refusalTable([...form, ...common], language),
    say(
      'The codes of each page are read from the code: the functions that the reducer of the kind can reach, and what these raise. Where the rules before leave no such input, the code is left out.',
      '문서마다의 코드는 소스에서 읽은 것입니다. 그 종류의 규칙이 부를 수 있는 함수와 그 함수가 내는 코드입니다. 앞선 규칙 때문에 일어날 수 없는 것은 뺐습니다.',
    ),
  ]);
}
