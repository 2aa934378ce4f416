/**
 * Auditing in tests: signatures verified by OpenSSL, each one once.
 * @module
 */
import { createHash } from 'node:crypto';
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { type AuditReport, audit } from '../../src/verify/audit/audit.ts';
import type { AuditFinding } from '../../src/verify/audit/findings.ts';
import type { SignatureBackend } from '../../src/verify/signatures.ts';
import { type FileMap, mapFiles } from './stored-ledger.ts';

const verifier = createNodeVerifier({ maxKeys: 1000 });
const answers = new Map<string, Promise<boolean>>();

/** Remembers its answers: tests audit almost the same ledger many times. */
export const verifySignature: SignatureBackend = (key, message, signature) => {
  const name = `${key.keyId} ${createHash('sha256').update(message).update(signature).digest('hex')}`;
  const answer = answers.get(name) ?? verifier.verify(key, message, signature);
  answers.set(name, answer);
  return answer;
};

export function auditMap(files: FileMap, policy: string, isPublicCopy = false): Promise<AuditReport> {
  return audit(mapFiles(files, isPublicCopy), policy, { verifySignature });
}

/** The codes of findings, in their order. */
export function codesOf(findings: readonly AuditFinding[]): ErrorCode[] {
  return findings.map(({ code }) => code);
}

/** The files with one of them changed; undefined removes it. */
export function withFile(files: FileMap, path: string, bytes: Uint8Array | undefined): FileMap {
  const changed = new Map(files);
  if (bytes === undefined) changed.delete(path);
  else changed.set(path, bytes);
  return changed;
}

/** The bytes of a file that must be there. */
export function fileOf(files: FileMap, path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`${path} is not there`);
  return bytes;
}

/** `bytes` with one byte changed. */
export function flip(bytes: Uint8Array, offset: number, mask = 1): Uint8Array {
  return Uint8Array.from(bytes, (byte, i) => (i === offset ? byte ^ mask : byte));
}
