/**
 * How each check of a proof bundle is made, for readers who ask what a tick stands for.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/catalogue.ts';
import type { CheckId } from '../../../verify/verdict.ts';

export const HOW: Readonly<Record<CheckId, Sentence>> = {
  bundle: {
    en: 'The file is read, written again and compared byte for byte: nothing can hide in another spelling.',
    ko: '파일을 읽어 다시 써 본 뒤 바이트 단위로 비교합니다. 다른 표기에 무언가를 숨길 수 없습니다.',
  },
  inclusion: {
    en: 'The hash of the record is combined with the hashes of the proof, step by step, up to the root in the checkpoint.',
    ko: '기록의 해시를 증명의 해시들과 차례로 결합하면 체크포인트의 루트가 나옵니다.',
  },
  later: {
    en: 'A consistency proof shows that the later tree begins with the tree of this proof.',
    ko: '일관성 증명이 이후의 트리가 이 증명의 트리로 시작함을 보입니다.',
  },
  checkpoint: {
    en: 'The signature under the checkpoint is checked with the log key in your trust policy.',
    ko: '체크포인트의 서명을 신뢰 정책에 있는 로그 키로 확인합니다.',
  },
  witnesses: {
    en: 'Each cosignature is checked with the key of that witness in your trust policy, and the good ones are counted.',
    ko: '각 공동 서명을 신뢰 정책에 있는 해당 증인의 키로 확인하고 유효한 것만 셉니다.',
  },
  before: {
    en: 'A consistency proof leads from the checkpoint before the record to this one: the record came between the two.',
    ko: '일관성 증명이 기록 이전의 체크포인트와 이 체크포인트를 잇습니다. 기록은 그 사이에 추가되었습니다.',
  },
  records: {
    en: 'Every record shown is parsed strictly, and must name this log and follow in order.',
    ko: '제시된 모든 기록을 엄격히 해석하며, 이 로그의 이름과 순서를 확인합니다.',
  },
  account: {
    en: 'The record commits to a tree of accounts; the events shown must give exactly that commitment.',
    ko: '기록은 계정 트리를 확정합니다. 제시된 이력에서 정확히 같은 값이 나와야 합니다.',
  },
  events: {
    en: 'Charter, enrolments, keys and roles are replayed in their order by the rules of the ledger.',
    ko: '헌장, 등록, 키, 역할을 원장의 규칙에 따라 순서대로 재생합니다.',
  },
  authority: {
    en: 'From those events: was the author enrolled, its key live, its role held, at this very record?',
    ko: '그 이력으로부터, 바로 이 기록 시점에 작성 기관이 등록되어 있고 키가 유효하며 역할이 있었는지 판단합니다.',
  },
  signature: {
    en: "The author's signature is checked over the exact bytes of the statement.",
    ko: '진술의 정확한 바이트에 대해 작성 기관의 서명을 확인합니다.',
  },
  artefact: {
    en: 'The SHA-256 of your file, and of its tensors, is compared with the ones recorded.',
    ko: '가지고 계신 파일과 그 텐서의 SHA-256을 기록된 값과 비교합니다.',
  },
};
