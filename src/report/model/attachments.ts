/**
 * What goes with a report, by name: whoever makes the file gathers the bytes.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { ReportDocument } from '../../core/generated/documents.ts';

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

/** The attachments of a report, the report itself first. */
export function attachmentsOf(_document: ReportDocument): Attachment[] {
  return [REPORT];
}

const REPORT: Attachment = {
  name: 'report.json',
  mediaType: 'application/json',
  description: { en: 'The report itself: the record', ko: '보고서 원본(기록)' },
  source: { type: 'report' },
};
