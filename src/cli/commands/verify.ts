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
import type { Verdict } from '../../verify/verdict.ts';
import { verifyBundle } from '../../verify/verify-bundle.ts';
import type { Register, World } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { need, readNamed } from '../participant.ts';

interface VerifyFlags {
  readonly trust?: string;
  readonly artifact?: string;
  readonly later?: string;
  readonly auditor: readonly string[];
}

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = {
  VERIFIED: EXIT.done,
  FAILED: EXIT.failed,
  'CANNOT TELL': EXIT.cannotTell,
};

/** The exit code of a verdict. */
export function exitCodeOfVerdict(verdict: Verdict): ExitCode {
  return EXIT_OF[verdict];
}

export const registerVerify: Register = (program, world, run) => {
  program
    .command('verify')
    .argument('<file>', 'proof bundle (*.proof.json)')
    .description('verify a proof bundle, offline')
    .option('--trust <policy>', 'trust policy: the log and witnesses you trust (or LEDGERLINE_TRUST)')
    .option('--artifact <path>', 'model or update file to compare with the one recorded')
    .option('--later <file>', 'later evidence: a newer checkpoint that still contains the record')
    .option(
      '--auditor <name>',
      'witness of the policy that replays the log before it cosigns; may be repeated',
      (name, names: readonly string[]) => [...names, name],
      [],
    )
    .action((file: string, flags: VerifyFlags) => run((output) => verify(output, world, file, flags)));
};

async function verify(output: Output, world: World, file: string, flags: VerifyFlags): Promise<ExitCode> {
  const policy = await readNamed(need(flags.trust, world, 'LEDGERLINE_TRUST', '--trust'));
  const bundle = await readNamed(file);
  const verifier = createNodeVerifier({ maxKeys: 256 });
  const verification = await verifyBundle(bundle, policy, {
    verifySignature: (key, message, signature) => verifier.verifySync(key, message, signature),
    auditors: flags.auditor,
    ...(flags.artifact === undefined ? {} : { artefact: await digestArtefact(flags.artifact) }),
    ...(flags.later === undefined ? {} : { later: await readNamed(flags.later) }),
  });
  output.result({ file, ...verification }, renderVerification(verification, output.language).trimEnd());
  return EXIT_OF[verification.verdict];
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
