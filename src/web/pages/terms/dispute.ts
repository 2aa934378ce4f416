/**
 * `/disputes/:id`: who disputes what of an award, until when it may be answered and resolved, and how it ended.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { Cell } from '../../../report/layout/blocks.ts';
import { placesOf, recordsOf } from '../../reading/placed.ts';
import { word, wordAndCode } from '../../statements/vocabulary.ts';
import { factsPage, findOne } from './facts-page.ts';

const TEXT = {
  title: { en: 'Dispute', ko: '이의 제기' },
  award: { en: 'Award', ko: '배분안' },
  about: { en: 'About record', ko: '대상 기록' },
  disputant: { en: 'By', ko: '제기 기관' },
  respondent: { en: 'Against', ko: '상대 기관' },
  remedy: { en: 'Asks for', ko: '요구' },
  grounds: { en: 'Grounds', ko: '근거' },
  status: { en: 'Status', ko: '상태' },
  respondBy: { en: 'May be answered until', ko: '답변 기한' },
  resolveBy: { en: 'Arbiters decide until', ko: '중재 결정 기한' },
} as const satisfies Record<string, Sentence>;

const ENDINGS: Readonly<Record<string, Sentence>> = {
  open: { en: 'The respondent may answer.', ko: '상대 기관의 답변을 기다립니다.' },
  answered: { en: 'It was answered; arbiters decide.', ko: '답변이 있었고 중재 기관이 결정합니다.' },
  upheld: {
    en: 'Arbiters upheld it: the award was set aside for a recomputed one.',
    ko: '중재 기관이 받아들여, 배분안이 취소되고 다시 계산되었습니다.',
  },
  rejected: { en: 'Arbiters rejected it: the award stands.', ko: '중재 기관이 받아들이지 않아 배분안이 유지됩니다.' },
};

const institutionCell = (id: string): Cell => ({ page: `/institutions/${id}`, text: id });

export const disputePage = factsPage('/disputes/:id', async (source, request) => {
  const { id, value, record } = await findOne(source, request, 'dispute', STATE.dispute);
  const { award, about, disputant, respondent, remedy, respondBy, resolveBy, status, model, window } = value;
  const [places, records] = await Promise.all([placesOf(source, [about]), recordsOf(source, 'dispute', [id])]);
  const place = places.get(about);
  const grounds = records.get(id)?.statement.body.grounds;
  return {
    title: TEXT.title,
    name: id.slice(0, 8),
    lead: {
      en: `${disputant} disputes the award of window ${window} of ${model} over a record of ${respondent}. ${ENDINGS[status]?.en}`,
      ko: `${disputant} 기관이 ${respondent} 기관의 기록을 들어 ${model} 모델 ${window}번째 구간의 배분안에 이의를 제기했습니다. ${ENDINGS[status]?.ko}`,
    },
    rows: [
      [TEXT.status, word(status)],
      [TEXT.award, { page: `/awards/${award}`, text: `${award.slice(0, 8)}…` }],
      [TEXT.disputant, institutionCell(disputant)],
      [TEXT.respondent, institutionCell(respondent)],
      [TEXT.about, place === undefined ? { digest: about } : { record: place }],
      ...(grounds === undefined ? [] : [[TEXT.grounds, wordAndCode(grounds)] as const]),
      [TEXT.remedy, wordAndCode(remedy)],
      [TEXT.respondBy, { instant: respondBy }],
      [TEXT.resolveBy, { instant: resolveBy }],
      record,
    ],
  };
});
