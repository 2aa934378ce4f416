/**
 * The report as a file (`report.json`): canonical JSON (RFC 8785) of schemas/report.schema.json. This is the record; its SHA-256
 * is the digest of the report, and its id comes from that.
 * @module
 */
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { ReportDocument } from '../../core/generated/documents.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import type { ReportForm } from './scope.ts';

/** The `format` of a report. */
export const REPORT_FORMAT = 'ledgerline/report@v1';

/** The bytes of `report.json`. */
export function encodeReport(document: ReportDocument): Uint8Array {
  return encodeUtf8(canonicalize(document));
}

/** Hex SHA-256 of the bytes. */
export function reportDigest(bytes: Uint8Array): string {
  return encodeHex(sha256(bytes));
}

/** The name of a report, as people cite it and the `report` statement records it. */
export function reportId(form: ReportForm, digest: string): string {
  return `${form}-${digest.slice(0, 16)}`;
}
