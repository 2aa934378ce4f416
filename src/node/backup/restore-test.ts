/**
 * The test of a restored folder, and the record of it (Annex 11, 7.2: that backups can be restored is to be shown): all hashes and roots are
 * recomputed, under a trust policy all signatures and rules too, and the result is compared with the last checkpoint that somebody outside
 * has witnessed.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { parseHead } from '../../log/head.ts';
import { TreeReader } from '../../log/reader.ts';
import { edgeSource } from '../../log/recovery.ts';
import { TreeEdge } from '../../log/tree-edge.ts';
import { formatNotesPath, scanNotes } from '../../verify/audit/checkpoint-files.ts';
import type { AuditFinding } from '../../verify/audit/findings.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import { type NoteTrust, openSignedNote, type SignedNote } from '../../verify/follow/signed-notes.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { auditFolder, fsckFolder } from '../audit/audit-folder.ts';
import { openFolderFiles } from '../audit/folder-files.ts';

/** Where a witnessed checkpoint was found. */
export interface WitnessedPlace {
  readonly source: string;
  readonly note: Uint8Array;
  /** The public files there, where they can be asked for a proof that a larger checkpoint continues the backup. */
  readonly files?: Pick<LedgerFiles, 'read'>;
}

export interface RestoreTestOptions {
  /** Without one only hashes and roots are checked, and nobody can tell who signed. */
  readonly trust?: NoteTrust & { readonly policyText: Uint8Array };
  readonly place?: WitnessedPlace;
}

/** A comparison with what others have seen. */
export interface Compared {
  readonly source: string;
  readonly size: number;
  readonly root: string;
  /** Witnesses of the policy whose cosignatures verified. */
  readonly cosignedBy: readonly string[];
  /** `continued` by a proof from the place; `beyond` what the backup holds, and nobody showed that it continues it. */
  readonly relation: 'within' | 'continued' | 'beyond';
  readonly rootsEqual: boolean | null;
}

/** What a test found. */
export interface RestoreTest {
  readonly verdict: Verdict;
  readonly size: number;
  readonly root: string;
  readonly published: number;
  /** Records whose signatures and rules were checked; 0 without a policy. */
  readonly replayed: number;
  /** The last checkpoint in the backup that a witness of the policy cosigned, and the one that was handed in. */
  readonly compared: readonly Compared[];
  readonly problems: readonly AuditFinding[];
  readonly doubts: readonly AuditFinding[];
}

/** Tests the ledger in `folder`. @throws InputError as `openSignedNote` for the note handed in */
export async function testRestored(folder: string, { trust, place }: RestoreTestOptions): Promise<RestoreTest> {
  const files = await openFolderFiles(folder);
  const report =
    trust === undefined
      ? { ...(await fsckFolder(folder)), records: 0, doubts: [] }
      : await auditFolder(folder, trust.policyText);
  const { size, root, published, records: replayed, problems, doubts } = report;
  const found = { size, root, published, replayed, problems, doubts };
  if (problems.length > 0) return { verdict: 'FAILED', ...found, compared: [] };
  const compared = trust === undefined ? [] : await compareAll(files, trust, place);
  return { verdict: verdictOf(trust !== undefined && doubts.length === 0, compared), ...found, compared };
}

function verdictOf(isTrusted: boolean, compared: readonly Compared[]): Verdict {
  if (compared.some(({ rootsEqual }) => rootsEqual === false)) return 'FAILED';
  return isTrusted && compared.every(({ rootsEqual }) => rootsEqual === true) ? 'VERIFIED' : 'CANNOT TELL';
}

async function compareAll(
  files: LedgerFiles,
  trust: NoteTrust,
  place: WitnessedPlace | undefined,
): Promise<Compared[]> {
  const own = await lastCosigned(files, trust);
  const reader = await openTree(files);
  const compared = own === undefined ? [] : [await compare('checkpoints/', own, reader)];
  if (place === undefined) return compared;
  const shown = await openSignedNote(place.note, trust);
  return [...compared, await compare(place.source, shown, reader, place.files)];
}

/** The newest published note that a witness of the policy cosigned. */
async function lastCosigned(files: LedgerFiles, trust: NoteTrust): Promise<SignedNote | undefined> {
  let count = 0;
  while ((await files.read(formatNotesPath(count))) !== undefined) count++;
  for (let number = count - 1; number >= 0; number--) {
    const bytes = (await files.read(formatNotesPath(number))) ?? new Uint8Array();
    for (const note of scanNotes(bytes).notes.toReversed()) {
      const signed = await openSignedNote(note, trust).catch(() => undefined);
      if (signed !== undefined && signed.opened.cosignatures.length > 0) return signed;
    }
  }
  return undefined;
}

interface Tree {
  readonly size: number;
  readonly reader: TreeReader;
}

async function openTree(files: LedgerFiles): Promise<Tree> {
  const bytes = await files.read('head');
  if (bytes === undefined) throw new InputError('not-initialised', 'head: there is no head record');
  const { size } = parseHead(bytes);
  const objects = { get: (path: string) => files.read(path) };
  const edge = await TreeEdge.load(size, edgeSource(objects));
  return { size, reader: new TreeReader(objects, () => edge) };
}

async function compare(
  source: string,
  { checkpoint, opened }: SignedNote,
  { size, reader }: Tree,
  files?: Pick<LedgerFiles, 'read'>,
): Promise<Compared> {
  const cosignedBy = [...new Set(opened.cosignatures.map(({ witness }) => witness.name))];
  const seen = { source, size: checkpoint.size, root: encodeHex(checkpoint.root), cosignedBy };
  if (checkpoint.size <= size) {
    const rootsEqual = equalBytes(await reader.root(checkpoint.size), checkpoint.root);
    return { ...seen, relation: 'within', rootsEqual };
  }
  if (files === undefined) return { ...seen, relation: 'beyond', rootsEqual: null };
  const proof = await new TreeFiles(files, checkpoint).consistency(size);
  return { ...seen, relation: 'continued', rootsEqual: isConsistent(size, checkpoint, await reader.root(size), proof) };
}

function isConsistent(
  size: number,
  later: SignedNote['checkpoint'],
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  try {
    checkConsistency(size, later.size, root, later.root, proof);
    return true;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}
