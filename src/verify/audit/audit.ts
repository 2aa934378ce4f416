/**
 * The audit: everything that a ledger's files say, checked against each other and against a trust policy, by replaying the
 * whole log with the rule book that admission used (I4). `docs/reference/audit.md` lists what is checked.
 *
 * It trusts the policy and nothing else; it reads and never writes. Memory does not grow with the log but for the state of
 * the rules, and one hash for 256 records.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import { STATE } from '../../core/rules/state.ts';
import type { SignatureBackend } from '../signatures.ts';
import type { Verdict } from '../verdict.ts';
import { formatNotesPath } from './checkpoint-files.ts';
import { CheckpointTrust } from './checkpoint-trust.ts';
import { HEAD_PATH } from './engine-files.ts';
import { type AuditFinding, Findings } from './findings.ts';
import { checkRetired, noteCompromised } from './key-checks.ts';
import type { LedgerFiles } from './ledger-files.ts';
import { PinnedFiles } from './pinned-files.ts';
import { Publications } from './publications.ts';
import { type RecordListener, Replay } from './replay.ts';
import type { RuleState } from './rule-state.ts';
import { checkStrays } from './stray-check.ts';
import { type AuditProgress, Walk } from './walk.ts';

/** What of the files was checked, and what came out. */
export interface StructureReport {
  /** How many records the ledger had when the audit began. */
  readonly size: number;
  /** The root over the records that were walked, hex. */
  readonly root: string;
  /** Size of the newest published checkpoint that the records bear out. */
  readonly published: number;
  /** What is wrong, records first, in the order of their indexes; at most 1000. */
  readonly problems: readonly AuditFinding[];
  /** Traces of a crash, and how far the checks reached: nothing is wrong. */
  readonly notes: readonly AuditFinding[];
  /** Findings beyond the first 1000 of a kind. */
  readonly omitted: number;
}

/** The result of an audit. */
export interface AuditReport extends StructureReport {
  /** FAILED if there is a problem; else CANNOT TELL if there is a doubt; else VERIFIED, up to `published`. */
  readonly verdict: Verdict;
  /** Records that were replayed: parsed, verified, judged by the rules. */
  readonly records: number;
  /** What nobody can tell with this policy and this version. */
  readonly doubts: readonly AuditFinding[];
}

export interface AuditOptions {
  /** Verifies signatures, at once or later. Must agree with `core/crypto/verify` on every input. */
  readonly verifySignature: SignatureBackend;
  /** Called after each page of 256 records. */
  readonly onProgress?: (progress: AuditProgress) => void;
}

/**
 * Audits a ledger's files.
 * @param policyText the trust policy, a tlog-policy file
 * @throws InputError `bad-policy`; `file-changed` where a file changed under the audit that a ledger never changes; and
 *   what `files` rejects with other than `unreadable-file`
 */
export async function audit(
  files: LedgerFiles,
  policyText: Uint8Array | string,
  options: AuditOptions,
): Promise<AuditReport> {
  return (await auditAndReplay(files, policyText, options)).report;
}

/** As {@link audit}, with the state of the rules at the end, and every record told to `onRecord`. */
export async function auditAndReplay(
  files: LedgerFiles,
  policyText: Uint8Array | string,
  { verifySignature, onProgress, onRecord }: AuditOptions & { readonly onRecord?: RecordListener },
): Promise<{ readonly report: AuditReport; readonly state: RuleState }> {
  const policy = parsePolicy(policyText);
  const findings = new Findings();
  const trust = new CheckpointTrust(policy, verifySignature, findings);
  const replay = new Replay(verifySignature, findings, onRecord);
  const structure = await examine(files, findings, { trust, replay, onProgress });
  checkRetired(trust, replay.state, findings);
  noteCompromised(replay.state, findings);
  addReach(findings, trust, replay);
  const [problems, doubts, notes] = [findings.problems.list(), findings.doubts.list(), findings.notes.list()];
  const omitted = problems.omitted + doubts.omitted + notes.omitted;
  const report: AuditReport = {
    verdict: !findings.problems.isEmpty ? 'FAILED' : !findings.doubts.isEmpty ? 'CANNOT TELL' : 'VERIFIED',
    ...structure,
    records: replay.count,
    problems: problems.findings,
    doubts: doubts.findings,
    notes: notes.findings,
    omitted,
  };
  return { report, state: replay.state };
}

