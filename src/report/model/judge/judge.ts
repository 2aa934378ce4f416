/**
 * Judging a report file (PDF, HTML, or report.json alone) under a trust policy: what of it is proven by what it carries. Pure: the
 * command line and browsers reach the same verdict, but that only the former can render the pages again to compare them.
 *
 * VERIFIED means: the digest named is that of the report, a trusted log signed its checkpoint, every attached proof holds, none is
 * missing, and the report says the same as they do. It does not mean that numbers beyond the proofs are right; `committed` says so.
 * @module
 */

import { encodeHex } from '../../../core/bytes/hex.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import type { ReportDocument } from '../../../core/generated/documents.ts';
import { parseNote } from '../../../core/note/note.ts';
import { parsePolicy } from '../../../core/note/policy.ts';
import type { TrustPolicy } from '../../../core/note/trust-policy.ts';
import { type Anchor, openAnchor } from '../../../verify/anchor.ts';
import { Checklist } from '../../../verify/checklist.ts';
import { type AttachedFile, type Inflate, reportAttachments } from '../../../verify/report-file.ts';
import { type SignatureBackend, withSignatures } from '../../../verify/signatures.ts';
import type { Judgement } from '../../../verify/text.ts';
import { attachmentsOf } from '../attachments.ts';
import { reportDigest, reportId } from '../document.ts';
import { assertAgreement } from './agreement.ts';
import { REPORT_CHECKS, REPORT_WORDS, type ReportCheckId } from './checks.ts';
import { parseReport } from './parse-report.ts';
import { type JudgedProof, judgeProofs } from './proofs.ts';

export interface JudgeOptions {
  readonly verifySignature: SignatureBackend;
  readonly inflate: Inflate;
  /**
   * Whether the file is what this program makes of the report; undefined where it cannot make it, for another version made it.
   * Absent where pages cannot be made at all, as in a browser.
   */
  readonly isRendering?: (document: ReportDocument, attached: readonly AttachedFile[]) => Promise<boolean | undefined>;
}

export interface ReportVerification extends Judgement {
  /** Undefined where there is no readable report in the file. */
  readonly facts: { readonly report: string; readonly digest: string; readonly document: ReportDocument } | undefined;
  readonly proofs: readonly JudgedProof[];
}

const NAME = 'report.json';

/** Whatever the file is, the answer is a verdict. @throws InputError `bad-policy` */
export async function judgeReport(
  bytes: Uint8Array,
  policyText: Uint8Array,
  options: JudgeOptions,
): Promise<ReportVerification> {
  const policy = parsePolicy(policyText);
  const isBare = bytes[0] === 0x7b;
  const carried = isBare ? [{ name: NAME, bytes }] : await attachedTo(bytes, options.inflate);
  const reports = carried.filter(({ name }) => name === NAME);
  const attached = carried.filter(({ name }) => name !== NAME);
  const document = tryParse(reports[0]?.bytes);
  const proofs = await judgeProofs(attached, policy, options.verifySignature);
  const evidence: Evidence = { bytes, isBare, carried, reports, attached, document, proofs, policy };
  const first = await examine(evidence, options, undefined);
  // Pages cost seconds to make: not for a file that has failed already.
  if (isBare || document === undefined || options.isRendering === undefined || first.verdict === 'FAILED') return first;
  return examine(evidence, options, await options.isRendering(document, carried));
}

interface Evidence {
  readonly bytes: Uint8Array;
  readonly isBare: boolean;
  readonly carried: readonly AttachedFile[];
  readonly reports: readonly AttachedFile[];
  readonly attached: readonly AttachedFile[];
  readonly document: ReportDocument | undefined;
  readonly proofs: readonly JudgedProof[];
  readonly policy: TrustPolicy;
}

function examine(evidence: Evidence, options: JudgeOptions, pages: boolean | undefined): Promise<ReportVerification> {
  const { bytes, isBare, reports, attached, proofs, policy } = evidence;
  return withSignatures(options.verifySignature, (verify) => {
    const list = new Checklist<ReportCheckId>(Object.keys(REPORT_CHECKS) as ReportCheckId[], REPORT_CHECKS);
    list.run(() => {
      const { report, digest } = list.check('report', () => readReport(reports));
      list.consider('digest', () => assertNamed(isBare ? undefined : bytes, digest));
      let anchor: Anchor | undefined;
      list.consider('checkpoint', () => {
        anchor = openAnchor(parseNote(report.checkpoint.note), policy, verify);
        assertCheckpoint(report, anchor);
        return undefined;
      });
      list.consider('witnesses', () => assertWitnessed(anchor));
      list.consider('attachments', () => (isBare ? REPORT_WORDS.bare : assertAttached(report, attached)));
      list.consider('proofs', () => assertProven(proofs, isBare));
      list.consider('agreement', () => {
        assertAgreement(report, proofs);
        return proofs.length === 0 ? REPORT_WORDS.noProofs : undefined;
      });
      list.consider('pages', () => comparePages(isBare, options, pages));
    });
    return conclude(list, evidence, !isBare && pages !== true);
  });
}

