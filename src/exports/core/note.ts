/**
 * `ledgerline/core/note.js`: C2SP signed notes, checkpoints, cosignatures, tlog-proofs and trust policies.
 * @module
 */
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from '../../core/note/checkpoint.ts';
export {
  type Cosignature,
  decodeCosignature,
  encodeCosignature,
  encodeCosignatureMessage,
  signCosignature,
  verifyCosignature,
} from '../../core/note/cosignature.ts';
export {
  formatNote,
  formatSignatureLine,
  isKeyName,
  MAX_NOTE_BYTES,
  type Note,
  type NoteSignature,
  parseNote,
  parseSignatureLine,
} from '../../core/note/note.ts';
export { type OpenedNote, openNote, type VerifiedSignature } from '../../core/note/open.ts';
export { type OpenedCheckpoint, openCheckpoint, type VerifiedCosignature } from '../../core/note/open-checkpoint.ts';
export { formatPolicy, parsePolicy } from '../../core/note/policy.ts';
export { formatTlogProof, parseTlogProof, type TlogProof } from '../../core/note/proof.ts';
export { type NoteSigner, signNote } from '../../core/note/sign.ts';
export {
  evaluateQuorum,
  NO_QUORUM,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
  type TrustPolicy,
} from '../../core/note/trust-policy.ts';
export {
  COSIGNATURE_ED25519,
  COSIGNATURE_ML_DSA_44,
  createVerifierKey,
  type Ed25519VerifierKey,
  formatVkey,
  type MlDsaVerifierKey,
  NOTE_ED25519,
  parseVkey,
  type VerifierKey,
} from '../../core/note/vkey.ts';
