/**
 * Sentences about statements of credit: policies, awards, disputes, claims.
 * @module
 */
import { credits } from '../format.ts';
import { did, recordNamed, type Tellings } from './telling.ts';
import { word } from './vocabulary.ts';

export const CREDITING: Tellings<
  | 'credit-policy'
  | 'award'
  | 'award-final'
  | 'dispute'
  | 'dispute-response'
  | 'resolution'
  | 'credit'
  | 'claim'
  | 'settlement'
  | 'transfer'
> = {
  'credit-policy': ({ body: { policy, budget } }) =>
    did(
      `set the credit policy ${policy}, with a budget of ${credits(budget)} credits a window`,
      `${policy} 크레딧 정책을 정했습니다. 구간마다 예산은 ${credits(budget)} 크레딧입니다`,
    ),
  award: ({ body: { model, window, lines, budget } }) =>
    did(
      `proposed to divide ${credits(budget)} credits of window ${window} of ${model} among ${lines.length} institutions`,
      `${model} 모델 ${window}번째 구간의 ${credits(budget)} 크레딧을 기관 ${lines.length}곳에 나누는 배분안을 냈습니다`,
    ),
  'award-final': ({ body: { award } }, references) => {
    const what = recordNamed(award, references);
    return did(`made the award of ${what.en} final`, `${what.ko}의 배분안을 확정했습니다`);
  },
  dispute: ({ body: { award, respondent, grounds } }, references) => {
    const what = recordNamed(award, references);
    return did(
      `disputed the award of ${what.en} because of ${respondent}: ${word(grounds).en}`,
      `${what.ko}의 배분안에 ${respondent} 기관을 상대로 이의를 제기했습니다(${word(grounds).ko})`,
    );
  },
  'dispute-response': ({ body: { dispute, position } }, references) => {
    const what = recordNamed(dispute, references);
    return position === 'accepts'
      ? did(`accepted the dispute of ${what.en}`, `${what.ko}의 이의를 받아들였습니다`)
      : did(`contested the dispute of ${what.en}`, `${what.ko}의 이의에 반박했습니다`);
  },
  resolution: ({ body: { dispute, finding } }, references) => {
    const what = recordNamed(dispute, references);
    return finding === 'upheld'
      ? did(
          `upheld the dispute of ${what.en}: another award must take the place of the first`,
          `${what.ko}의 이의를 인용했습니다. 배분안을 다시 내야 합니다`,
        )
      : did(`rejected the dispute of ${what.en}`, `${what.ko}의 이의를 기각했습니다`);
  },
  credit: ({ body: { beneficiary, amount, source } }, references) => {
    const what = recordNamed(source, references);
    return did(
      `credited ${beneficiary} with ${credits(amount)} credits out of ${what.en}`,
      `${what.ko}에 따라 ${beneficiary} 기관에 ${credits(amount)} 크레딧을 적립했습니다`,
    );
  },
  claim: ({ body: { credit, amount } }, references) => {
    const what = recordNamed(credit, references);
    return did(
      `claimed ${credits(amount)} credits of ${what.en}`,
      `${what.ko}의 크레딧 가운데 ${credits(amount)} 크레딧을 청구했습니다`,
    );
  },
  settlement: ({ body: { claim, institution, form } }, references) => {
    const what = recordNamed(claim, references);
    return did(
      `settled the claim of ${institution} (${what.en}) in the form of ${word(form).en}`,
      `${institution} 기관의 청구(${what.ko})를 ${word(form).ko} 방식으로 정산했습니다`,
    );
  },
  transfer: ({ body: { credit, beneficiary, amount } }, references) => {
    const what = recordNamed(credit, references);
    return did(
      `passed ${credits(amount)} credits of ${what.en} on to ${beneficiary}`,
      `${what.ko}의 크레딧 가운데 ${credits(amount)} 크레딧을 ${beneficiary} 기관에 넘겼습니다`,
    );
  },
};
