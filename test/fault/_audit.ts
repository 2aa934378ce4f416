/**
 * The audit after a fault: the same for every fault of the suite, over the whole ledger, in this process.
 *
 * ```ts
 * const told = new Told();
 * followNotes(ledger, told); await submitTold(ledger, told, signed); // or told.receipt(index, bytes), told.note(text), …
 * // …the fault strikes…
 * await auditAfterFault({ files: await folderFiles(path), policy, told });                     // what it left
 * await auditAfterFault({ files: await folderFiles(path), policy, told, ...running(ledger) }); // after the restart
 * ```
 *
 * `folderFiles` and `memoryFiles` stand in `_files.ts`. Before the restart a crash may have left traces, which the audit
 * knows and calls harmless; a running ledger that is at rest has cleared them. `LEDGERLINE_FAULT_DEPTH` (`_depth.ts`) says how many rounds there are of everything.
 * @module
 */
import { createHash } from 'node:crypto';
import { equalBytes } from '../../src/core/bytes/bytes.ts';
import type { LedgerRecord } from '../../src/core/record/record.ts';
import { accountOf } from '../../src/core/rules/apply.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import { type AuditReport, auditAndReplay } from '../../src/verify/audit/audit.ts';
import type { LedgerFiles } from '../../src/verify/audit/ledger-files.ts';
import { parseBundle } from '../../src/verify/bundle.ts';
import type { SignatureBackend } from '../../src/verify/signatures.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { verifySignature as verifyReally } from '../_util/audit.ts';
import type { Told } from './_told.ts';
import { checkNotes } from './_told-notes.ts';
import { checkRefusals } from './_told-refusals.ts';

/** Everything to be held against everything. */
export interface FaultAudit {
  readonly files: LedgerFiles;
  /** The trust policy of those who were told, a tlog-policy file. */
  readonly policy: string;
  readonly told: Told;
  /** The receipt that the ledger, running again and at rest, gives now. */
  readonly bundleOf?: (index: number) => Promise<Uint8Array | undefined>;
  /** The indexes that the ledger, running again and at rest, lists for an account. */
  readonly indexesOf?: (account: string) => Promise<readonly number[]>;
  /** Default: OpenSSL, each signature once. */
  readonly verifySignature?: SignatureBackend;
}

/** What a ledger in this process answers, for {@link auditAfterFault}. */
export function running(ledger: Ledger): Required<Pick<FaultAudit, 'bundleOf' | 'indexesOf'>> {
  return {
    bundleOf: (index) => ledger.bundle(index),
    indexesOf: async (account) => (await ledger.account(account, 0, Number.MAX_SAFE_INTEGER)).indexes,
  };
}

/**
 * Audits a ledger after a fault. Checked: the read-only audit of the files (I1, I3 to I6, I11); that every statement stands
 * once, and where its author was told; every note that anybody saw, against the tiles; every receipt that left, under the
 * policy and, of a running ledger, byte for byte; every refusal, on a committed state; the accounts that a running ledger lists.
 * @throws Error that lists all that is wrong, and where
 */
export async function auditAfterFault(given: FaultAudit): Promise<AuditReport> {
  const { files, policy, told } = given;
  const records: LedgerRecord[] = [];
  const { report } = await auditAndReplay(files, policy, {
    verifySignature: given.verifySignature ?? verifyReally,
    onRecord: (record) => records.push(record),
  });
  const wrong = [
    ...told.contradictions,
    ...findingsOf(report, given.bundleOf !== undefined),
    ...checkPlaces(records, told),
    ...(await checkNotes(files, told)),
    ...(await checkReceipts(records, given)),
    ...checkRefusals(records, told.refusals),
    ...(await checkAccounts(records, given)),
  ];
  if (wrong.length > 0) throw new Error(`audit after the fault (size ${report.size}):\n- ${wrong.join('\n- ')}`);
  // Each is judged once: what is recorded later would bear out more of them.
  told.refusals.length = 0;
  return report;
}

function findingsOf({ verdict, problems, doubts, notes, records, size }: AuditReport, isRunning: boolean): string[] {
  const traces = isRunning ? notes.filter(({ code }) => code === 'crash-trace') : [];
  const findings = [...problems, ...doubts, ...traces].map(({ code, message }) => `${code}: ${message}`);
  const isWhole = verdict === 'VERIFIED' && records === size;
  return findings.length > 0 || isWhole ? findings : [`${verdict}: ${records} of ${size} records replayed`];
}

/** I2: what was told to be committed stands there; and no statement stands twice. */
function checkPlaces(records: readonly LedgerRecord[], { placements }: Told): string[] {
  const doubled = records.filter(({ digest }, i) => records.findIndex((other) => other.digest === digest) !== i);
  const moved = [...placements].filter(([digest, index]) => records[index]?.digest !== digest);
  return [
    ...doubled.map(({ digest }) => `statement ${digest} stands in the log twice`),
    ...moved.map(([digest, index]) => `statement ${digest} was told to stand at ${index}, and does not`),
  ];
}

/** I2: receipts that left verify, for the record that stands there, and the ledger gives no other. */
async function checkReceipts(records: readonly LedgerRecord[], given: FaultAudit): Promise<string[]> {
  const wrong: string[] = [];
  for (const [index, bundle] of given.told.receipts) {
    const { verdict, record } = await judgeReceipt(bundle, given);
    if (verdict !== 'VERIFIED') wrong.push(`the receipt of record ${index}: ${verdict}`);
    const stands = records[index];
    if (stands === undefined || record === undefined || !equalBytes(record, stands.bytes))
      wrong.push(`the receipt of record ${index} is for another record than stands there`);
    const now = await given.bundleOf?.(index);
    if (given.bundleOf !== undefined && !(now !== undefined && equalBytes(now, bundle)))
      wrong.push(`the receipt of record ${index} is ${now === undefined ? 'gone' : 'another one now'}`);
  }
  return wrong;
}

interface JudgedReceipt {
  readonly verdict: string;
  /** The bytes of the record that it proves; undefined where it is no receipt. */
  readonly record: Uint8Array | undefined;
}

const judged = new Map<string, Promise<JudgedReceipt>>();

/** What is to be said of a receipt depends on nothing but it and the policy: each is looked at once. */
function judgeReceipt(
  bundle: Uint8Array,
  { policy, verifySignature = verifyReally }: FaultAudit,
): Promise<JudgedReceipt> {
  const name = createHash('sha256').update(policy).update('\n').update(bundle).digest('base64');
  const known = judged.get(name);
  if (known !== undefined) return known;
  const judging = verifyBundle(bundle, policy, { verifySignature }).then(({ verdict }) => ({
    verdict,
    record: verdict === 'VERIFIED' ? parseBundle(bundle).record : undefined,
  }));
  judged.set(name, judging);
  return judging;
}

/** I5: the accounts share out the records, each to one. */
async function checkAccounts(records: readonly LedgerRecord[], { indexesOf }: FaultAudit): Promise<string[]> {
  if (indexesOf === undefined) return [];
  const expected = new Map<string, number[]>();
  for (const [index, record] of records.entries()) {
    const account = accountOf(record);
    expected.set(account, [...(expected.get(account) ?? []), index]);
  }
  const wrong: string[] = [];
  for (const [account, indexes] of expected) {
    const listed = await indexesOf(account);
    if (String(listed) !== String(indexes)) wrong.push(`account ${account} lists ${listed}, and has ${indexes}`);
  }
  return wrong;
}
