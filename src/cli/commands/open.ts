/**
 * `open FILE --sealed NAME.sealed.json` and `open --opening FILE`: opens confidential values, offline, and says how far they are
 * proven. Values without a proof bundle and a trust policy are shown, and are CANNOT TELL: anybody can seal anything.
 * @module
 */
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { openSealed } from '../../core/disclosure/open.ts';
import { parseSealed, sealedDigest } from '../../core/disclosure/sealed.ts';
import { InputError } from '../../core/error.ts';
import { parseJson } from '../../core/json/json.ts';
import { parseOpenings } from '../../core/statement/openings.ts';
import { readKeyFile } from '../../node/crypto/key-files.ts';
import { createNodeVerifier } from '../../node/crypto/provider.ts';
import { parseDisclosureFile } from '../../node/sealing/disclosure-file.ts';
import { decryptWith, isJwe, MAX_JWE_BYTES } from '../../node/sealing/jwe.ts';
import { parseSealingPrivateKey } from '../../node/sealing/sealing-key.ts';
import { type Opened, type OpeningVerification, verifyOpening } from '../../verify/opening.ts';
import { renderOpening } from '../../verify/opening-text.ts';
import type { Define, World } from '../command.ts';
import { type ExitCode, exitCodeOfVerdict } from '../exit-codes.ts';
import { readEvidence, readTrust } from '../inputs.ts';
import type { Output } from '../output.ts';

interface OpenFlags {
  readonly key?: string;
  readonly sealed?: string;
  readonly opening?: string;
  readonly proof?: string;
  readonly trust?: string;
}

export const defineOpen: Define = (command, { world, run, say }) => {
  command
    .argument(
      '[disclosures]',
      say({
        en: 'disclosures, encrypted (*.disclosures.jwe.json) or not (*.disclosures.json)',
        ko: '공개값 파일. 암호화된 것(*.disclosures.jwe.json) 또는 아닌 것(*.disclosures.json)',
      }),
    )
    .option(
      '--key <file>',
      say({ en: 'private key of the reader (key new --purpose seal)', ko: '수신자의 개인키 (key new --purpose seal)' }),
    )
    .option('--sealed <file>', say({ en: 'the sealed document (*.sealed.json)', ko: '봉인 문서 (*.sealed.json)' }))
    .option(
      '--opening <file>',
      say({
        en: 'openings of commitments (*.openings.json, *.signer.json) instead of disclosures',
        ko: '공개값 파일 대신, 확약을 여는 파일 (*.openings.json, *.signer.json)',
      }),
    )
    .option(
      '--proof <file>',
      say({
        en: 'proof bundle of the statement that names the sealed document or carries the commitments',
        ko: '봉인 문서의 다이제스트나 확약을 담은 진술의 증명 묶음',
      }),
    )
    .option(
      '--trust <policy>',
      say({ en: 'trust policy (or LEDGERLINE_TRUST)', ko: '신뢰 정책 (또는 LEDGERLINE_TRUST)' }),
    )
    .action((file: string | undefined, flags: OpenFlags) => run((output) => open(output, world, file, flags)));
};

async function open(output: Output, world: World, file: string | undefined, flags: OpenFlags): Promise<ExitCode> {
  const opened =
    flags.opening === undefined ? await disclosed(file, flags) : await committed(file, flags.opening, flags);
  const bundle = flags.proof === undefined ? undefined : await readEvidence(flags.proof);
  const hasPolicy = (flags.trust ?? world.env['LEDGERLINE_TRUST'] ?? '') !== '';
  const policy = bundle !== undefined && hasPolicy ? await readTrust(flags.trust, world) : undefined;
  const verifier = createNodeVerifier({ maxKeys: 256 });
  const verification: OpeningVerification = await verifyOpening(
    opened,
    { bundle, policy },
    {
      verifySignature: (key, message, signature) => verifier.verifySync(key, message, signature),
    },
  );
  output.result(verification, renderOpening(verification, output.language).trimEnd());
  return exitCodeOfVerdict(verification.verdict);
}

/** What opens a sealed document. Files are read first: one that is missing is no verdict. */
async function disclosed(file: string | undefined, flags: OpenFlags): Promise<() => Promise<Opened>> {
  if (file === undefined || flags.sealed === undefined)
    throw new InputError('usage', 'name a file of disclosures and --sealed, or --opening');
  const [given, document] = await Promise.all([readEvidence(file), readEvidence(flags.sealed)]);
  const key = flags.key === undefined ? undefined : await readKeyFile(flags.key, { isPrivate: true });
  const privateKey = key === undefined ? undefined : parseSealingPrivateKey(key);
  if (privateKey === undefined && isEncrypted(given))
    throw new InputError('usage', `${file} is encrypted: --key is required`);
  return async () => {
    const plain = privateKey === undefined || !isEncrypted(given) ? given : await decryptWith(privateKey, given);
    const { sealed: digest, disclosures } = parseDisclosureFile(plain);
    const sealed = parseSealed(document);
    if (digest !== sealedDigest(sealed))
      throw new InputError('disclosure-unknown', `the disclosures are for the sealed document ${digest}`);
    return { values: openSealed(sealed, disclosures), commitments: [digest] };
  };
}

/** What opens salted commitments. */
async function committed(file: string | undefined, opening: string, flags: OpenFlags): Promise<() => Opened> {
  if (file !== undefined || flags.sealed !== undefined || flags.key !== undefined)
    throw new InputError('usage', '--opening stands with --proof and --trust only');
  const bytes = await readEvidence(opening);
  return () => {
    const openings = parseOpenings(bytes);
    return {
      values: Object.fromEntries(openings.map(({ name, value }) => [name, value])),
      commitments: openings.map(({ commitment }) => commitment),
    };
  };
}

function isEncrypted(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_JWE_BYTES) return false;
  try {
    return isJwe(parseJson(decodeUtf8(bytes), 'file'));
  } catch {
    return false;
  }
}
