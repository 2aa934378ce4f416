/**
 * `verify FILE --trust POLICY`: verifies a proof bundle, an account statement, evidence against a ledger, an inclusion proof or a
 * report offline: the files that it is given are all it reads.
 * @module
 */

import { InputError } from '../../core/error.ts';
import { parsePolicy } from '../../core/note/policy.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { digestFile } from '../../node/digest.ts';
import { digestFolder } from '../../node/folder-digest.ts';
import { digestTensorSet } from '../../node/tensor-set-digest.ts';
import { isAccountStatement } from '../../verify/account/statement.ts';
import { renderAccount } from '../../verify/account/text.ts';
import type { Artefact } from '../../verify/artefact.ts';
import { isEvidenceFile } from '../../verify/evidence-file/document.ts';
import { renderEvidence } from '../../verify/evidence-file/text.ts';
import { verifyEvidence } from '../../verify/evidence-file/verify-evidence.ts';
import { isProofFile, verifyProofFile } from '../../verify/proof-file.ts';
import { renderAround, renderVerification } from '../../verify/text.ts';
import { verifyBundle } from '../../verify/verify-bundle.ts';
import type { Define, World } from '../command.ts';
import { type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { collect, readEvidence, readTrust } from '../inputs.ts';
import type { Output } from '../output.ts';
import { isReport, verifyReport } from '../verify-report.ts';
import { AUDITOR, judgeAccount } from './account.ts';

interface VerifyFlags {
  readonly trust?: string;
  readonly artifact?: string;
  readonly later?: string;
  readonly record?: string;
  readonly auditor?: readonly string[];
  readonly maxAge?: string;
}

export const defineVerify: Define = (command, { world, run, say }) => {
  command
    .argument(
      '<file>',
      say({
        en: 'proof bundle (*.proof.json), account statement (*.account.json), evidence against a ledger (*.evidence.json), inclusion proof (*.tlog-proof), or report (.pdf .html .json)',
        ko: '증명 묶음 (*.proof.json), 계정 명세서 (*.account.json), 원장에 대한 증거 (*.evidence.json), 포함 증명 (*.tlog-proof) 또는 보고서 (.pdf .html .json)',
      }),
    )
    .option(
      '--trust <policy>',
      say({
        en: 'trust policy: the log and witnesses you trust (or LEDGERLINE_TRUST)',
        ko: '신뢰 정책: 신뢰하는 로그와 증인 (또는 LEDGERLINE_TRUST)',
      }),
    )
    .option(
      '--artifact <path>',
      say({
        en: 'model or update file to compare with the one recorded',
        ko: '기록된 것과 비교할 모델 또는 업데이트 파일',
      }),
    )
    .option(
      '--later <file>',
      say({
        en: 'later evidence: a newer checkpoint that still contains the record',
        ko: '후속 증거: 이 기록을 여전히 포함하는 더 새로운 체크포인트',
      }),
    )
    .option(
      '--record <file>',
      say({
        en: 'of an inclusion proof: the bytes of the record whose place it proves',
        ko: '포함 증명의 경우 위치를 증명할 기록의 바이트',
      }),
    )
    .option('--auditor <name>', say(AUDITOR), collect)
    .option(
      '--max-age <seconds>',
      say({
        en: 'of an account statement: CANNOT TELL if its checkpoint is older than this',
        ko: '계정 명세서의 경우 체크포인트가 이보다 오래되면 CANNOT TELL',
      }),
    )
    .action((file: string, flags: VerifyFlags) => run((output) => verify(output, world, file, flags)));
};

async function verify(output: Output, world: World, file: string, flags: VerifyFlags): Promise<ExitCode> {
  const policy = await readTrust(flags.trust, world);
  const bundle = await readEvidence(file);
  if (isProofFile(bundle)) return verifyProof(output, file, bundle, policy, flags);
  if (flags.record !== undefined) throw new InputError('usage', '--record is for inclusion proofs');
  if (isAccountStatement(bundle)) return verifyAccount(output, world, file, bundle, policy, flags);
  if (isEvidenceFile(bundle)) return verifyAgainstLedger(output, file, bundle, policy, flags);
  if (isReport(bundle)) {
    const { artifact, later, maxAge, auditor } = flags;
    if ([artifact, later, maxAge, auditor].some((flag) => flag !== undefined))
      throw new InputError('usage', '--artifact, --later, --auditor and --max-age are not for reports');
    return verifyReport(output, file, bundle, policy);
  }
  if (flags.maxAge !== undefined) throw new InputError('usage', '--max-age is for account statements');
  const verifier = createNodeVerifier({ maxKeys: 256 });
  const verification = await verifyBundle(bundle, policy, {
    verifySignature: (key, message, signature) => verifier.verifySync(key, message, signature),
    auditors: flags.auditor ?? [],
    ...(flags.artifact === undefined ? {} : { artefact: await digestArtefact(flags.artifact) }),
    ...(flags.later === undefined ? {} : { later: await readEvidence(flags.later) }),
  });
  output.result({ file, ...verification }, renderVerification(verification, output.language).trimEnd());
  return exitCodeOfVerdict(verification.verdict);
}

/** Without the record nobody can tell. */
async function verifyProof(
  output: Output,
  file: string,
  proof: Uint8Array,
  policy: Uint8Array,
  { artifact, later, maxAge, auditor, record }: VerifyFlags,
): Promise<ExitCode> {
  if ([artifact, later, maxAge, auditor].some((flag) => flag !== undefined))
    throw new InputError('usage', '--artifact, --later, --auditor and --max-age are not for inclusion proofs');
  const verifier = createNodeVerifier({ maxKeys: 256 });
  const judgement = await verifyProofFile(proof, parsePolicy(policy), {
    verifySignature: verifier.verify,
    ...(record === undefined ? {} : { record: await readEvidence(record) }),
  });
  output.result({ file, ...judgement }, renderAround(judgement, [], output.language).trimEnd());
  return exitCodeOfVerdict(judgement.verdict);
}

/** VERIFIED means here that the ledger did what the file says. */
async function verifyAgainstLedger(
  output: Output,
  file: string,
  evidence: Uint8Array,
  policy: Uint8Array,
  { artifact, later, maxAge }: VerifyFlags,
): Promise<ExitCode> {
  if (artifact !== undefined || later !== undefined || maxAge !== undefined)
    throw new InputError('usage', '--artifact, --later and --max-age are not for evidence');
  const verifier = createNodeVerifier({ maxKeys: 4096 });
  const verification = await verifyEvidence(evidence, policy, { verifySignature: verifier.verify });
  output.result({ file, ...verification }, renderEvidence(verification, output.language).trimEnd());
  return exitCodeOfVerdict(verification.verdict);
}

async function verifyAccount(
  output: Output,
  world: World,
  file: string,
  statement: Uint8Array,
  policy: Uint8Array,
  flags: VerifyFlags,
): Promise<ExitCode> {
  if (flags.artifact !== undefined || flags.later !== undefined)
    throw new InputError('usage', '--artifact and --later are for proof bundles');
  const verification = await judgeAccount(statement, policy, flags, world);
  output.result({ file, ...verification }, renderAccount(verification, output.language).trimEnd());
  return exitCodeOfVerdict(verification.verdict);
}

/** Digests of a file or folder, with those of the weights where it is a safetensors file that can be read. */
async function digestArtefact(path: string): Promise<Artefact> {
  if (path.endsWith('.safetensors')) {
    const digest = await digestTensorSet(path).catch(() => undefined);
    if (digest !== undefined) return { sha256: digest.file.sha256, tensorSet: digest.sha256 };
  }
  const { sha256 } = await digestFile(path).catch(() => digestFolder(path));
  return { sha256 };
}
