/**
 * Sentences about statements of preparation, rounds and contributions.
 * @module
 */
import { did, recordNamed, some, type Tellings } from './telling.ts';
import { word } from './vocabulary.ts';

export const TRAINING: Tellings<
  | 'task'
  | 'model'
  | 'preparation'
  | 'dataset'
  | 'algorithm'
  | 'evaluation-plan'
  | 'round-open'
  | 'contribution-commit'
  | 'contribution'
  | 'contribution-decision'
  | 'aggregation'
  | 'round-close'
  | 'utility-report'
> = {
  task: ({ body: { task, endpoint } }) =>
    did(`registered the task ${task}: to predict ${endpoint}`, `${task} 예측 과제(${endpoint})를 등록했습니다`),
  model: ({ body: { model, tasks } }) =>
    did(
      `registered the first model of the lineage ${model}, for ${some(tasks).en}`,
      `${model} 계보의 첫 모델을 등록했습니다(과제: ${some(tasks).ko})`,
    ),
  preparation: ({ body: { preparation, format } }) =>
    did(
      `set how data is prepared: ${preparation}, for the format ${format}`,
      `${preparation} 전처리 기준(형식 ${format})을 정했습니다`,
    ),
  dataset: ({ body: { dataset, tasks } }) =>
    did(
      `declared the dataset ${dataset} for ${some(tasks.map(({ task }) => task)).en}; the data itself stays where it is`,
      `${dataset} 데이터셋을 신고했습니다(과제: ${some(tasks.map(({ task }) => task)).ko}). 데이터는 기관을 떠나지 않습니다`,
    ),
  algorithm: ({ body: { algorithm } }) =>
    did(`registered the training algorithm ${algorithm}`, `${algorithm} 학습 알고리즘을 등록했습니다`),
  'evaluation-plan': ({ body: { plan, model, evaluators } }) =>
    did(
      `set the plan ${plan} by which ${some(evaluators).en} evaluates the rounds of ${model}`,
      `${model} 모델의 라운드를 ${some(evaluators).ko} 기관이 평가할 ${plan} 계획을 정했습니다`,
    ),
  'round-open': ({ body: { round, number, model, invited } }) =>
    did(
      `opened round ${round}, number ${number} of the model ${model}, and invited ${invited.length} institutions`,
      `${model} 모델의 ${number}번째 라운드(${round})를 열고 기관 ${invited.length}곳을 초대했습니다`,
    ),
  'contribution-commit': ({ body }, references) =>
    did(
      `committed itself to an update for round ${references.round(body.round)}, without showing it yet`,
      `${references.round(body.round)} 라운드에 낼 업데이트를 공개하지 않은 채 확약했습니다`,
    ),
  contribution: ({ body }, references) =>
    did(
      `contributed a model update to round ${references.round(body.round)}, trained on samples of the band ${body.band}`,
      `${references.round(body.round)} 라운드에 표본 구간 ${body.band}의 데이터로 학습한 모델 업데이트를 기여했습니다`,
    ),
  'contribution-decision': ({ body }, references) => {
    const what = recordNamed(body.contribution, references);
    if (body.outcome === 'accepted')
      return did(
        `accepted the contribution of ${body.institution} (${what.en})`,
        `${body.institution} 기관의 기여(${what.ko})를 수락했습니다`,
      );
    return did(
      `rejected the contribution of ${body.institution} (${what.en}): ${word(body.cause).en}`,
      `${body.institution} 기관의 기여(${what.ko})를 거절했습니다(${word(body.cause).ko})`,
    );
  },
  aggregation: ({ body: { round, contributions } }, references) =>
    did(
      `averaged ${contributions.length} contributions of round ${references.round(round)} into a new model`,
      `${references.round(round)} 라운드의 기여 ${contributions.length}건을 합쳐 새 모델을 만들었습니다`,
    ),
  'round-close': ({ body: { round, outcome, contributions } }, references) =>
    outcome === 'completed'
      ? did(
          `completed round ${references.round(round)} with ${contributions} contributions: its model is now the newest of the lineage`,
          `기여 ${contributions}건으로 ${references.round(round)} 라운드를 완료했습니다. 그 모델이 계보의 최신 모델이 됩니다`,
        )
      : did(
          `aborted round ${references.round(round)} after ${contributions} contributions`,
          `기여 ${contributions}건을 받은 ${references.round(round)} 라운드를 중단했습니다`,
        ),
  'utility-report': ({ body }, references) =>
    did(
      `reported what ${body.players.length} contributions of round ${references.round(body.round)} were worth${body.form === 'sealed' ? ', with the table sealed' : ''}`,
      `${references.round(body.round)} 라운드의 기여 ${body.players.length}건이 지닌 가치를 평가해 보고했습니다${body.form === 'sealed' ? '(표는 봉인)' : ''}`,
    ),
};
