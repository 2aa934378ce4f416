/**
 * `ledgerline.toml`, the configuration of a ledger folder:
 *
 * ```toml
 * origin = "log.example/k-melloddy"
 * operator = "ledger-operator"
 * [server]
 * host = "127.0.0.1"
 * port = 8440
 * trust_proxy = ["10.0.0.5"]     # optional
 * [limits]                       # optional, each of them
 * requests_per_minute = 30000
 * [witnesses]                    # optional: who must cosign before a checkpoint is published
 * policy = "trust.policy"        # in the ledger's folder; its witnesses have addresses
 * timeout_ms = 5000              # optional
 * [signer]                       # optional: the log key is held by `ledgerline signer serve`
 * socket = "run/signer.sock"
 * [outgoing]                     # optional: addresses inside that may be asked, and by http
 * allow = ["10.20.0.0/16"]
 * [mirrors]                      # optional: who is asked at a start whether more was published
 * urls = ["https://mirror.example/k-melloddy"]
 * ```
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { readBoundedFile } from './bounded-file.ts';
import { checkLimits, checkProxies, type LimitsConfig } from './limits-config.ts';
import { checkMirrors, checkOutgoing, checkSigner, checkWitnesses } from './trust-config.ts';

export interface LedgerConfig {
  readonly origin: string;
  /** Institution id of the operator. */
  readonly operator: string;
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** Addresses and subnets of proxies whose `X-Forwarded-For` is believed. */
    readonly trustProxy?: readonly string[];
  };
  readonly limits?: LimitsConfig;
  readonly witnesses?: WitnessesConfig;
  /** Where the process that holds the log key listens, a path from the ledger's folder; else the key is `keys/log.pem`. */
  readonly signer?: { readonly socket: string };
  /** Addresses and subnets that are not public and may be asked all the same. */
  readonly outgoing?: { readonly allow: readonly string[] };
  /** Addresses of copies that are asked, before the ledger starts, whether it has published more than is stored. */
  readonly mirrors?: { readonly urls: readonly string[] };
}

/** The witnesses that the ledger asks. */
export interface WitnessesConfig {
  /** Path of a trust policy, from the ledger's folder. */
  readonly policy: string;
  /** Longest wait for an answer. */
  readonly timeoutMs?: number;
}

export const CONFIG_FILE = 'ledgerline.toml';

const MAX_CONFIG_BYTES = 65_536;

/** @throws InputError `not-initialised`, `too-large`, `bad-config` */
export async function readLedgerConfig(folder: string): Promise<LedgerConfig> {
  const path = join(folder, CONFIG_FILE);
  const bytes = await readBoundedFile(path, MAX_CONFIG_BYTES, 'not-initialised');
  try {
    return checkConfig(parse(decodeUtf8(bytes, CONFIG_FILE)));
  } catch (cause) {
    throw new InputError(
      'bad-config',
      `${path}: ${cause instanceof Error ? cause.message.split('\n')[0] : 'not TOML'}`,
      { cause },
    );
  }
}

/** Writes a configuration without limits and proxies: those are the operator's to add. */
export async function writeLedgerConfig(
  folder: string,
  { origin, operator, server: { host, port } }: LedgerConfig,
): Promise<void> {
  const text = stringify({ origin, operator, server: { host, port } });
  await writeFile(join(folder, CONFIG_FILE), `${text}\n`, { flag: 'wx' });
}

function checkConfig(value: Record<string, unknown>): LedgerConfig {
  const { origin, operator, server, limits, witnesses, signer, outgoing, mirrors, ...rest } = value;
  const { host, port, trust_proxy, ...more } = (server ?? {}) as Record<string, unknown>;
  const [unknown] = [...Object.keys(rest), ...Object.keys(more).map((key) => `server.${key}`)];
  if (unknown !== undefined) throw new TypeError(`unknown setting ${unknown}`);
  if (typeof origin !== 'string' || typeof operator !== 'string')
    throw new TypeError('origin and operator are required');
  if (typeof host !== 'string' || typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError('server.host and server.port are required');
  }
  const trusted = trust_proxy === undefined ? {} : { trustProxy: checkProxies(trust_proxy) };
  return {
    origin,
    operator,
    server: { host, port, ...trusted },
    ...(limits === undefined ? {} : { limits: checkLimits(limits) }),
    ...(witnesses === undefined ? {} : { witnesses: checkWitnesses(witnesses) }),
    ...(signer === undefined ? {} : { signer: checkSigner(signer) }),
    ...(outgoing === undefined ? {} : { outgoing: checkOutgoing(outgoing) }),
    ...(mirrors === undefined ? {} : { mirrors: checkMirrors(mirrors) }),
  };
}
