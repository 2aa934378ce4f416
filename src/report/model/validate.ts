/**
 * Validation of reports against schemas/report.schema.json, which stands apart from the schemas that every verifier carries.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ReportDocument } from '../../core/generated/documents.ts';
import { REPORT_DEFINITIONS, REPORT_SCHEMA } from '../../core/generated/report-schema.ts';
import { DEFINITIONS } from '../../core/generated/schemas.ts';
import { compileSchema } from '../../core/schema/compile.ts';

const check = compileSchema(REPORT_SCHEMA, { ...DEFINITIONS, ...REPORT_DEFINITIONS });

/** Returns `value` typed, if it satisfies the schema. @throws InputError `schema-violation` */
export function validateReport(value: unknown): ReportDocument {
  const found = check(value);
  if (found !== undefined) throw new InputError('schema-violation', `report${found.path} ${found.message}`);
  return value as ReportDocument;
}
