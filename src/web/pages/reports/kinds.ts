/**
 * The reports that can be asked for on a page: what each is for, what it is about, and the files it comes as. Incidents are not
 * among them: they are made from an evidence file, by the command.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { FORMS } from '../../../report/model/compose/words.ts';
import type { ReportForm } from '../../../report/model/scope.ts';

export type PageForm = Exclude<ReportForm, 'incident'>;
export type PageFormat = 'pdf' | 'html' | 'json' | 'csv' | 'xlsx' | 'zip';

export interface ReportKind {
  readonly name: Sentence;
  /** One sentence: who needs it, and for what. */
  readonly about: Sentence;
  readonly subject?: SubjectField;
  /** True where a period can be named. */
  readonly hasPeriod: boolean;
  /** The first one is the one that most people want. */
  readonly formats: readonly PageFormat[];
}

/** What a report is about. */
export interface SubjectField {
  readonly label: Sentence;
  /** The option of `ledgerline report` that names it. */
  readonly flag: 'of' | 'institution' | 'model';
  readonly example: string;
  readonly isOptional?: true;
}

const PLAIN: readonly PageFormat[] = ['pdf', 'html', 'json', 'csv', 'xlsx'];

export const REPORT_KINDS: Readonly<Record<PageForm, ReportKind>> = {
  certificate: {
    name: FORMS.certificate,
    about: {
      en: 'Shows one record, who signed it and when it was recorded, with the proof inside: for a contract, a paper or a dispute.',
      ko: '기록 하나와 서명자, 기록 시각을 증명과 함께 담습니다. 계약, 논문, 이의 제기에 첨부할 때 씁니다.',
    },
    subject: {
      label: { en: 'Record: number or SHA-256 of the statement', ko: '기록: 번호 또는 진술의 SHA-256' },
      flag: 'of',
      example: '12',
    },
    hasPeriod: false,
    formats: PLAIN,
  },
  period: {
    name: FORMS.period,
    about: {
      en: 'Tells what was recorded in a period, institution by institution, with every exception: it supports internal audits.',
      ko: '한 기간의 기록을 기관별로 정리하고 예외를 빠짐없이 적습니다. 내부 감사를 지원합니다.',
    },
    hasPeriod: true,
    formats: PLAIN,
  },
  credit: {
    name: FORMS.credit,
    about: {
      en: 'Lists what one institution contributed, was awarded, claimed and passed on: it supports settlements.',
      ko: '한 기관의 기여, 배분, 청구, 이전 내역을 보여 줍니다. 정산을 지원합니다.',
    },
    subject: { label: { en: 'Institution', ko: '기관' }, flag: 'institution', example: 'saebyeok-pharma' },
    hasPeriod: true,
    formats: PLAIN,
  },
  dossier: {
    name: FORMS.dossier,
    about: {
      en: 'Gathers where a model comes from, its rounds and evaluations: it supports the technical documentation of a model.',
      ko: '모델의 유래와 라운드, 평가를 모아 보여 줍니다. 모델 기술 문서 작성을 지원합니다.',
    },
    subject: { label: { en: 'Model', ko: '모델' }, flag: 'model', example: 'safety-net' },
    hasPeriod: false,
    formats: PLAIN,
  },
  inspection: {
    name: FORMS.inspection,
    about: {
      en: 'For inspectors: the audit report of one institution or of all; as zip, with the public files and the verifier to check it without this server.',
      ko: '조사관에게 제출하는 보고서입니다. 한 기관 또는 전체를 다루며, zip에는 이 서버 없이 확인할 수 있도록 공개 파일과 검증기를 함께 담습니다.',
    },
    subject: {
      label: { en: 'Institution; all if empty', ko: '기관(비우면 전체)' },
      flag: 'institution',
      example: 'saebyeok-pharma',
      isOptional: true,
    },
    hasPeriod: true,
    formats: ['zip', ...PLAIN],
  },
};

/** True for a kind that a page can ask for. */
export function isPageForm(text: string): text is PageForm {
  return Object.hasOwn(REPORT_KINDS, text);
}