/** The result of a structural check. */
export interface FsckReport extends StructureReport {
  /** True when there is no problem. Says nothing about who signed what, or whether the rules were kept. */
  readonly isSound: boolean;
}

/**
 * Checks the structure of a ledger's files: framing, hashes, tiles, roots of checkpoints, stray files. No policy, no
 * signatures, no rules.
 * @throws InputError as {@link audit}, `bad-policy` aside
 */
export async function fsck(
  files: LedgerFiles,
  { onProgress }: Pick<AuditOptions, 'onProgress'> = {},
): Promise<FsckReport> {
  const findings = new Findings();
  const structure = await examine(files, findings, { trust: undefined, replay: undefined, onProgress });
  const [problems, notes] = [findings.problems.list(), findings.notes.list()];
  const omitted = problems.omitted + notes.omitted;
  return {
    isSound: findings.problems.isEmpty,
    ...structure,
    problems: problems.findings,
    notes: notes.findings,
    omitted,
  };
}

interface Examiners {
  readonly trust: CheckpointTrust | undefined;
  readonly replay: Replay | undefined;
  readonly onProgress: ((progress: AuditProgress) => void) | undefined;
}

async function examine(
  files: LedgerFiles,
  findings: Findings,
  { trust, replay, onProgress }: Examiners,
): Promise<Pick<StructureReport, 'size' | 'root' | 'published'>> {
  const pinned = await PinnedFiles.open(files, findings);
  const publications = new Publications(pinned, findings, trust);
  const walk = new Walk({ files: pinned, findings, publications, replay, onProgress });
  const isWhole = await walk.run();
  await publications.end(isWhole);
  await replay?.end();
  const { published, newestSize, origin, fileCount } = publications;
  if (isWhole) {
    await walk.tiles.comparePublished(newestSize);
    compareHead(pinned, walk, replay, findings);
    compareOrigins(origin, replay, findings);
    checkDrained(replay, findings);
  }
  await checkStrays({ files: pinned, findings, tiles: walk.tiles, newestSize, fileCount, isWhole });
  return { size: pinned.end.size, root: encodeHex(walk.tree.root()), published };
}

/** The head commits to the root and to the account root over all records. */
function compareHead({ end }: PinnedFiles, { tree }: Walk, replay: Replay | undefined, findings: Findings): void {
  const { head } = end;
  if (head === undefined) return;
  const compare = (name: string, stated: Uint8Array, computed: Uint8Array | undefined): void => {
    if (computed === undefined || equalBytes(stated, computed)) return;
    const message = `head: ${name} ${encodeHex(stated)}, but the records give ${encodeHex(computed)}`;
    findings.problems.add({ code: 'head-differs', message, path: HEAD_PATH });
  };
  compare('root', head.root, tree.root());
  if (replay?.isRunning === true) compare('account root', head.state, replay.accountRoot);
}

/** The checkpoints must be those of the ledger that the charter founded. */
function compareOrigins(origin: string | undefined, replay: Replay | undefined, findings: Findings): void {
  const founded = replay?.origin;
  if (origin === undefined || founded === undefined || origin === founded) return;
  const path = formatNotesPath(0);
  const message = `${path}: checkpoints of ${JSON.stringify(origin)}, but records of ${JSON.stringify(founded)}`;
  findings.problems.add({ code: 'checkpoint-origin', message, path });
}

/** A ledger commits credits together with their source: one that ends between them withholds what was earned (I6). */
function checkDrained(replay: Replay | undefined, findings: Findings): void {
  const drain = replay?.isRunning === true ? replay.state.value(STATE.drain) : undefined;
  if (drain === undefined) return;
  const message = `the log ends although ${drain.lines.length} credits of ${drain.source} must follow`;
  findings.problems.add({ code: 'credits-missing', message });
}

/** What a reader of a VERIFIED should know (I9). */
function addReach(findings: Findings, trust: CheckpointTrust, replay: Replay): void {
  const { newest } = trust;
  if (newest === undefined) return;
  if (!newest.isCosigned) {
    findings.notes.add({ code: 'no-witness', message: 'no witness of the policy cosigned the newest checkpoint' });
  }
  if (replay.isRunning && !newest.signers.some((vkey) => replay.logKeys.includes(vkey))) {
    const message = `the charter, as amended, does not name the key ${newest.signers.join(', ')}, which signed the newest checkpoint`;
    findings.notes.add({ code: 'log-key-not-in-charter', message });
  }
}
