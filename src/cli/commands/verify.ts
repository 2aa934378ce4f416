/**
 * `verify FILE --trust POLICY`: verifies a proof bundle offline: file and policy are all it reads.
 * @module
 */

import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { digestFile } from '../../node/digest.ts';
import { digestFolder } from '../../node/folder-digest.ts';
import { digestTensorSet } from '../../node/tensor-set-digest.ts';
import type { Artefact } from '../../verify/artefact.ts';
import { renderVerification } from '../../verify/text.ts';
import { verifyBundle } from '../../verify/verify-bundle.ts';
import type { Define, World } from '../command.ts';
import { type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { collect, readNamed, readTrust } from '../inputs.ts';
import type { Output } from '../output.ts';

interface VerifyFlags {
  readonly trust?: string;
  readonly artifact?: string;
  readonly later?: string;
  readonly auditor?: readonly string[];
}

export const defineVerify: Define = (command, { world, run, say }) => {
  command
    .argument('<file>', say({ en: 'proof bundle (*.proof.json)', ko: '증명 묶음 (*.proof.json)' }))
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
      '--auditor <name>',
      say({
        en: 'witness of the policy that replays the log before it cosigns; may be repeated',
        ko: '로그를 재생한 뒤에만 공동 서명하는 정책의 증인. 여러 번 쓸 수 있음',
      }),
      collect,
    )
    .action((file: string, flags: VerifyFlags) => run((output) => verify(output, world, file, flags)));
};

async function verify(output: Output, world: World, file: string, flags: VerifyFlags): Promise<ExitCode> {
  const policy = await readTrust(flags.trust, world);
  const bundle = await readNamed(file);
  const verifier = createNodeVerifier({ maxKeys: 256 });
  const verification = await verifyBundle(bundle, policy, {
    verifySignature: (key, message, signature) => verifier.verifySync(key, message, signature),
    auditors: flags.auditor ?? [],
    ...(flags.artifact === undefined ? {} : { artefact: await digestArtefact(flags.artifact) }),
    ...(flags.later === undefined ? {} : { later: await readNamed(flags.later) }),
  });
  output.result({ file, ...verification }, renderVerification(verification, output.language).trimEnd());
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
