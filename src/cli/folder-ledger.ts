/**
 * A ledger in a folder: founding it, and opening it to serve.
 * @module
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foundingStatements } from '../client/founding.ts';
import { localTime } from '../client/local-time.ts';
import { type SignerRecord, signerCommitment } from '../client/signer-record.ts';
import { DEFAULT_VOCABULARIES } from '../client/vocabularies.ts';
import type { CharterBody } from '../core/generated/bodies.ts';
import { formatVkey, NOTE_ED25519 } from '../core/note/vkey.ts';
import { type LedgerState, STATE } from '../core/rules/state.ts';
import type { Signing } from '../core/statement/statement.ts';
import { createLedger } from '../log/create.ts';
import { Ledger } from '../log/ledger.ts';
import type { LedgerOptions, LedgerParts } from '../log/ledger-parts.ts';
import type {
  CheckpointStore,
  Clock,
  HeadStore,
  IndexStore,
  ObjectStore,
  OperatorSigner,
  Signer,
  WitnessGroup,
} from '../log/ports.ts';
import { type Recovered, recoverLedger } from '../log/recover-ledger.ts';
import { readPrivateKeyFile, writePrivateKeyFile } from '../node/crypto/key-files.ts';
import { generateKeyPair, type PrivateKey } from '../node/crypto/keys.ts';
import { createNoteSigner } from '../node/crypto/note-signer.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import { proveKey } from '../node/enrolment.ts';
import { type LedgerConfig, readLedgerConfig, writeLedgerConfig } from '../node/ledger-config.ts';
import { createSignerRecord, readSignerRecord, signerRecordPath, writeSignerRecord } from '../node/signer-record.ts';
import { statementSigner } from '../node/statement-signer.ts';
import { NO_WITNESSES } from '../witness/local-witness.ts';
import { openRemoteSigners } from './outside.ts';

/** What stands in the ledger's `keys/` folder. */
export const LOG_KEY = join('keys', 'log.pem');
/** The key that succeeds it, while both sign (docs/design/log-key-succession.md). */
export const NEXT_LOG_KEY = join('keys', 'log-next.pem');
export const OPERATOR_KEY = join('keys', 'operator.pem');

/** The stores of an opened folder. */
export interface FolderStores {
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  readonly checkpoints: CheckpointStore;
  readonly index: IndexStore;
}

export interface FolderParts {
  readonly stores: FolderStores;
  readonly witnesses: WitnessGroup;
  readonly clock: Clock;
  readonly options?: LedgerOptions;
}

/** What a folder is opened with, made from the key of its log and those that succeed it. */
export type PartsOf = (logSigner: Signer, successors: readonly Signer[]) => FolderParts | Promise<FolderParts>;

/** A founder besides the operator. */
export type Founder = CharterBody['founders'][number];

export interface FoundFolder {
  readonly config: LedgerConfig;
  readonly founders: readonly Founder[];
  readonly quorums: CharterBody['quorums'];
  readonly reading: CharterBody['reading'];
}

/** Makes keys, configuration and charter in `folder`, and opens the founded ledger. */
export async function foundFolder(
  folder: string,
  found: FoundFolder,
  parts: (logSigner: Signer) => FolderParts,
): Promise<Ledger> {
  const { config } = found;
  await mkdir(join(folder, 'keys'), { recursive: true, mode: 0o700 });
  const [log, operator] = [generateKeyPair('ed25519'), generateKeyPair('ed25519')];
  await writePrivateKeyFile(join(folder, LOG_KEY), log);
  await writePrivateKeyFile(join(folder, OPERATOR_KEY), operator);
  const record = createSignerRecord(`ledger process of ${config.operator}`);
  await writeSignerRecord(signerRecordPath(join(folder, OPERATOR_KEY)), record);
  await writeLedgerConfig(folder, config);

  const signer = logSigner(config.origin, log);
  const { stores, witnesses, clock, options } = parts(signer);
  const author = operatorSigner(operator, record);
  const signing: Signing = {
    signer: author.commitment,
    meaning: 'responsibility',
    signedAt: localTime(clock.now()),
  };
  const charter: CharterBody = {
    rules: 1,
    operator: config.operator,
    log: { vkey: signer.vkey },
    founders: [
      {
        institution: config.operator,
        class: 'platform-operator',
        keys: [proveKey(config.origin, config.operator, operator)],
        roles: [],
      },
      ...found.founders,
    ],
    quorums: found.quorums,
    endorseWithin: 14 * 24 * 3600,
    vocabularies: DEFAULT_VOCABULARIES,
    reading: found.reading,
  };
  const statements = foundingStatements({ origin: config.origin, charter, signer: author, signing });
  const ledgerParts = { ...stores, signer, operator: author, witnesses, clock, verify: nodeVerify() };
  return createLedger({ ...ledgerParts, ...(options === undefined ? {} : { options }) }, statements);
}