function assertWitnessed(anchor: Anchor | undefined): undefined {
  if (anchor?.opened?.quorum === 'met') return undefined;
  throw new InputError('too-few-cosignatures', 'the checkpoint of the report');
}

async function attachedTo(bytes: Uint8Array, inflate: Inflate): Promise<readonly AttachedFile[]> {
  try {
    return await reportAttachments(bytes, inflate);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function tryParse(bytes: Uint8Array | undefined): ReportDocument | undefined {
  try {
    return bytes && parseReport(bytes);
  } catch {
    return undefined;
  }
}

function readReport(reports: readonly AttachedFile[]): { readonly report: ReportDocument; readonly digest: string } {
  const [only, ...more] = reports;
  if (only === undefined) throw new InputError('evidence-incomplete', `the file carries no ${NAME}`);
  if (more.length > 0) throw new InputError('bad-report', `the file carries ${reports.length} files ${NAME}`);
  return { report: parseReport(only.bytes), digest: reportDigest(only.bytes) };
}

function assertCheckpoint(report: ReportDocument, { checkpoint, opened }: Anchor): void {
  const { origin, size, root } = checkpoint;
  const { ledger, checkpoint: named } = report;
  if (origin !== ledger || size !== named.size || encodeHex(root) !== named.root)
    throw new InputError('report-differs', 'the report names another tree than its checkpoint');
  if (opened === undefined) throw new InputError('unverified-note', 'no log of the policy signed it');
}

/** What a PDF says in its metadata, a page in its text. */
function assertNamed(file: Uint8Array | undefined, digest: string): Sentence | undefined {
  const named = file === undefined ? [] : [...latin1(file).matchAll(/urn:ledgerline:v1:report:([0-9a-f]{64})/g)];
  const other = named.find(([, name]) => name !== digest)?.[1];
  if (other !== undefined) throw new InputError('report-differs', `the file names ${other}, its report is ${digest}`);
  return named.length === 0 ? REPORT_WORDS.noDigest : undefined;
}

function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 32_768) parts.push(String.fromCharCode(...bytes.subarray(i, i + 32_768)));
  return parts.join('');
}

function assertAttached(report: ReportDocument, attached: readonly AttachedFile[]): undefined {
  const names = attached.map(({ name }) => name);
  // A report of a ledger that failed its audit carries what could still be proven.
  const wanted = attachmentsOf(report)
    .map(({ name }) => name)
    .filter((name) => name !== NAME);
  const missing = report.integrity.verdict === 'FAILED' ? undefined : wanted.find((name) => !names.includes(name));
  if (missing !== undefined) throw new InputError('bad-report', `${missing} is missing`);
  const stray = names.find((name, i) => !wanted.includes(name) || names.indexOf(name) !== i);
  if (stray !== undefined) throw new InputError('bad-report', `${stray} does not belong to the report`);
}

function assertProven(proofs: readonly JudgedProof[], isBare: boolean): Sentence | undefined {
  // What evidence is worth, the report says: see the next check.
  const others = proofs.filter(({ isEvidence }) => isEvidence !== true);
  const bad =
    others.find(({ verdict }) => verdict === 'FAILED') ?? others.find(({ verdict }) => verdict !== 'VERIFIED');
  if (bad !== undefined)
    throw new InputError(bad.verdict === 'FAILED' ? 'bad-report' : 'evidence-incomplete', bad.name);
  if (isBare) throw new InputError('evidence-incomplete', 'a report as data alone carries no proofs; the PDF does');
  return proofs.length > 0 ? undefined : REPORT_WORDS.noProofs;
}

function comparePages(isBare: boolean, options: JudgeOptions, pages: boolean | undefined): Sentence | undefined {
  if (isBare) return REPORT_WORDS.noPages;
  if (options.isRendering === undefined) return REPORT_WORDS.pagesNotCompared;
  if (pages === true) return undefined;
  const why = pages === false ? 'the file is another one' : 'another version of this program made the file';
  throw new InputError('report-pages', why);
}

function conclude(
  list: Checklist<ReportCheckId>,
  { document, reports, proofs }: Evidence,
  hasPages: boolean,
): ReportVerification {
  const verdict = list.verdict();
  const digest = reportDigest(reports[0]?.bytes ?? new Uint8Array());
  const { verified, failed, unsure, pagesNotCompared, rest, date } = REPORT_WORDS;
  return {
    verdict,
    summary: { VERIFIED: verified, FAILED: failed, 'CANNOT TELL': unsure }[verdict],
    checks: list.checks(),
    proven: verdict === 'VERIFIED' ? proofs.map(({ summary }) => summary) : [],
    committed: verdict === 'VERIFIED' ? [...(hasPages ? [pagesNotCompared] : []), rest, date] : [],
    warnings: [],
    ignored: [],
    facts: document === undefined ? undefined : { report: reportId(document.content.form, digest), digest, document },
    proofs,
  };
}
