/**
 * What the pages of the round and evaluation kinds say.
 * @module
 */
import { type KindText, rule, said } from './kind-text.ts';

const ROUND_OPEN = rule(
  'The round was opened, and its state allows this.',
  '개설된 라운드여야 하며, 라운드의 상태가 이를 허용해야 합니다.',
  'round-unknown',
  'round-not-open',
);
const NEW_ARTEFACT = rule(
  'Neither the tensor set nor the file stands in the log already, whoever brought it.',
  '텐서 집합도 파일도, 누가 냈든, 로그에 이미 있는 것이 아니어야 합니다.',
  'digest-reused',
);

export const ROUND = {
  'round-open': {
    meaning: said(
      'A round of training starts from the head of the lineage. It fixes who may contribute, who aggregates, by when, and, where it bears credit, by which policy and plan; none of it can change afterwards.',
      '계보의 최신 모델에서 학습 라운드를 시작합니다. 누가 기여할 수 있고, 누가 집계하며, 기한이 언제인지, 크레딧이 있다면 어떤 정책과 계획을 따르는지 정합니다. 이후에는 아무것도 바꿀 수 없습니다.',
    ),
    rules: [
      rule('The lineage is registered.', '등록된 계보여야 합니다.', 'model-unknown'),
      rule('The name of the round is new.', '라운드의 이름은 처음 쓰는 것이어야 합니다.', 'name-taken'),
      rule(
        'The lineage has no open round, and the number is one more than that of its last.',
        '계보에 열린 라운드가 없어야 하고, 번호는 마지막 라운드보다 하나 커야 합니다.',
        'round-still-open',
        'round-number',
      ),
      rule('The parent is the head of the lineage.', '출발 모델은 계보의 최신 모델이어야 합니다.', 'parent-mismatch'),
      rule(
        'The deadlines are times that exist, in order: now < `contributeBy` <= `decideBy` <= `closeBy`; with credit also now < `commitBy` < `contributeBy` and `closeBy` < `reportBy`.',
        '기한은 실제 시각이며 순서가 맞아야 합니다. 지금 < `contributeBy` <= `decideBy` <= `closeBy`이고, 크레딧이 있으면 지금 < `commitBy` < `contributeBy`, `closeBy` < `reportBy`입니다.',
        'bad-time',
        'deadline-passed',
      ),
      rule('An algorithm that is named is in force.', '알고리즘을 적는다면 시행 중이어야 합니다.', 'algorithm-unknown'),
      rule(
        'The aggregator holds the role `aggregator`, each invited institution the role `contributor`.',
        '집계 기관은 `aggregator`, 초대된 기관은 모두 `contributor` 역할이 있어야 합니다.',
        'role-missing',
      ),
      rule(
        'Neither the aggregator nor its group is invited.',
        '집계 기관과 그 계열은 초대할 수 없습니다.',
        'aggregator-contributes',
      ),
      rule(
        'With credit: neither an evaluator of the plan nor its group is invited.',
        '크레딧이 있으면, 계획의 평가 기관과 그 계열은 초대할 수 없습니다.',
        'evaluator-contributes',
      ),
      rule(
        'With credit: the policy is in force, the plan is recorded, is for this lineage, and gives what each method of the policy reads.',
        '크레딧이 있으면, 정책은 시행 중이고 계획은 기록되어 있으며, 계획은 이 계보의 것이고 정책의 모든 방법에 필요한 값을 주어야 합니다.',
        'policy-unknown',
        'plan-unknown',
        'policy-plan',
      ),
      rule(
        'With credit: at most 12 institutions are invited where the scheme is `exact`, at most 64 otherwise; and the permutations of a plan fit into 64 parts of 4,125 values.',
        '크레딧이 있으면, 방식이 `exact`일 때 12곳, 그 밖에는 64곳까지 초대할 수 있고, 계획의 순열이 4,125개 값의 부분 64개에 들어가야 합니다.',
        'too-many-players',
      ),
      rule(
        'With credit: while the last credit window of the lineage is not over, policy and plan are those of the window.',
        '크레딧이 있으면, 계보의 마지막 크레딧 구간이 끝날 때까지 정책과 계획은 그 구간의 것과 같아야 합니다.',
        'window-terms',
      ),
    ],
  },
  'contribution-commit': {
    meaning: said(
      'The institution has an update and cannot change it any more, while nobody can see it. Between updates that are equal or nearly equal, the earlier commitment has precedence. The commitment is `SHA-256("ledgerline/update-commitment/v1" LF origin LF institution LF round LF update LF nonce LF)`, with round, update (tensor-set digest) and nonce as 64 hexadecimal digits.',
      '기관이 업데이트를 가지고 있으며 더는 바꿀 수 없습니다. 아직 아무도 그것을 볼 수 없습니다. 같거나 거의 같은 업데이트 사이에서는 먼저 기록된 확약이 우선합니다. 확약은 `SHA-256("ledgerline/update-commitment/v1" LF origin LF institution LF round LF update LF nonce LF)`이며, round와 update(텐서 집합 다이제스트)와 nonce는 16진수 64자리입니다.',
    ),
    rules: [
      ROUND_OPEN,
      rule('The round bears credit.', '크레딧이 있는 라운드여야 합니다.', 'no-credit'),
      rule('The author is invited.', '작성 기관이 초대되어 있어야 합니다.', 'not-invited'),
      rule('The commitment comes until `commitBy`.', '확약은 `commitBy`까지 해야 합니다.', 'deadline-passed'),
      rule('An institution commits once a round.', '기관은 라운드마다 한 번만 확약합니다.', 'already-committed'),
    ],
  },
  contribution: {
    meaning: said(
      'The institution trained this update from the model of the round, on its own data, and answers for it. That training took place as stated cannot be seen from the record.',
      '기관이 라운드의 모델에서 자기 데이터로 이 업데이트를 학습했으며 그에 책임을 집니다. 학습이 적힌 대로 이루어졌는지는 기록만으로 알 수 없습니다.',
    ),
    rules: [
      ROUND_OPEN,
      rule('The author is invited.', '작성 기관이 초대되어 있어야 합니다.', 'not-invited'),
      rule(
        'It comes until `contributeBy`, and, in a round that bears credit, after `commitBy`.',
        '`contributeBy`까지 해야 하며, 크레딧이 있는 라운드에서는 `commitBy`가 지난 뒤여야 합니다.',
        'deadline-passed',
        'reveal-early',
      ),
      rule('The parent is that of the round.', '출발 모델은 라운드의 것이어야 합니다.', 'parent-mismatch'),
      rule('An institution contributes once a round.', '기관은 라운드마다 한 번만 기여합니다.', 'already-contributed'),
      NEW_ARTEFACT,
      rule(
        'The update is neither the registered zero update nor the global step of the round before.',
        '업데이트는 등록된 영 업데이트도, 직전 라운드의 전역 변화량도 아니어야 합니다.',
        'zero-update',
        'previous-step',
      ),
      rule('The band is a word of the charter.', '구간은 헌장의 용어집에 있는 것이어야 합니다.', 'vocabulary'),
      rule(
        'Datasets that it names are its own, live, and still to be used.',
        '적은 데이터셋은 자기 것이고, 유효하며, 이용 기간이 남아 있어야 합니다.',
        'dataset-unknown',
        'dataset-unusable',
      ),
      rule(
        'With credit: it names at least one dataset, and the band weighs at most what the largest bands of its datasets weigh together.',
        '크레딧이 있으면, 데이터셋을 하나 이상 적고, 구간의 가중치는 데이터셋들의 가장 큰 구간의 가중치 합을 넘을 수 없습니다.',
        'dataset-missing',
        'band-over-dataset',
      ),
      rule(
        'With credit: the author committed, and update and nonce open that commitment.',
        '크레딧이 있으면, 작성 기관이 확약했어야 하고 업데이트와 nonce가 그 확약과 맞아야 합니다.',
        'commit-unknown',
        'commit-mismatch',
      ),
      rule(
        'Without credit: it carries neither `commit` nor `nonce`.',
        '크레딧이 없으면, `commit`과 `nonce`가 없어야 합니다.',
        'no-credit',
      ),
    ],
  },
  'contribution-decision': {
    writer: said('the aggregator of the round', '라운드의 집계 기관'),
    meaning: said(
      'The aggregator takes the update in or turns it away, with what it measured. The numbers are its word; whoever holds the updates can measure again, and dispute the award.',
      '집계 기관이 측정값과 함께 업데이트를 받아들이거나 거절합니다. 측정값은 집계 기관의 말이지만, 업데이트를 가진 사람은 다시 측정하여 배분에 이의를 제기할 수 있습니다.',
    ),
    rules: [
      rule(
        'The contribution is recorded, and of the institution that is named.',
        '기여가 기록되어 있고, 적힌 기관의 것이어야 합니다.',
        'contribution-unknown',
        'subject-account',
      ),
      rule('Its round is open.', '라운드가 열려 있어야 합니다.', 'round-not-open'),
      rule(
        'The author is the aggregator of the round.',
        '작성 기관은 라운드의 집계 기관이어야 합니다.',
        'not-aggregator',
      ),
      rule('The decision comes until `decideBy`.', '결정은 `decideBy`까지 해야 합니다.', 'deadline-passed'),
      rule(
        'A contribution is decided once, and not after it was withdrawn.',
        '기여는 한 번만 결정하며, 철회된 뒤에는 결정할 수 없습니다.',
        'already-decided',
      ),
      rule(
        'With credit: the nearest other update and the similarity with the last global step are measured wherever there is one.',
        '크레딧이 있으면, 가장 가까운 다른 업데이트와, 직전 전역 변화량이 있으면 그 유사도를 측정해야 합니다.',
        'not-measured',
      ),
      rule(
        'An update with values that are not finite, or outside the limits of the policy, is not accepted.',
        '유한하지 않은 값이 있거나 정책의 한계를 벗어난 업데이트는 받아들일 수 없습니다.',
        'outside-limits',
      ),
      rule(
        'With credit: a rejection names a cause that the measurement bears out, or `shape`, which the ledger cannot judge.',
        '크레딧이 있으면, 거절 사유는 측정값으로 뒷받침되어야 합니다. 원장이 판단할 수 없는 `shape`만 예외입니다.',
        'cause-unfounded',
      ),
      rule(
        'Of two near-duplicates only the one that was committed to later is a copy.',
        '유사 중복인 두 업데이트 가운데 나중에 확약한 쪽만 사본입니다.',
      ),
    ],
  },
  aggregation: {
    writer: said('the aggregator of the round', '라운드의 집계 기관'),
    meaning: said(
      'This model was made from these contributions with these weights. It fixes the players of the round: who is credited, and in which group. Whoever holds the updates can aggregate again.',
      '이 기여들을 이 가중치로 합쳐 이 모델을 만들었습니다. 누가 어느 그룹으로 크레딧을 받는지, 곧 라운드의 참가자가 정해집니다. 업데이트를 가진 사람은 다시 집계해 볼 수 있습니다.',
    ),
    rules: [
      ROUND_OPEN,
      rule(
        'The author is the aggregator of the round.',
        '작성 기관은 라운드의 집계 기관이어야 합니다.',
        'not-aggregator',
      ),
      rule('The parent is that of the round.', '출발 모델은 라운드의 것이어야 합니다.', 'parent-mismatch'),
      rule(
        'No contribution can come any more: everybody invited has contributed (with credit: everybody who committed, past `commitBy`), or `contributeBy` has passed.',
        '더 들어올 기여가 없어야 합니다. 초대된 모두가 기여했거나(크레딧이 있으면 `commitBy`가 지나고 확약한 모두가 기여했거나) `contributeBy`가 지났어야 합니다.',
        'round-collecting',
      ),
      rule(
        'No contribution is undecided, unless `decideBy` has passed.',
        '`decideBy`가 지나지 않았다면 결정되지 않은 기여가 없어야 합니다.',
        'undecided',
      ),
      rule(
        'It names all accepted contributions of the round, each once, and no other.',
        '라운드에서 수락된 기여를 모두, 한 번씩, 그것만 적습니다.',
        'contribution-unknown',
        'not-accepted',
        'contribution-twice',
        'accepted-left-out',
      ),
      rule(
        'Each weight is that of the band, and `total` is their sum.',
        '가중치는 구간의 값이고, `total`은 그 합입니다.',
        'weight',
      ),
      NEW_ARTEFACT,
    ],
  },
  'round-close': {
    writer: said(
      'the aggregator of the round; a steward may abort it past `closeBy`',
      '라운드의 집계 기관. `closeBy`가 지나면 관리 기관이 중단할 수 있음',
    ),
    reason: said('to abort', '중단할 때'),
    meaning: said(
      'A completed round moves the head of the lineage and, if it bears credit, falls in a credit window. An aborted one leaves the lineage as it was, and nobody is credited. Who committed and never revealed has withheld.',
      '완료된 라운드는 계보의 최신 모델을 옮기고, 크레딧이 있으면 크레딧 구간에 듭니다. 중단된 라운드는 계보를 그대로 두며 아무도 크레딧을 받지 않습니다. 확약하고 공개하지 않은 기관은 미공개로 남습니다.',
    ),
    rules: [
      rule(
        'The round was opened and is neither completed nor aborted.',
        '개설된 라운드여야 하며 완료되거나 중단되지 않았어야 합니다.',
        'round-unknown',
        'round-not-open',
      ),
      rule(
        'The aggregator completes, and may abort at any time; a steward may abort past `closeBy`, and at any time when the aggregator no longer holds its role.',
        '완료는 집계 기관이 하고, 중단은 집계 기관이 언제든지, 관리 기관이 `closeBy`가 지난 뒤 할 수 있습니다. 집계 기관이 역할을 잃으면 관리 기관이 바로 중단할 수 있습니다.',
        'not-aggregator',
      ),
      rule(
        'A round that bears credit is completed until `closeBy`, so that evaluators have their time; past it, it can only be aborted.',
        '크레딧이 걸린 라운드는 `closeBy`까지 완료해야 평가 기관이 평가할 시간을 가집니다. 그 뒤에는 중단만 할 수 있습니다.',
        'deadline-passed',
      ),
      rule('A completed round names its aggregation.', '완료할 때는 라운드의 집계를 적습니다.', 'aggregation-unknown'),
      rule('The number of contributions is that of the log.', '기여 수는 로그에 기록된 수와 같아야 합니다.', 'count'),
    ],
  },
} satisfies Record<string, KindText>;

