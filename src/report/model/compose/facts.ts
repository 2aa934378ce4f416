/**
 * Names and values of what a record says.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { CertificateContent, RecordLine } from '../../../core/generated/documents.ts';
import type { Cell } from '../../layout/blocks.ts';
import { flattenBody } from '../content/facts.ts';
import { say, term } from './words.ts';

const NAMES: Readonly<Record<string, Sentence>> = {
  model: say('Model', '모델'),
  round: say('Round (number)', '라운드(차수)'),
  'round-status': say('The round is', '라운드 상태'),
  'update-tensor-set': say('Update (tensor set)', '업데이트(텐서 집합)'),
  parent: say('Trained from', '학습의 출발 모델'),
  form: say('Form', '형식'),
  band: say('Size of the training data (band)', '학습 데이터 규모(구간)'),
  'datasets-count': say('Datasets named', '제시한 데이터셋 수'),
  'privacy-mechanism': say('Protection of privacy', '프라이버시 보호 기법'),
  precedence: say('Precedence (index)', '선착 순서(번호)'),
  status: say('Decision', '심사 결과'),
  'norm-micro': say('Norm measured (millionths)', '측정된 노름(백만분의 일)'),
  'cosine-ppm': say('Cosine to the nearest other update (ppm)', '가장 가까운 업데이트와의 코사인(ppm)'),
  weight: say('Weight in the aggregate, of all', '집계 가중치 / 합계'),
  output: say('Model that the round ended with', '라운드의 결과 모델'),
  institution: say('Institution', '기관'),
  amount: say('Amount (millionths of a credit)', '금액(백만분의 일 크레딧)'),
  beneficiary: say('Beneficiary', '수령 기관'),
  reason: say('Reason', '사유'),
};

const HEX = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Rows of facts; names that no words are kept for stand as they are. */
export function factRows(facts: CertificateContent['facts']): (readonly [Sentence, Cell])[] {
  return facts.map(({ fact, value }) => [NAMES[fact] ?? { en: fact, ko: fact }, factCell(fact, value)]);
}

function factCell(fact: string, value: string): Cell {
  if (HEX.test(value)) return { digest: value };
  if (INSTANT.test(value)) return { instant: value };
  return fact === 'status' || fact === 'round-status' ? term(value) : value;
}

/** Longest summary of a record in a table. */
const MAX_SUMMARY = 160;

/** What a record says, in one line: its short members that are no digests. */
export function summaryOf({ body }: RecordLine): string {
  const parts = flattenBody(body)
    .filter(({ value }) => !HEX.test(value) && value.length <= 40)
    .map(({ fact, value }) => `${fact} ${value}`);
  const text = parts.join(', ');
  return text.length <= MAX_SUMMARY ? text : `${text.slice(0, MAX_SUMMARY)}…`;
}
