/**
 * Words of reports, in both languages.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { ReportForm } from '../scope.ts';

export const FORMS: Readonly<Record<ReportForm, Sentence>> = {
  certificate: { en: 'Certificate of a record', ko: '기록 증명서' },
  period: { en: 'Period audit report', ko: '기간 감사 보고서' },
  credit: { en: 'Credit statement', ko: '크레딧 명세서' },
  dossier: { en: 'Model dossier', ko: '모델 자료집' },
  inspection: { en: 'Inspection report', ko: '실태조사 보고서' },
  incident: { en: 'Incident report', ko: '사고 보고서' },
};
