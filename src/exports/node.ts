/**
 * `ledgerline/node.js`: what Node adds: keys in files, OpenSSL verification, digests of files, the system clock.
 * @module
 */
export { auditFolder, fsckFolder, type Timed } from '../node/audit/audit-folder.ts';
export { openFolderFiles } from '../node/audit/folder-files.ts';
export { createFileMemory } from '../node/checkpoint-memory.ts';
export { systemClock } from '../node/clock.ts';
export { readPrivateKeyFile, readPublicKeyFile, writePrivateKeyFile } from '../node/crypto/key-files.ts';
export {
  formatPublicKeyPem,
  generateKeyPair,
  PrivateKey,
  parsePrivateKeyPem,
  parsePublicKeyPem,
} from '../node/crypto/keys.ts';
export { createNoteSigner, type NodeNoteSigner } from '../node/crypto/note-signer.ts';
export { createNodeVerifier, installNodePrimitives, type NodeVerifier } from '../node/crypto/provider.ts';
export { type DigestOptions, digestFile, type FileDigest } from '../node/digest.ts';
export { digestFolder, type FolderDigest } from '../node/folder-digest.ts';
export { type DisclosureFile, encodeDisclosureFile, parseDisclosureFile } from '../node/sealing/disclosure-file.ts';
export { eraseFile, type Kept, recognizeKept } from '../node/sealing/erase.ts';
export { decryptWith, encryptTo } from '../node/sealing/jwe.ts';
export {
  formatSealingPublicKey,
  generateSealingKey,
  parseSealingPrivateKey,
  parseSealingPublicKey,
  type SealingAlgorithm,
  SealingPrivateKey,
  type SealingPublicKey,
} from '../node/sealing/sealing-key.ts';
export { statementSigner } from '../node/statement-signer.ts';
export { digestTensorSet, type TensorSetDigest } from '../node/tensor-set-digest.ts';
export { type MeasuredRound, measureRound, type UpdateFiles } from '../node/updates/measure-round.ts';
export { type RecheckReport, recheckRound } from '../node/updates/recheck-round.ts';
