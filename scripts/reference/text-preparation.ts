/**
 * What the pages of the preparation kinds say.
 * @module
 */
import { type KindText, rule, said } from './kind-text.ts';

const FREE_NAME = rule(
  'The name is new. Names are never used again.',
  '이름은 처음 쓰는 것이어야 합니다. 이름은 다시 쓰지 않습니다.',
  'name-taken',
);

export const PREPARATION = {
  task: {
    meaning: said(
      'The federation predicts this, in this unit, and is judged by this metric. Models and datasets name the task.',
      '연합이 예측할 대상과 단위, 평가 지표를 정합니다. 모델과 데이터셋이 이 과제를 적습니다.',
    ),
    rules: [
      FREE_NAME,
      rule(
        'Endpoint, metric and unit are words of the charter.',
        '종점, 지표, 단위는 헌장의 용어집에 있는 말이어야 합니다.',
        'vocabulary',
      ),
      rule('A classification has a threshold.', '분류 과제에는 임계값이 있어야 합니다.', 'threshold-missing'),
    ],
  },
  preparation: {
    meaning: said(
      'Data that follows this preparation can be combined. Whoever declares a dataset shows with the reference set that its pipeline gives the agreed result.',
      '이 기준을 따른 데이터는 함께 쓸 수 있습니다. 데이터셋을 신고하는 기관은 기준 자료로 자기 파이프라인이 합의된 결과를 내는지 보입니다.',
    ),
    rules: [
      FREE_NAME,
      rule('The format is a word of the charter.', '형식은 헌장의 용어집에 있는 말이어야 합니다.', 'vocabulary'),
    ],
  },
  dataset: {
    meaning: said(
      'The institution holds such data, may use it, and has prepared it as agreed. The data itself, its digest and the exact counts stay with the institution. A contribution that names the dataset may claim at most its largest band.',
      '기관이 이러한 데이터를 가지고 있고, 쓸 수 있으며, 합의된 대로 전처리했음을 신고합니다. 데이터와 그 다이제스트, 정확한 수는 기관에 남습니다. 이 데이터셋을 적은 기여는 많아야 그 가장 큰 구간만큼을 주장할 수 있습니다.',
    ),
    rules: [
      FREE_NAME,
      rule(
        'The preparation is recorded, and no correction took its place.',
        '전처리 기준이 기록되어 있고, 정정으로 대체되지 않았어야 합니다.',
        'preparation-unknown',
        'superseded',
      ),
      rule(
        'The reference set gives here what the preparation expects.',
        '기준 자료의 처리 결과가 전처리 기준의 기댓값과 같아야 합니다.',
        'reference-mismatch',
      ),
      rule(
        'Each task is defined, and named once.',
        '과제는 정의되어 있어야 하며 한 번씩만 적습니다.',
        'task-unknown',
        'task-twice',
      ),
      rule('The bands are words of the charter.', '구간은 헌장의 용어집에 있는 것이어야 합니다.', 'vocabulary'),
      rule(
        '`retainUntil` is a time that exists, and lies ahead.',
        '`retainUntil`은 실제 시각이며 앞날이어야 합니다.',
        'bad-time',
        'deadline-passed',
      ),
    ],
  },
  algorithm: {
    meaning: said(
      'The stewards agree that rounds may train with this code. It is in force once the quorum is complete.',
      '이 코드로 라운드를 학습해도 된다고 관리 기관들이 합의합니다. 정족수가 차면 시행됩니다.',
    ),
    rules: [FREE_NAME],
  },
  model: {
    meaning: said(
      'A lineage begins with this model: the head that its first round trains from. The update that changes nothing is registered with it, so that nobody is credited for it.',
      '이 모델로 계보가 시작되며, 첫 라운드는 이 모델에서 학습합니다. 아무것도 바꾸지 않는 업데이트를 함께 등록하여 누구도 그것으로 크레딧을 받지 못하게 합니다.',
    ),
    rules: [
      rule(
        'The name of the lineage is new. Names are never used again.',
        '계보의 이름은 처음 쓰는 것이어야 합니다. 이름은 다시 쓰지 않습니다.',
        'name-taken',
      ),
      rule('Its tasks are defined.', '과제는 정의되어 있어야 합니다.', 'task-unknown'),
      rule('Models that it was made from are recorded.', '바탕이 된 모델은 기록되어 있어야 합니다.', 'parent-unknown'),
      rule(
        'Neither the tensor set nor the file stands in the log already.',
        '텐서 집합도 파일도 로그에 이미 있는 것이 아니어야 합니다.',
        'digest-reused',
      ),
    ],
  },
} satisfies Record<string, KindText>;
