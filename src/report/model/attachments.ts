/**
 * What goes with a report, by name: whoever makes the file gathers the bytes.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { PeriodReport, ReportDocument } from '../../core/generated/documents.ts';

/** Where the bytes of an attachment come from. */
export type AttachmentSource =
  /** `encodeReport` of the document itself. */
  | { readonly type: 'report' }
  /** The proof bundle of a record. */
  | { readonly type: 'bundle'; readonly index: number }
  /** The account statement of an institution. */
  | { readonly type: 'account'; readonly institution: string }
  /** The trust policy under which the report was made. */
  | { readonly type: 'policy' }
  /** The evidence file of an incident. */
  | { readonly type: 'evidence' };

export interface Attachment {
  /** File name, unique in a report. */
  readonly name: string;
  readonly mediaType: string;
  readonly description: Sentence;
  readonly source: AttachmentSource;
}

/** Most proof bundles that one report carries; `prove` gives the others. */
const MAX_BUNDLES = 64;

/** The attachments of a report, the report itself first. */
export function attachmentsOf(document: ReportDocument): Attachment[] {
  return [REPORT, POLICY, ...proofsOf(document.content)];
}

function proofsOf(content: ReportDocument['content']): Attachment[] {
  switch (content.form) {
    case 'certificate':
      return [bundle(content.record.index)];
    case 'credit':
      return [account(content.institution), ...bundles(content.awards.map(({ record }) => record.index))];
    case 'dossier': {
      const { registered, awards } = content.dossier;
      const finals = awards.flatMap(({ records }) => records.filter(({ kind }) => kind === 'award-final'));
      return bundles([registered, ...finals].map(({ index }) => index));
    }
    case 'period':
      return exceptionBundles(content.period);
    case 'inspection': {
      const accounts = content.institution === undefined ? [] : [account(content.institution)];
      return [...accounts, ...exceptionBundles(content.period)];
    }
    case 'incident':
      return [EVIDENCE];
  }
}

function exceptionBundles({ exceptions }: PeriodReport): Attachment[] {
  return bundles(exceptions.flatMap(({ index, id }) => (id === undefined ? [] : (index ?? []))));
}

function bundles(indexes: readonly number[]): Attachment[] {
  return [...new Set(indexes)].slice(0, MAX_BUNDLES).map(bundle);
}

function bundle(index: number): Attachment {
  return {
    name: `record-${index}.proof.json`,
    mediaType: 'application/json',
    description: { en: `Proof of record ${index}`, ko: `${index}번 기록의 증명` },
    source: { type: 'bundle', index },
  };
}

function account(institution: string): Attachment {
  return {
    name: `${institution}.account.json`,
    mediaType: 'application/json',
    description: { en: `Account statement of ${institution}`, ko: `${institution} 기관의 계정 명세` },
    source: { type: 'account', institution },
  };
}

const REPORT: Attachment = {
  name: 'report.json',
  mediaType: 'application/json',
  description: { en: 'This report as data: the record', ko: '이 보고서의 데이터 원본(기록)' },
  source: { type: 'report' },
};

const POLICY: Attachment = {
  name: 'trust.policy',
  mediaType: 'text/plain',
  description: { en: 'Trust policy under which it was made', ko: '보고서를 만들 때 쓴 신뢰 정책' },
  source: { type: 'policy' },
};

const EVIDENCE: Attachment = {
  name: 'evidence.json',
  mediaType: 'application/json',
  description: { en: 'The evidence', ko: '증거' },
  source: { type: 'evidence' },
};
