/**
 * Those outside of the ledger's process that its configuration names: the witnesses, and whoever holds the log key.
 * @module
 */
import { join, resolve } from 'node:path';
import { InputError } from '../core/error.ts';
import { parsePolicy } from '../core/note/policy.ts';
import { formatVkey } from '../core/note/vkey.ts';
import type { LedgerOptions } from '../log/ledger-parts.ts';
import type { Clock, Signer, WitnessGroup } from '../log/ports.ts';
import { readBoundedFile } from '../node/bounded-file.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import type { LedgerConfig } from '../node/ledger-config.ts';
import { createOutgoing } from '../node/outgoing.ts';
import { createRemoteWitnesses } from '../witness/client/witness-group.ts';
import { NO_WITNESSES } from '../witness/local-witness.ts';
import { connectSigner } from '../witness/signer/remote-signer.ts';

const MAX_POLICY_BYTES = 262_144;
const TIMEOUT_MS = 5000;
/** How long a quorum that is met waits for the other witnesses: as long as one on another continent takes. */
const GRACE_MS = 300;
/** Each publication asks every witness: not more often than this. */
const PUBLISH_INTERVAL_MS = 1000;

/** The witnesses of the ledger, and how often it publishes with them. */
export interface Witnessing {
  readonly witnesses: WitnessGroup;
  readonly options: Pick<LedgerOptions, 'publishIntervalMs'>;
}

/**
 * The witnesses that the configuration names, or none.
 * @param vkey of the log key: the policy is for this ledger, or a mistake
 * @throws InputError `bad-policy`, `file-not-found`
 */
export async function openWitnesses(
  folder: string,
  { witnesses: section, outgoing }: LedgerConfig,
  vkey: string,
  clock: Clock,
): Promise<Witnessing> {
  if (section === undefined) return { witnesses: NO_WITNESSES, options: {} };
  const path = resolve(folder, section.policy);
  const policy = parsePolicy(await readBoundedFile(path, MAX_POLICY_BYTES, 'file-not-found'));
  if (!policy.logs.some(({ key }) => formatVkey(key) === vkey))
    throw new InputError('bad-policy', `${path}: no log line with this ledger's vkey ${vkey}`);
  const witnesses = createRemoteWitnesses({
    ...{ policy, clock, graceMs: GRACE_MS, timeoutMs: section.timeoutMs ?? TIMEOUT_MS },
    ask: createOutgoing(outgoing),
    verify: verifier(),
  });
  return { witnesses, options: { publishIntervalMs: PUBLISH_INTERVAL_MS } };
}

/**
 * The signer in a process of its own, where the configuration names one: its current key, then those that succeed it.
 * @throws InputError `signer-missing`, `signer-keys`, `bad-vkey`, `bad-config`
 */
export async function openRemoteSigners(
  folder: string,
  { origin, signer: section }: LedgerConfig,
): Promise<readonly [Signer, ...Signer[]] | undefined> {
  if (section === undefined) return undefined;
  const socket = resolve(folder, section.socket);
  const signers = await connectSigner(socket, verifier());
  const [{ name }] = signers;
  if (name === origin) return signers;
  throw new InputError('bad-config', `${join(folder, 'ledgerline.toml')}: the signer at ${socket} signs for ${name}`);
}

function verifier() {
  return createNodeVerifier({ maxKeys: 256 }).verifySync;
}