export const EVALUATION = {
  'evaluation-plan': {
    meaning: said(
      'Fixes how rounds of a lineage will be valued, and by whom, before any of them opens. The test set is committed to, so that it cannot be chosen afterwards.',
      '계보의 라운드를 누가 어떻게 평가할지 라운드가 열리기 전에 정합니다. 시험 자료는 확약되어 나중에 고를 수 없습니다.',
    ),
    rules: [
      rule(
        'The name is new. Names are never used again.',
        '이름은 처음 쓰는 것이어야 합니다. 이름은 다시 쓰지 않습니다.',
        'name-taken',
      ),
      rule('The lineage is registered.', '등록된 계보여야 합니다.', 'model-unknown'),
      rule('The metric is a word of the charter.', '지표는 헌장의 용어집에 있는 말이어야 합니다.', 'vocabulary'),
      rule(
        'Each evaluator holds the role `evaluator`.',
        '적힌 평가 기관은 모두 `evaluator` 역할이 있어야 합니다.',
        'role-missing',
      ),
      rule(
        '`permutations` and `truncationPpm` belong to the scheme `permutation`, which needs both; only `exact` can be sealed.',
        '`permutations`와 `truncationPpm`은 `permutation` 방식에만 있고 거기에는 둘 다 필요합니다. `exact`만 봉인할 수 있습니다.',
        'plan-scheme',
      ),
    ],
  },
  'utility-report': {
    writer: said('an evaluator that the plan names', '계획에 적힌 평가 기관'),
    meaning: said(
      "The evaluator's word on what coalitions are worth on the test set. What credit rests on, Shapley numerators and differences, is recomputed by the rule and never taken over; the utilities themselves can be measured again only by who holds updates and test set.",
      '연합(coalition)이 시험 자료에서 갖는 효용에 대한 평가 기관의 말입니다. 크레딧의 근거인 샤플리 분자와 차이는 규칙이 다시 계산하며 그대로 받아들이지 않습니다. 효용 자체는 업데이트와 시험 자료를 가진 사람만 다시 측정할 수 있습니다.',
    ),
    rules: [
      rule('The round is completed.', '완료된 라운드여야 합니다.', 'round-unknown', 'round-not-closed'),
      rule(
        'The plan is that of the round, and names the author.',
        '계획은 라운드의 것이어야 하고, 작성 기관이 거기에 적혀 있어야 합니다.',
        'plan-unknown',
        'not-evaluator',
      ),
      rule('The report comes until `reportBy`.', '보고는 `reportBy`까지 해야 합니다.', 'deadline-passed'),
      rule(
        'An evaluator reports once a round; parts come in order, each once, agree on `empty` and `grand`, and only the first carries `quality`.',
        '평가 기관은 라운드마다 한 번만 보고합니다. 부분은 순서대로 한 번씩 제출하고 `empty`와 `grand`가 같아야 하며, 첫 부분만 `quality`를 가집니다.',
        'already-reported',
        'report-part',
      ),
      rule(
        'The players are the aggregated contributions, ascending by digest.',
        '참가자는 집계된 기여이며 다이제스트 오름차순입니다.',
        'report-players',
      ),
      rule(
        'The form is that of the plan, `quality` has one value a player, and a table begins with `empty` and ends with `grand`.',
        '형식은 계획의 것이고, `quality`는 참가자마다 값이 하나이며, 표는 `empty`로 시작해 `grand`로 끝나야 합니다.',
        'report-form',
      ),
      rule(
        'A table has the number of values that the scheme gives; sealed numerators share out exactly what all players gain together.',
        '표에는 방식이 정하는 수만큼 값이 있어야 합니다. 봉인된 분자의 합은 참가자 전체가 얻은 효용과 정확히 같아야 합니다.',
        'bad-utility-table',
        'shapley-sum',
      ),
      rule(
        'Under one plan a model has one worth: `empty` is what the evaluator reported as `grand` of the same model before.',
        '한 계획에서 모델의 값은 하나입니다. `empty`는 같은 평가 기관이 같은 모델에 대해 이전에 `grand`로 보고한 값입니다.',
        'utility-inconsistent',
      ),
      rule(
        'A report with parts missing, and a sealed one that no auditor endorsed until `reportBy`, counts as none.',
        '부분이 빠진 보고와, `reportBy`까지 감사 기관이 보증하지 않은 봉인된 보고는 없는 것으로 칩니다.',
      ),
    ],
  },
} satisfies Record<string, KindText>;
