/**
 * `ledgerline/core/statement.js`: statements: canonical JSON, schemas, DSSE, commitments, signing.
 * @module
 */
export type { Bodies } from '../../core/generated/bodies.ts';
export { canonicalize } from '../../core/json/jcs.ts';
export { type Json, parseCanonicalJson, parseJson } from '../../core/json/json.ts';
export { COMMITMENT_PURPOSES, type CommitmentPurpose, commit } from '../../core/statement/commitment.ts';
export { encodePae, PAYLOAD_TYPE } from '../../core/statement/dsse.ts';
export { formatInstant, parseInstant, parseZonedInstant } from '../../core/statement/instant.ts';
export { keyIdOf } from '../../core/statement/key-id.ts';
export { type Opening, parseOpenings, placesIn } from '../../core/statement/openings.ts';
export { checkProvenKey, type ProvenKeyFields, possessionMessage } from '../../core/statement/possession.ts';
export { type StatementSigner, signStatement } from '../../core/statement/sign.ts';
export {
  bodySubject,
  CHAIN_START,
  encodeStatement,
  MAX_PAYLOAD_BYTES,
  parseStatement,
  type Signing,
  type Statement,
  type StatementOf,
  type Subject,
  statementDigest,
} from '../../core/statement/statement.ts';
export { isKindName, type KindName, validateBody } from '../../core/statement/validate.ts';
