/**
 * What composers of the parts of a report share.
 * @module
 */
import type { ReportDocument } from '../../../core/generated/documents.ts';

export interface Composition {
  readonly document: ReportDocument;
  /** Hex SHA-256 of the document. */
  readonly digest: string;
  /** Name of the report. */
  readonly id: string;
}
