/**
 * A report from a ledger's public files: replayed under a trust policy, built, and its proofs made. Whoever holds the same files
 * and policy gets the same bytes, a command or a server.
 * @module
 */
import type { VerifySignature } from '../../core/crypto/public-key.ts';
import { InputError } from '../../core/error.ts';
import type { ReportDocument } from '../../core/generated/documents.ts';
import { parseNote } from '../../core/note/note.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import { assembleStatement } from '../../verify/account/assemble.ts';
import { openFilesSource } from '../../verify/account/files-source.ts';
import { openAnchor } from '../../verify/anchor.ts';
import { assembleBundle } from '../../verify/assemble-bundle.ts';
import { type AuditOptions, auditAndReplay } from '../../verify/audit/audit.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import { History } from '../../verify/history/history.ts';
import { type Attachment, attachmentsOf } from '../model/attachments.ts';
import { buildReport } from '../model/build.ts';
import { encodeReport } from '../model/document.ts';
import type { ReportExtras, ReportLedger } from '../model/ledger.ts';
import type { ReportScope } from '../model/scope.ts';
import type { AttachedFile } from './pdf.ts';

export interface ReportRequest {
  readonly files: LedgerFiles;
  /** The trust policy, as it is attached. */
  readonly policy: Uint8Array;
  readonly scope: ReportScope;
  readonly extras: ReportExtras;
  /** Checks one signature at once: those of notes. */
  readonly verifyNote: VerifySignature;
  readonly audit: AuditOptions;
}

/** A report and the files that go with it. */
export interface GatheredReport {
  readonly document: ReportDocument;
  readonly attached: readonly AttachedFile[];
  /** For an inspection: what its package holds besides. */
  readonly package?: PackageParts;
}

export interface PackageParts {
  /** The public files of the ledger by their paths, as far as the replay read them: all of them. */
  readonly ledger: ReadonlyMap<string, Uint8Array>;
  /** What the replay of these files came to. */
  readonly replayed: Pick<ReportLedger, 'report' | 'state'>;
  /** Account statements by institution. */
  readonly accounts: ReadonlyMap<string, Uint8Array>;
  /** The proof of the charter: what everything else rests on. */
  readonly charter?: Uint8Array;
}

/** @throws InputError `not-published`, `bad-policy`, `not-found`, `usage`, and as `auditAndReplay` */
export async function gatherReport(request: ReportRequest): Promise<GatheredReport> {
  const pinned = await pinCheckpoint(request.files);
  const isPackage = request.scope.form === 'inspection';
  const read = new Map<string, Uint8Array>();
  const files = isPackage ? recording(pinned, read) : pinned;
  const ledger = await openLedger(files, request);
  const document = buildReport(ledger, request.scope, request.extras);
  const attached = await gatherAttachments(files, document, request);
  if (!isPackage) return { document, attached };
  return { document, attached, package: { ledger: read, replayed: ledger, ...(await gatherParts(files, document)) } };
}

/** Keeps what is read. */
function recording(files: LedgerFiles, read: Map<string, Uint8Array>): LedgerFiles {
  return {
    ...files,
    read: async (path) => {
      const bytes = await files.read(path);
      if (bytes !== undefined) read.set(path, bytes);
      return bytes;
    },
  };
}

/** The statements of the institutions in an inspection, and the charter. */
async function gatherParts(
  files: LedgerFiles,
  { content, integrity }: ReportDocument,
): Promise<Pick<PackageParts, 'accounts' | 'charter'>> {
  const accounts = new Map<string, Uint8Array>();
  if (content.form !== 'inspection' || integrity.verdict === 'FAILED') return { accounts };
  const source = await openFilesSource(files, undefined, new Set([0]));
  const ids =
    content.institution === undefined
      ? content.period.institutions.map(({ institution }) => institution)
      : [content.institution];
  for (const id of ids) accounts.set(id, await assembleStatement(source, id));
  return { accounts, charter: await assembleBundle(source, 0) };
}

/** The files as of now: where the ledger ends stays where it is, although a running one goes on. */
async function pinCheckpoint(files: LedgerFiles): Promise<LedgerFiles> {
  const checkpoint = await files.read(CHECKPOINT_PATH);
  if (checkpoint === undefined) throw new InputError('not-published', 'no checkpoint is published yet');
  return { read: async (path) => (path === CHECKPOINT_PATH ? checkpoint : files.read(path)), isPublicCopy: true };
}

/** The ledger as an audit finds it. Where the audit says FAILED, so does the report. */
async function openLedger(files: LedgerFiles, request: ReportRequest): Promise<ReportLedger> {
  const policy = parsePolicy(request.policy);
  const note = parseNote((await files.read(CHECKPOINT_PATH)) ?? new Uint8Array());
  const history = new History();
  const { report, state } = await auditAndReplay(files, request.policy, {
    ...request.audit,
    onRecord: (record, index) => history.add(record, index),
  });
  return { report, state, history, note, anchor: openAnchor(note, policy, request.verifyNote), policy };
}

async function gatherAttachments(
  files: LedgerFiles,
  document: ReportDocument,
  { policy, extras }: ReportRequest,
): Promise<AttachedFile[]> {
  const wanted = attachmentsOf(document);
  const proven = new Set(wanted.flatMap(({ source }) => (source.type === 'bundle' ? [source.index] : [])));
  const needsSource = wanted.some(({ source }) => source.type === 'bundle' || source.type === 'account');
  // What an audit found broken proves nothing: such a report stands on its findings.
  const isSound = document.integrity.verdict !== 'FAILED';
  const ledger = needsSource && isSound ? await openFilesSource(files, undefined, proven) : undefined;
  const bytesOf = async ({ source }: Attachment): Promise<Uint8Array | undefined> => {
    switch (source.type) {
      case 'report':
        return encodeReport(document);
      case 'policy':
        return policy;
      case 'evidence':
        return extras.evidence?.bytes;
      case 'bundle':
        return ledger && assembleBundle(ledger, source.index);
      case 'account':
        return ledger && assembleStatement(ledger, source.institution);
    }
  };
  const attached: AttachedFile[] = [];
  for (const attachment of wanted) {
    const bytes = await bytesOf(attachment);
    const { name, mediaType, description, source } = attachment;
    const relation = source.type === 'report' ? 'source' : 'supplement';
    if (bytes !== undefined) attached.push({ name, mediaType, description, relation, bytes });
  }
  return attached;
}
