/**
 * Auditing and checking a ledger in a folder, with OpenSSL's hashes and signatures.
 * @module
 */
import { type AuditOptions, type AuditReport, audit, type FsckReport, fsck } from '../../verify/audit/audit.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import { createNodeVerifier } from '../crypto/provider.ts';
import { openFolderFiles } from './folder-files.ts';

/** Institution keys and log keys: more than a consortium ever has. */
const MAX_KEYS = 4096;

type Progress = Pick<AuditOptions, 'onProgress'>;

/** A report with how long it took. */
export type Timed<T> = T & { readonly seconds: number };

/**
 * Audits the ledger in `folder`, or a copy of its public files. Signatures are verified on libuv's thread pool: set
 * UV_THREADPOOL_SIZE to the number of cores where it is above four. The caller installs the fast SHA-256.
 * @throws InputError `folder-missing`, `unreadable-file`; as `audit`
 */
export async function auditFolder(
  folder: string,
  policyText: Uint8Array | string,
  options: Progress = {},
): Promise<Timed<AuditReport>> {
  return auditFiles(await openFolderFiles(folder), policyText, options);
}

/** Audits files that are reached in another way, such as a server's static read path. @throws InputError as `audit` */
export async function auditFiles(
  files: LedgerFiles,
  policyText: Uint8Array | string,
  options: Progress = {},
): Promise<Timed<AuditReport>> {
  const verifier = createNodeVerifier({ maxKeys: MAX_KEYS });
  return timed(() => audit(files, policyText, { ...options, verifySignature: verifier.verify }));
}

/** Checks the structure of the ledger in `folder`. @throws InputError `folder-missing`, `unreadable-file`; as `fsck` */
export async function fsckFolder(folder: string, options: Progress = {}): Promise<Timed<FsckReport>> {
  const files = await openFolderFiles(folder);
  return timed(() => fsck(files, options));
}

async function timed<T extends object>(task: () => Promise<T>): Promise<Timed<T>> {
  const start = performance.now();
  const result = await task();
  return { ...result, seconds: (performance.now() - start) / 1000 };
}
