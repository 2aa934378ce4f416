/**
 * The sections of `ledgerline.toml` about those outside of the ledger's process: witnesses, signer, and where requests may go.
 * @module
 */
import type { LedgerConfig, WitnessesConfig } from './ledger-config.ts';
import { createOutgoing } from './outgoing.ts';

const LONGEST_TIMEOUT_MS = 60_000;
/** More would make a start slow, and tell nothing more. */
const MOST_MIRRORS = 16;

/** @throws TypeError, with words for the operator */
export function checkWitnesses(section: unknown): WitnessesConfig {
  const { policy, timeout_ms: timeoutMs, ...rest } = table(section, 'witnesses');
  refuseUnknown(rest, 'witnesses');
  if (timeoutMs === undefined) return { policy: path(policy, 'witnesses.policy') };
  if (!Number.isInteger(timeoutMs) || Number(timeoutMs) < 100 || Number(timeoutMs) > LONGEST_TIMEOUT_MS)
    throw new TypeError(`witnesses.timeout_ms is an integer from 100 to ${LONGEST_TIMEOUT_MS}`);
  return { policy: path(policy, 'witnesses.policy'), timeoutMs: Number(timeoutMs) };
}

/** @throws TypeError */
export function checkSigner(section: unknown): NonNullable<LedgerConfig['signer']> {
  const { socket, ...rest } = table(section, 'signer');
  refuseUnknown(rest, 'signer');
  return { socket: path(socket, 'signer.socket') };
}

/** @throws TypeError; InputError `bad-config` for what is no subnet */
export function checkOutgoing(section: unknown): NonNullable<LedgerConfig['outgoing']> {
  const { allow, ...rest } = table(section, 'outgoing');
  refuseUnknown(rest, 'outgoing');
  if (!Array.isArray(allow) || !allow.every((subnet) => typeof subnet === 'string'))
    throw new TypeError('outgoing.allow is a list of addresses and subnets');
  createOutgoing({ allow });
  return { allow };
}

/** @throws TypeError */
export function checkMirrors(section: unknown): NonNullable<LedgerConfig['mirrors']> {
  const { urls, ...rest } = table(section, 'mirrors');
  refuseUnknown(rest, 'mirrors');
  const isAddress = (url: unknown): boolean => typeof url === 'string' && /^https?:\/\/./.test(url);
  if (Array.isArray(urls) && urls.length <= MOST_MIRRORS && urls.every(isAddress)) return { urls };
  throw new TypeError(`mirrors.urls is a list of at most ${MOST_MIRRORS} addresses, https://…`);
}

function table(section: unknown, name: string): Record<string, unknown> {
  if (typeof section === 'object' && section !== null && !Array.isArray(section))
    return section as Record<string, unknown>;
  throw new TypeError(`${name} is a section: [${name}]`);
}

function path(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${name} is a path`);
}

function refuseUnknown(rest: Record<string, unknown>, section: string): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TypeError(`unknown setting ${section}.${unknown}`);
}
