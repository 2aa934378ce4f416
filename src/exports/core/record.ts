/**
 * `ledgerline/core/record.js`: the log entry: envelope and record, parsed and formatted.
 * @module
 */
export {
  encodeRecord,
  formatEnvelope,
  type LedgerRecord,
  MAX_RECORD_BYTES,
  makeRecord,
  parseEnvelope,
  parseRecord,
  type SignedStatement,
} from '../../core/record/record.ts';