/**
 * Opens the ledger of `folder`. One without the operator's key opens too: it refuses what credits must follow
 * (`operator-key`) and lists no refusals, and everything else goes on.
 * @throws InputError `not-initialised`, `bad-config`, `key-file-access`, `key-file-permissions`, `bad-private-key`,
 *   `bad-signer-record`, `signer-missing`, `signer-keys`, and those of `Ledger.open`
 */
export async function openFolder(folder: string, parts: PartsOf): Promise<Ledger> {
  return Ledger.open(await folderParts(folder, parts));
}

/**
 * The charter of the ledger in `folder`, as amended, after a recovery: nothing is signed or published.
 * @throws InputError as {@link openFolder}
 */
export async function readCharter(
  folder: string,
  parts: Pick<FolderParts, 'stores' | 'clock'>,
): Promise<LedgerState | undefined> {
  const { index } = await recoverFolder(folder, parts);
  return (await index.state([STATE.ledger]))[0];
}

/** Recovers the ledger of `folder` as a start does, its index included, and neither commits nor publishes anything. */
export async function recoverFolder(folder: string, parts: Pick<FolderParts, 'stores' | 'clock'>): Promise<Recovered> {
  const rest = { witnesses: NO_WITNESSES, options: { confirmClock: true } };
  return recoverLedger(await folderParts(folder, () => ({ ...parts, ...rest })));
}

async function folderParts(folder: string, parts: PartsOf): Promise<LedgerParts> {
  const config = await readLedgerConfig(folder);
  const [signer, ...successors] = await openLogSigners(folder, config);
  const { stores, witnesses, clock, options } = await parts(signer, successors);
  const operator = await readOperatorSigner(folder);
  return {
    ...stores,
    signer,
    successors,
    witnesses,
    clock,
    verify: nodeVerify(),
    ...(operator === undefined ? {} : { operator }),
    ...(options === undefined ? {} : { options }),
  };
}

/** The key of the log, and those that succeed it: of the signer where there is one, and of the folder. */
async function openLogSigners(folder: string, config: LedgerConfig): Promise<readonly [Signer, ...Signer[]]> {
  const read = async (file: string) => logSigner(config.origin, await readPrivateKeyFile(join(folder, file)));
  const [signer, ...successors] = (await openRemoteSigners(folder, config)) ?? [await read(LOG_KEY)];
  const own = existsSync(join(folder, NEXT_LOG_KEY)) ? [await read(NEXT_LOG_KEY)] : [];
  return [signer, ...successors, ...own];
}

/** False where the process that serves the folder cannot write in the name of the operator. */
export function hasOperatorKey(folder: string): boolean {
  return existsSync(join(folder, OPERATOR_KEY));
}

/** The operator's key with its signer record; undefined where there is no key. */
async function readOperatorSigner(folder: string): Promise<OperatorSigner | undefined> {
  if (!hasOperatorKey(folder)) return undefined;
  const path = join(folder, OPERATOR_KEY);
  return operatorSigner(await readPrivateKeyFile(path), await readSignerRecord(signerRecordPath(path)));
}

function operatorSigner(key: PrivateKey, record: SignerRecord): OperatorSigner {
  return { ...statementSigner(key), commitment: signerCommitment(record) };
}

/** Writes the trust policy that readers of this ledger need. Never overwrites. */
export async function writeTrustPolicy(path: string, policy: string): Promise<void> {
  await writeFile(path, policy, { flag: 'wx' });
}

/** The vkey of a key of the log: what its charter and trust policies list. @throws InputError `bad-vkey` */
export function logVkey(origin: string, key: PrivateKey): string {
  return formatVkey(createNoteSigner(origin, NOTE_ED25519, key).verifierKey);
}

function logSigner(origin: string, key: PrivateKey): Signer {
  const signer = createNoteSigner(origin, NOTE_ED25519, key);
  return { name: origin, vkey: formatVkey(signer.verifierKey), sign: async (message) => signer.sign(message) };
}

/** Institution keys are few; each is parsed once. */
function nodeVerify(): Parameters<typeof Ledger.open>[0]['verify'] {
  const verifier = createNodeVerifier({ maxKeys: 4096 });
  return (key, message, signature) => verifier.verify(key, message, signature);
}
