/**
 * The descriptions of the schemas in Korean, by the English sentence: where the English changes, its Korean is missing
 * until it is written anew, and a test says so.
 * @module
 */
export const DESCRIPTIONS_KO: Readonly<Record<string, string>> = {
  // kinds
  'The founding record at index 0: who founds the ledger, under which rules.':
    '인덱스 0의 설립 기록입니다. 누가 어떤 규칙으로 원장을 설립하는지 적습니다.',
  'A change of the charter. Takes effect when the quorum is reached.':
    '헌장의 개정입니다. 정족수를 채우면 효력이 생깁니다.',
  'Enrols an institution, or changes its status. It holds no key: `key` does.':
    '기관을 등록하거나 상태를 바꿉니다. 키는 여기에 없고 `key`에 있습니다.',
  'Enrols, rotates or revokes a key of an institution.': '기관의 키를 등록, 교체 또는 폐기합니다.',
  'Grants or ends a role.': '역할을 부여하거나 끝냅니다.',
  'An institution stands behind, or has reviewed, a statement of another.':
    '기관이 다른 기관의 진술에 동의하거나 검토했음을 나타냅니다.',
  'A prediction task of the federation.': '연합의 예측 과제입니다.',
  'How data is prepared, so that models of different institutions can be combined: format, pipeline, and the hash that every run over the reference set must give.':
    '여러 기관의 모델을 합칠 수 있도록 데이터를 전처리하는 기준입니다. 형식과 파이프라인, 그리고 기준 자료를 처리하면 반드시 나와야 하는 해시를 정합니다.',
  'Declares a dataset that stays where it lies: bands, quality profile, legal basis, and commitments.':
    '있는 자리를 떠나지 않는 데이터셋을 신고합니다. 구간, 품질 개요, 법적 근거, 확약을 적습니다.',
  'Registers training code before it is used. Stewards agree by quorum.':
    '학습 코드를 쓰기 전에 등록합니다. 관리 기관이 정족수로 합의합니다.',
  'Registers the first model of a lineage. The subject is its file.':
    '계보의 첫 모델을 등록합니다. 대상(subject)은 그 파일입니다.',
  'Opens a round of training on the head of a lineage.': '계보의 최신 모델에서 학습 라운드를 엽니다.',
  'Commits to an update before anybody can see another. Precedence between equal or near-equal updates is the index of this record.':
    '누구도 다른 업데이트를 볼 수 없을 때 업데이트를 확약합니다. 같거나 거의 같은 업데이트 사이의 우선순위는 이 기록의 인덱스입니다.',
  'An update that an institution trained on its own data. The subject is the update file.':
    '기관이 자기 데이터로 학습한 업데이트입니다. 대상(subject)은 업데이트 파일입니다.',
  'Accepts or rejects a contribution, with what the aggregator measured. Whoever holds the updates can measure again.':
    '집계 기관이 측정값과 함께 기여를 수락하거나 거절합니다. 업데이트를 가진 사람은 다시 측정할 수 있습니다.',
  'The model made from the contributions of a round. The subject is its file.':
    '라운드의 기여를 합쳐 만든 모델입니다. 대상(subject)은 그 파일입니다.',
  'Ends a round. Only a completed one moves the head of the lineage.':
    '라운드를 끝냅니다. 완료된 라운드만 계보의 최신 모델을 옮깁니다.',
  'How rounds will be valued. It stands before the rounds open and never changes.':
    '라운드를 어떻게 평가할지 정합니다. 라운드가 열리기 전에 있어야 하며 바뀌지 않습니다.',
  'What coalitions of a round are worth on the test set of the plan. Absent members count as zero updates over the fixed total weight of the round.':
    '계획의 시험 자료에서 라운드의 연합(coalition)이 갖는 효용입니다. 빠진 참가자는 라운드의 고정된 총가중치에서 영 업데이트로 셉니다.',
  'How credit is shared out. Stewards agree by quorum; rounds name it when they open, and it never changes.':
    '크레딧을 나누는 방법입니다. 관리 기관이 정족수로 합의하고, 라운드는 열릴 때 정책을 적으며, 정책은 바뀌지 않습니다.',
  'Shares out the budget of a window. Accepted only if it equals the recomputation from the log, bit for bit.':
    '크레딧 구간의 예산을 나눕니다. 로그에서 다시 계산한 결과와 비트까지 같을 때만 받습니다.',
  'Disputes an award that is not final. It names one respondent and what it asks for.':
    '확정되지 않은 배분에 이의를 제기합니다. 피신청 기관 하나와 요구 사항을 적습니다.',
  'The answer of the respondent.': '피신청 기관의 답변입니다.',
  'How a dispute ends. Arbiters agree by quorum, none of them a party.':
    '분쟁의 결정입니다. 당사자가 아닌 중재 기관들이 정족수로 합의합니다.',
  'Makes an award final. The ledger then writes its credits, in line order.':
    '배분을 확정합니다. 이어서 원장이 줄 순서대로 크레딧을 기록합니다.',
  'A claimable unit of credit, written by the ledger for each line of a final award and for each transfer.':
    '청구할 수 있는 크레딧의 단위입니다. 확정된 배분의 줄마다, 이전마다 원장이 기록합니다.',
  'Claims credit, all or part of it.': '크레딧의 전부나 일부를 청구합니다.',
  'Says that a claim was settled, and how.': '청구가 어떻게 정산되었는지 밝힙니다.',
  'Passes credit on to another institution, a pool for instance.': '크레딧을 공동 기금과 같은 다른 기관에 넘깁니다.',
  'Sets a later statement of its author in the place of an earlier one of the same kind.':
    '작성 기관의 나중 진술로 같은 종류의 이전 진술을 대체합니다.',
  'Takes back a dataset, for the future, or a contribution that is not yet decided.':
    '데이터셋을 앞으로 쓰지 못하게 하거나, 아직 결정되지 않은 기여를 거두어들입니다.',
  'Attests that the openings of commitments were destroyed. The commitments stay; every proof holds.':
    '확약을 여는 값을 파기했음을 밝힙니다. 확약은 남고 모든 증명은 유효합니다.',
  'Puts the digest of a report on record. The subject is its file.':
    '보고서의 다이제스트를 기록에 남깁니다. 대상(subject)은 그 파일입니다.',
  'The list of authenticated statements that a rule refused, written by the ledger in batches.':
    '인증되었으나 규칙에 따라 거절된 진술의 목록이며, 원장이 묶어서 기록합니다.',
  // charter and amendment
  'Version of the rules in force.': '시행되는 규칙의 버전.',
  'The institution in whose name the ledger process writes.': '원장 프로세스가 그 이름으로 기록하는 기관.',
  'The log.': '로그.',
  'The key of the log; its name is the origin.': '로그의 키. 그 이름이 원장 이름(origin)입니다.',
  'The founders, the operator first. Their `key` and `role` records follow in this order.':
    '설립 기관. 운영 기관이 첫째입니다. `key`와 `role` 기록이 이 순서로 이어집니다.',
  'The founder.': '설립 기관.',
  'What kind of institution it is.': '기관의 종류.',
  'First keys.': '첫 키.',
  'DER SubjectPublicKeyInfo.': 'DER SubjectPublicKeyInfo.',
  'Signature of the key itself over the possession message: the holder has the private key.':
    '보유 증명 메시지에 대한 그 키 자신의 서명. 보유자에게 개인 키가 있음을 보입니다.',
  'First roles; none for the operator.': '첫 역할. 운영 기관에는 없습니다.',
  'How many institutions must stand behind a statement of each quorum kind, its author included: stewards, and arbiters for a resolution.':
    '정족수가 필요한 종류마다 진술에 동의해야 하는 기관의 수. 작성 기관을 포함하며, 관리 기관을 세고 결정(`resolution`)은 중재 기관을 셉니다.',
  'Stewards behind an `amendment`.': '`amendment`에 필요한 관리 기관 수.',
  'Stewards behind an `institution`.': '`institution`에 필요한 관리 기관 수.',
  'Stewards behind a `key` of another institution.': '다른 기관의 `key`에 필요한 관리 기관 수.',
  'Stewards behind a `role`.': '`role`에 필요한 관리 기관 수.',
  'Stewards behind an `algorithm`.': '`algorithm`에 필요한 관리 기관 수.',
  'Stewards behind a `credit-policy`.': '`credit-policy`에 필요한 관리 기관 수.',
  'Arbiters behind a `resolution`.': '`resolution`에 필요한 중재 기관 수.',
  'Roles that one institution may hold together although who values, who pays and who judges are three.':
    '평가, 지급, 판정은 세 기관이 나누어 맡지만, 예외로 한 기관이 함께 가질 수 있는 역할.',
  'Seconds after which a pending statement lapses.': '대기 중인 진술이 효력을 잃기까지의 초.',
  'The closed vocabularies. An amendment may add to them, never take away.':
    '닫힌 용어집. 개정으로 더할 수 있고 뺄 수는 없습니다.',
  'Sample bands, each with its weight.': '표본 구간과 각각의 가중치.',
  'Code of the band.': '구간의 코드.',
  'Weight in the aggregation.': '집계에서의 가중치.',
  'Smallest sample count of the band.': '구간의 최소 표본 수.',
  'Endpoints of tasks.': '과제의 종점.',
  'Metrics of tasks and plans.': '과제와 계획의 지표.',
  'Units of measured values.': '측정값의 단위.',
  'Reasons that statements give.': '진술이 적는 사유.',
  'Standard data formats.': '표준 데이터 형식.',
  'Who may read over the network: everybody, or holders of a reading token.':
    '네트워크로 읽을 수 있는 사람. 누구나, 또는 읽기 토큰을 가진 사람.',
  'Name of the amendment.': '개정의 이름.',
  'New version of the rules.': '새 규칙 버전.',
  'New operator institution, already enrolled.': '이미 등록된 새 운영 기관.',
  'Succession of the key of the log.': '로그 키의 승계.',
  'A further key of the log, under the same name: it signs beside those listed.':
    '같은 이름의 새 로그 키. 이미 있는 키와 나란히 서명합니다.',
  'The key that signs no checkpoint beyond this amendment.': '이 개정 이후의 체크포인트에는 서명하지 않을 키.',
  // institution, key, role, endorsement
  'The institution.': '기관.',
  'A first record is always `active`.': '첫 기록은 항상 `active`입니다.',
  'Group of institutions under one owner; alone if absent.': '한 소유주 아래 있는 기관들의 그룹. 없으면 혼자입니다.',
  'Only with status `succeeded`.': '상태가 `succeeded`일 때만 적습니다.',
  'Commitment to the legal name and country.': '법적 명칭과 국가에 대한 확약.',
  'Whose key it is.': '키의 기관.',
  'What happens to the key.': '키를 어떻게 하는지.',
  'A key with the proof that its holder possesses it.': '키와 그 보유 증명.',
  'The key that ends with this record.': '이 기록으로 끝나는 키.',
  'The key that ends with this record; or one that ended before, with `compromisedSince`.':
    '이 기록으로 끝나는 키. 또는 이미 끝났고 `compromisedSince`로 표시할 키.',
  'First index whose records under this key are doubtful.': '이 키의 기록이 의심스러워지는 첫 인덱스.',
  'Who holds the role.': '역할을 가지는 기관.',
  'What an institution may do.': '기관이 할 수 있는 일.',
  'What happens to the role.': '역할을 어떻게 하는지.',
  'The grant ends at this instant.': '부여가 끝나는 시각.',
  'The endorsed statement.': '보증하는 진술.',
  'The account that the endorsed record belongs to.': '보증하는 기록이 속한 계정.',
  'What the endorsement says; only `approval` counts towards a quorum.': '보증의 의미. `approval`만 정족수에 듭니다.',
  // preparation
  'Name, unique over the log.': '로그 전체에서 유일한 이름.',
  'From the vocabulary `endpoints`.': '용어집 `endpoints`의 말.',
  'MELLODDY assay type.': 'MELLODDY 시험 유형.',
  'Type of the prediction.': '예측의 유형.',
  'From the vocabulary `units`.': '용어집 `units`의 말.',
  'Which side of the threshold is active.': '임계값의 어느 쪽이 활성인지.',
  'Threshold in millionths of the unit. Required for a classification.':
    '단위의 백만분의 일로 적은 임계값. 분류 과제에 필요합니다.',
  'From the vocabulary `metrics`.': '용어집 `metrics`의 말.',
  'Fewest samples to train on.': '학습에 필요한 최소 표본.',
  'Fewest active samples for training.': '학습에 필요한 최소 활성 표본 수.',
  'Fewest inactive samples for training.': '학습에 필요한 최소 비활성 표본 수.',
  'Weight of the task among others.': '다른 과제와 견준 가중치.',
  'Standard data format, from the vocabulary `formats`.': '표준 데이터 형식. 용어집 `formats`의 말.',
  'Digest of the pipeline.': '파이프라인의 다이제스트.',
  'Digest of its parameters.': '매개변수의 다이제스트.',
  'Digest of the reference set that circulates.': '돌려 쓰는 기준 자료의 다이제스트.',
  'Digest of the result that the reference set must give.': '기준 자료에서 나와야 하는 결과의 다이제스트.',
  'The `preparation` it follows.': '따르는 `preparation`.',
  'What the pipeline gave here for the reference set: must be what the preparation expects.':
    '여기서 기준 자료를 처리한 결과. 전처리 기준의 기댓값과 같아야 합니다.',
  'Commitment to the digest of the prepared data.': '전처리한 데이터의 다이제스트에 대한 확약.',
  'One entry a task.': '과제마다 하나.',
  'The task.': '과제.',
  'Band of the sample count, from the vocabulary `bands`.': '표본 수의 구간. 용어집 `bands`의 코드.',
  'Commitment to the exact sample count.': '정확한 표본 수에 대한 확약.',
  'Whether the quorum of the task is met.': '과제의 최소 표본을 채웠는지.',
  'Quality profile, as the institution measured it.': '기관이 측정한 품질 개요.',
  'Share of repeated measurements that agree. Parts per million.': '반복 측정 가운데 일치하는 비율(ppm).',
  'Share of censored values. Parts per million.': '절단된(censored) 값의 비율(ppm).',
  'Share of rows whose unit could not be converted. Parts per million.': '단위를 변환하지 못한 행의 비율(ppm).',
  'Share of rows without an endpoint. Parts per million.': '종점을 정하지 못한 행의 비율(ppm).',
  'On what basis the data is used.': '데이터 이용의 법적 근거.',
  'PIPC risk tier of pseudonymised data; `none` where no personal data is involved.':
    '가명 처리한 데이터의 개인정보보호위원회 위험 등급. 개인정보가 없으면 `none`.',
  'Commitment to the approval number of the review board.': '심의위원회 승인 번호에 대한 확약.',
  'Until when the data may be used.': '데이터를 쓸 수 있는 기한.',
  'Digest of a sealed document with confidential facts (RFC 9901).': '기밀 사항을 봉인한 문서(RFC 9901)의 다이제스트.',
  'Digest of the code.': '코드의 다이제스트.',
  'Digest of the container image.': '컨테이너 이미지의 다이제스트.',
  'Digest of the hyper-parameters.': '하이퍼파라미터의 다이제스트.',
  'Whether institutions keep a private head.': '기관이 비공개 헤드를 따로 두는지.',
  'Privacy mechanism that it applies.': '적용하는 프라이버시 보호 방식.',
  'Name of the lineage.': '계보의 이름.',
  'Tasks that the model predicts.': '모델이 예측하는 과제.',
  'The weights, and the file that holds them.': '가중치와 그것을 담은 파일.',
  'Tensor-set digest: the same weights have it however the file was saved.':
    '텐서 집합 다이제스트. 파일을 어떻게 저장했든 가중치가 같으면 같습니다.',
  'Format of the file.': '파일 형식.',
  'Size of the file in bytes.': '파일 크기.',
  'Digest of the description of the architecture.': '모델 구조 설명의 다이제스트.',
  'Tensor-set digest of the update that changes nothing; no contribution may carry it.':
    '아무것도 바꾸지 않는 업데이트의 텐서 집합 다이제스트. 어떤 기여도 이것을 담을 수 없습니다.',
  'Tensor-set digests of the models it was made from; none for a fresh one.':
    '바탕이 된 모델들의 텐서 집합 다이제스트. 새로 시작한 모델에는 없습니다.',
  // round
  'Name of the round, unique over the log.': '로그 전체에서 유일한 라운드 이름.',
  'One more than the last round of the lineage.': '계보의 마지막 라운드보다 하나 큰 번호.',
  'The lineage.': '계보.',
  'Tensor-set digest of the model to train from: the head of the lineage.':
    '학습을 시작할 모델, 곧 계보의 최신 모델의 텐서 집합 다이제스트.',
  'The `algorithm` to train with, in force.': '학습에 쓸, 시행 중인 `algorithm`.',
  'Who aggregates and closes the round.': '집계하고 라운드를 닫는 기관.',
  'Who may contribute.': '기여할 수 있는 기관.',
  'How updates are combined.': '업데이트를 합치는 방법.',
  'Contributions recorded later are refused.': '이후에 기록되는 기여는 거절됩니다.',
  'Contributions undecided by then are not aggregated.': '그때까지 결정되지 않은 기여는 집계하지 않습니다.',
  'Past this instant a steward may abort the round.': '이 시각이 지나면 관리 기관이 라운드를 중단할 수 있습니다.',
  'Present where the round bears credit.': '크레딧이 있는 라운드에 적습니다.',
  'The `credit-policy` that the round is credited by, in force.':
    '라운드의 크레딧을 정하는, 시행 중인 `credit-policy`.',
  'The `evaluation-plan` that values it.': '라운드를 평가하는 `evaluation-plan`.',
  'Commitments recorded later are refused; updates are revealed after it.':
    '이후에 기록되는 확약은 거절되고, 업데이트는 이 시각이 지난 뒤 공개합니다.',
  'Utility reports recorded later are refused; then the fallback of the policy holds.':
    '이후에 기록되는 효용 보고는 거절되고, 정책의 대체 방법을 따릅니다.',
  'The `round-open` statement.': '`round-open` 진술.',
  'SHA-256 over a tag, origin, institution, round, tensor-set digest of the update, and a 32-byte nonce.':
    '태그, 원장 이름, 기관, 라운드, 업데이트의 텐서 집합 다이제스트, 32바이트 nonce에 대한 SHA-256.',
  'Tensor-set digest of the model trained from.': '학습을 시작한 모델의 텐서 집합 다이제스트.',
  'What the tensors are: a difference to the parent, or whole weights.':
    '텐서가 출발 모델과의 차이인지 전체 가중치인지.',
  'Sample band from the vocabulary `bands`; it fixes the weight.': '용어집 `bands`의 표본 구간. 가중치가 정해집니다.',
  'What was trained on. Needed in rounds that bear credit, and then bounds the band.':
    '학습에 쓴 데이터. 크레딧이 있는 라운드에 필요하며 구간을 제한합니다.',
  'Optimiser steps.': '최적화 단계 수.',
  'The `contribution-commit` that this reveals. In rounds that bear credit.':
    '이 기여가 공개하는 `contribution-commit`. 크레딧이 있는 라운드에 적습니다.',
  'The nonce of the commitment, 32 random bytes, hexadecimal. In rounds that bear credit.':
    '확약의 nonce. 무작위 32바이트의 16진수. 크레딧이 있는 라운드에 적습니다.',
  'Privacy protection, as the institution declares it.': '기관이 밝히는 프라이버시 보호.',
  'Mechanism that was applied.': '적용한 방식.',
  'Clipping norm in millionths.': '클리핑 노름.',
  'Privacy loss epsilon in millionths.': '프라이버시 손실 엡실론.',
  'delta = 10^-n.': 'delta = 10^-n.',
  'The `contribution`.': '`contribution` 진술.',
  'Its author, to whose account the decision belongs.': '기여의 작성 기관. 결정은 그 계정에 속합니다.',
  'The decision.': '결정.',
  'What the aggregator measured on the update.': '집계 기관이 업데이트에서 측정한 값.',
  'Euclidean norm of the update in millionths.': '업데이트의 유클리드 노름.',
  'Number of values that are not finite.': '유한하지 않은 값의 수.',
  'The most similar other update of the round, or, where one reaches the limit of the policy, the most similar of those committed to earlier; absent where there is no other.':
    '라운드에서 가장 비슷한 다른 업데이트. 정책의 한계에 이르는 것이 있으면 먼저 확약된 것 중 가장 비슷한 것. 다른 업데이트가 없으면 적지 않습니다.',
  'The other contribution of the round.': '라운드의 다른 기여.',
  'Cosine of the two updates. Parts per million.': '두 업데이트의 코사인(ppm).',
  'Cosine with the global step of the round before; absent in the first round. Parts per million.':
    '직전 라운드의 전역 변화량과의 코사인(ppm). 첫 라운드에는 적지 않습니다.',
  'Why.': '사유.',
  'Tensor-set digest of the parent of the round.': '라운드가 출발한 모델의 텐서 집합 다이제스트.',
  'What went in, each once.': '집계에 넣은 기여. 한 번씩만 적습니다.',
  'An accepted contribution.': '수락된 기여.',
  'Weight of its band.': '그 구간의 가중치.',
  'Sum of the weights.': '가중치의 합.',
  'Tensor-set digest of the global step; no later contribution may carry it.':
    '전역 변화량의 텐서 집합 다이제스트. 다음 기여는 이것을 담을 수 없습니다.',
  'How the round ended.': '라운드가 어떻게 끝났는지.',
  'The `aggregation` of the round.': '라운드의 `aggregation`.',
  'Contributions recorded in the round.': '라운드에 기록된 기여의 수.',
  // evaluation
  'Who reports; the lower median counts.': '보고하는 기관. 하위 중앙값을 씁니다.',
  'Commitment to the digest of the test set.': '시험 자료의 다이제스트에 대한 확약.',
  'How the test set was split off.': '시험 자료를 나눈 방법.',
  'From the vocabulary `metrics`; its name says how ties count.':
    '용어집 `metrics`의 말. 이름이 동점 처리 방법까지 정합니다.',
  'Which coalitions are valued.': '어떤 연합을 평가하는지.',
  'How many, for the scheme `permutation`.': '순열의 수. `permutation` 방식에 적습니다.',
  'A permutation ends once the prefix is this close to the whole; 0: never. For the scheme `permutation`.':
    '앞부분의 효용이 전체와 이만큼 가까워지면 순열을 끝냅니다. 0이면 끝내지 않습니다. `permutation` 방식에 적습니다.',
  'Whether reports carry the utilities, or exact numerators and a digest. Only `exact` can be sealed.':
    '보고에 효용을 담는지, 정확한 분자와 다이제스트를 담는지. `exact`만 봉인할 수 있습니다.',
  'The `round-open` statement; the round is completed.': '`round-open` 진술. 완료된 라운드여야 합니다.',
  'The `evaluation-plan` of the round.': '라운드의 `evaluation-plan`.',
  'The aggregated contributions in ascending order of their digests; bit i of a coalition is player i.':
    '집계된 기여. 다이제스트 오름차순이며, 연합의 비트 i가 참가자 i입니다.',
  'Form of the report, as the plan asks for it.': '계획이 요구하는 보고 형식.',
  'Number of this part, from 1; parts come in order.': '이 부분의 번호. 1부터 순서대로 제출합니다.',
  'How many there are.': '부분의 수.',
  'Utility of the empty coalition: the model that the round started from. Parts per million of the range of the metric.':
    '빈 연합, 곧 라운드가 출발한 모델의 효용. 지표 범위의 ppm.',
  'Utility of all players together: the model that the round ended with. Parts per million of the range of the metric.':
    '참가자 전체, 곧 라운드가 끝난 모델의 효용. 지표 범위의 ppm.',
  'int32 values, big-endian, base64: for `exact` one a coalition, for `permutation` the prefixes of each permutation, for `leave-one-out` one a player left out.':
    '빅 엔디언 int32 값의 base64. `exact`는 연합마다 하나, `permutation`은 순열마다 앞부분들, `leave-one-out`은 빠진 참가자마다 하나.',
  'Data quality of each player, in basis points, where the evaluator measured it.':
    '참가자별 데이터 품질. 평가 기관이 측정했을 때 적습니다.',
  'Exact Shapley numerators over (number of players)!, one a player.':
    '분모가 (참가자 수)!인 정확한 샤플리 분자. 참가자마다 하나.',
  'SHA-256 of the int32 table that they come from.': '분자의 바탕이 된 int32 표의 SHA-256.',
  // credit
  'Name, unique over the log; a new version has a new name.': '로그 전체에서 유일한 이름. 새 판은 새 이름을 씁니다.',
  'One method, or several (composite); the parts sum to 10,000, each method once.':
    '방법 하나, 또는 여럿(복합). 비율의 합은 10,000이고 방법은 한 번씩만 적습니다.',
  'How credit is shared out.': '크레딧을 나누는 방법.',
  'Its part of the whole.': '전체에서 차지하는 비율.',
  'Micro-credits of one window.': '크레딧 구간 하나의 예산.',
  'Which rounds share one budget.': '어떤 라운드들이 한 예산을 나누는지.',
  'Completed rounds of a lineage in one window.': '한 구간에 드는 계보의 완료된 라운드 수.',
  'A window ends this long after its first round closed, full or not. Seconds.':
    '첫 라운드가 닫힌 뒤 이 시간이 지나면, 찼든 안 찼든 구간이 끝납니다.',
  'What a method that needs utilities does in a window without a usable report.':
    '쓸 수 있는 보고가 없는 구간에서 효용이 필요한 방법을 대신하는 것.',
  'Most of the budget that one group of institutions gets; the rest is shared again.':
    '한 그룹이 받을 수 있는 예산의 상한. 남는 것은 다시 나눕니다.',
  'Whether the quality that evaluators signed multiplies samples.': '평가 기관이 서명한 품질을 표본에 곱하는지.',
  'What withheld reveals cost.': '공개하지 않은 확약의 대가.',
  'Lost for each withheld reveal of the window. Basis points.': '구간에서 공개하지 않은 확약마다 깎이는 값.',
  'Never less. Basis points.': '하한.',
  'What the aggregator may accept.': '집계 기관이 수락할 수 있는 범위.',
  'Smallest norm of an accepted update, in millionths.': '수락되는 업데이트의 최소 노름.',
  'Largest norm of an accepted update, in millionths.': '수락되는 업데이트의 최대 노름.',
  'From this similarity on, the later commitment is no contribution of its own.':
    '유사도가 이 값 이상이면 나중에 확약한 쪽은 독자적인 기여가 아닙니다.',
  'From this similarity with the last global step on, nothing was trained.':
    '직전 전역 변화량과의 유사도가 이 값 이상이면 학습한 것이 없는 것으로 봅니다.',
  'Nobody can block: what happens past each deadline.': '기한이 지나면 어떻게 되는지. 누구도 막을 수 없습니다.',
  'From the last deadline of reports in the window; past it anyone may submit the award. Seconds.':
    '구간의 마지막 보고 기한부터. 지나면 누구나 배분을 제출할 수 있습니다.',
  'From the award: disputes are open. Seconds.': '배분부터. 이의를 제기할 수 있는 기간.',
  'From a dispute: the respondent may answer. Seconds.': '이의 제기부터. 피신청 기관이 답변할 수 있는 기간.',
  'From the end of the answer: arbiters may resolve; past it the dispute lapses with a flag. Seconds.':
    '답변 기간이 끝난 때부터. 중재 기관이 결정할 수 있는 기간. 지나면 분쟁은 표시를 남기고 소멸합니다.',
  'From the end of disputes: past it anyone may finalise. Seconds.':
    '이의 제기 기간이 끝난 때부터. 지나면 누구나 확정할 수 있습니다.',
  'From a claim: past it any steward may settle. Seconds.': '청구부터. 지나면 관리 기관이 정산할 수 있습니다.',
  'The `credit-policy`.': '`credit-policy` 진술.',
  'Number of the window of the lineage, from 1.': '계보의 크레딧 구간 번호. 1부터 셉니다.',
  'The rounds of the window, in the order in which they closed.': '구간의 라운드. 닫힌 순서로 적습니다.',
  "What is shared out: the policy's budget.": '나누는 금액, 곧 정책의 예산.',
  'One a beneficiary, ascending; lines of 0 included.': '수령 기관마다 한 줄, 오름차순. 0인 줄도 적습니다.',
  'Who is credited.': '크레딧을 받는 기관.',
  'What the beneficiary gets.': '수령 기관이 받는 금액.',
  'Rounds of the window with a contribution of the beneficiary.': '구간에서 수령 기관의 기여가 있는 라운드 수.',
  'Sum of the band weights.': '구간 가중치의 합.',
  'Sum of the utility numerators, before clipping; 0 where no method needs it.':
    '0에서 자르기 전의 효용 분자의 합. 필요한 방법이 없으면 0.',
  'Quality applied, the lower median. Basis points.': '적용한 품질. 하위 중앙값.',
  'Reputation applied. Basis points.': '적용한 평판.',
  'What each component of the policy splits by.': '정책의 구성 요소마다 나누는 기준이 되는 값.',
  'What nobody gets.': '아무에게도 돌아가지 않는 금액.',
  'The award that a resolution set aside.': '분쟁 결정이 무효로 한 배분.',
  'The award.': '배분.',
  'The record at fault: a contribution or a utility report of the window.':
    '잘못이 있다는 기록. 구간의 기여나 효용 보고.',
  'Whose record it is.': '그 기록의 작성 기관.',
  'What the disputant can show.': '신청 기관이 제시할 수 있는 것.',
  'What it asks for.': '요구 사항.',
  'The dispute.': '분쟁.',
  'Whether the respondent accepts what is disputed.': '피신청 기관이 인정하는지 다투는지.',
  'What the respondent can show.': '피신청 기관이 제시할 수 있는 것.',
  'What the arbiters found.': '중재 기관의 판단.',
  'Digest of the body of the award that replaces the old one, recomputed with the remedy.':
    '구제 방법을 적용해 다시 계산한 대체 배분 본문의 다이제스트.',
  'The `award-final` or `transfer`.': '`award-final` 또는 `transfer` 진술.',
  'Position of the line in the award; 0 for a transfer.': '배분에서 줄의 위치. 이전이면 0.',
  'Whose credit it is.': '크레딧의 주인.',
  'What can be claimed or transferred.': '청구하거나 이전할 수 있는 금액.',
  'The `credit` record.': '`credit` 기록.',
  'What is claimed.': '청구하는 금액.',
  'Commitment to where it goes.': '받을 곳에 대한 확약.',
  'The claim.': '청구.',
  'The claimant, to whose account the settlement belongs.': '청구 기관. 정산은 그 계정에 속합니다.',
  'What was given.': '무엇으로 정산했는지.',
  'Commitment to the document outside.': '원장 밖 문서에 대한 확약.',
  'Who receives it.': '받는 기관.',
  'What is passed on.': '넘기는 금액.',
  // correction and evidence
  'The earlier statement: a preparation, dataset, or task.': '이전 진술. 전처리 기준, 데이터셋, 과제 가운데 하나.',
  'The later one.': '나중 진술.',
  'The dataset or contribution.': '데이터셋 또는 기여.',
  'Whose openings were destroyed.': '여는 값을 파기한 진술.',
  'Which ones.': '파기한 값의 종류.',
  'What kind of report.': '보고서의 종류.',
  'The report covers records [0, size).': '보고서가 다루는 기록은 [0, size)입니다.',
  'The first one listed.': '목록의 첫 진술.',
  'In the order of their refusal.': '거절된 순서.',
  'The refused statement.': '거절된 진술.',
  'Its author.': '그 작성 기관.',
  'Code of the refusal.': '거절 코드.',
  'When it was refused.': '거절된 시각.',
  'How many more there were beyond the bound.': '한도를 넘어 나열하지 않은 수.',
};
