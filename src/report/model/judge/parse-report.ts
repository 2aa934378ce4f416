/**
 * Reading `report.json`: canonical JSON of schemas/report.schema.json, in its one spelling. What it says is its maker's word.
 * @module
 */
import { equalBytes } from '../../../core/bytes/bytes.ts';
import { decodeUtf8 } from '../../../core/bytes/utf8.ts';
import { InputError } from '../../../core/error.ts';
import type { ReportDocument } from '../../../core/generated/documents.ts';
import { type Json, parseCanonicalJson, parseJson } from '../../../core/json/json.ts';
import { MAX_BUNDLE_BYTES } from '../../../verify/bundle.ts';
import { assertFormat } from '../../../verify/version.ts';
import { encodeReport, REPORT_FORMAT } from '../document.ts';
import { validateReport } from '../validate.ts';

/**
 * The document. Inverse of `encodeReport`.
 * @throws InputError `unknown-version` for a later format; `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`,
 *   `schema-violation`
 */
export function parseReport(bytes: Uint8Array): ReportDocument {
  const value = parseCanonicalJson(bytes, MAX_BUNDLE_BYTES, 'report');
  assertFormat(value, REPORT_FORMAT);
  const document = validateReport(value);
  if (equalBytes(encodeReport(document), bytes)) return document;
  throw new InputError('json-not-canonical', 'report: it is not in its one spelling');
}

/** True for a file that says it is a report as data, of whichever version. It may be none. */
export function isReportDocument(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_BUNDLE_BYTES) return false;
  try {
    const { format } = Object(parseJson(decodeUtf8(bytes), 'file')) as { readonly format?: Json };
    return typeof format === 'string' && format.startsWith(REPORT_FORMAT.slice(0, REPORT_FORMAT.indexOf('@') + 1));
  } catch {
    return false;
  }
}
