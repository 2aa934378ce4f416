/**
 * `witness.toml`, the configuration of a witness's folder, and `auditor.toml`, that of an auditor's. They have different names so that
 * neither programme runs on the other's key, whose cosignature means something else.
 *
 * ```toml
 * name = "mfds.example/witness"       # under which it cosigns; never changed
 * key = "keys/witness.pem"            # relative to the folder
 * policy = "logs.policy"              # optional: all logs of this tlog-policy file, besides those below
 *
 * [server]
 * host = "127.0.0.1"
 * port = 8441
 * trust_proxy = ["10.0.0.5"]          # optional
 * requests_per_minute = 600           # optional
 *
 * [[log]]
 * vkeys = ["log.example/k-melloddy+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"]
 * origin = "log.example/k-melloddy"   # optional: the name of the keys
 * url = "https://log.example"         # where an auditor reads the records
 * token_file = "keys/reading-token"   # optional: an auditor's, relative to the folder
 *
 * [audit]                             # optional: an auditor's
 * allow_address = ["10.1.0.0/16"]     # addresses that are not public and may be read from
 * wait_seconds = 20                   # how long a request waits for the replay before it is answered 503
 * ```
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'smol-toml';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { parsePolicy } from '../core/note/policy.ts';
import { COSIGNATURE_ED25519, NOTE_ED25519, parseVkey, type VerifierKey } from '../core/note/vkey.ts';
import { readBoundedFile } from './bounded-file.ts';
import { checkProxies } from './limits-config.ts';

export type WitnessKind = 'witness' | 'auditor';

export interface ConfiguredLog {
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
  readonly url?: string;
  /** Absolute path. */
  readonly tokenFile?: string;
}

export interface WitnessConfig {
  readonly name: string;
  /** Absolute path of the private key. */
  readonly keyFile: string;
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly trustProxy?: readonly string[];
    readonly requestsPerMinute?: number;
  };
  /** At least one; no two with the same origin. */
  readonly logs: readonly ConfiguredLog[];
  readonly audit: { readonly allowAddress: readonly string[]; readonly waitMs: number };
}

/** What `init` writes. */
export interface NewWitnessConfig {
  readonly name: string;
  readonly key: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly logs: readonly { readonly vkeys: readonly string[]; readonly url?: string }[];
}

const MAX_CONFIG_BYTES = 1_048_576;
const MAX_POLICY_BYTES = 262_144;
const MAX_LOGS = 1024;
const DEFAULT_WAIT_SECONDS = 20;
const MAX_WAIT_SECONDS = 60;

type Table = Record<string, unknown>;

/** @throws InputError `witness-folder-missing`, `too-large`, `bad-config` */
export async function readWitnessConfig(folder: string, kind: WitnessKind): Promise<WitnessConfig> {
  const path = join(folder, `${kind}.toml`);
  const bytes = await readBoundedFile(path, MAX_CONFIG_BYTES, 'witness-folder-missing');
  try {
    return await checkConfig(parse(decodeUtf8(bytes, path)), folder, kind);
  } catch (cause) {
    const [message] = cause instanceof Error ? cause.message.split('\n') : [];
    throw new InputError('bad-config', `${path}: ${message ?? 'not TOML'}`, { cause });
  }
}

/** Writes a new configuration. Never overwrites. */
export async function writeWitnessConfig(folder: string, kind: WitnessKind, config: NewWitnessConfig): Promise<void> {
  const { logs, ...rest } = config;
  const text = stringify({ ...rest, ...(logs.length === 0 ? {} : { log: logs }) });
  const hint = logs.length === 0 ? '\n# [[log]]\n# vkeys = ["NAME+ID+KEY"]\n' : '\n';
  await writeFile(join(folder, `${kind}.toml`), `${text}${hint}`, { flag: 'wx' });
}

async function checkConfig(table: Table, folder: string, kind: WitnessKind): Promise<WitnessConfig> {
  const { name, key, policy, server, log = [], audit = {}, ...rest } = table;
  refuseUnknown(rest, '');
  if (kind === 'witness' && table['audit'] !== undefined) throw new TypeError('audit is for an auditor');
  if (!Array.isArray(log)) throw new TypeError('log is a list of tables: [[log]]');
  const listed = log.map((each, i) => checkLog(asTable(each, `log ${i + 1}`), folder));
  const named = policy === undefined ? [] : await readPolicyLogs(resolve(folder, asText(policy, 'policy')));
  const logs = mergeLogs([...listed, ...named]);
  if (kind === 'auditor') {
    const mute = logs.find(({ url }) => url === undefined);
    if (mute !== undefined) throw new TypeError(`log ${mute.origin} has no url, where the auditor reads its records`);
  }
  return {
    name: asText(name, 'name'),
    keyFile: resolve(folder, asText(key, 'key')),
    server: checkServer(asTable(server, 'server')),
    logs,
    audit: checkAudit(asTable(audit, 'audit')),
  };
}

function checkServer({ host, port, trust_proxy, requests_per_minute, ...rest }: Table): WitnessConfig['server'] {
  refuseUnknown(rest, 'server.');
  return {
    host: asText(host, 'server.host'),
    port: asInteger(port, 'server.port', 0, 65_535),
    ...(trust_proxy === undefined ? {} : { trustProxy: checkProxies(trust_proxy) }),
    ...(requests_per_minute === undefined
      ? {}
      : { requestsPerMinute: asInteger(requests_per_minute, 'server.requests_per_minute', 0, 1_000_000) }),
  };
}

function checkLog({ vkeys, origin, url, token_file, ...rest }: Table, folder: string): ConfiguredLog {
  refuseUnknown(rest, 'log.');
  if (!Array.isArray(vkeys) || vkeys.length === 0) throw new TypeError('log.vkeys is a list of at least one vkey');
  const keys = vkeys.map((vkey) => parseVkey(asText(vkey, 'log.vkeys')));
  if (keys.some(({ type }) => type === COSIGNATURE_ED25519))
    throw new TypeError('log.vkeys holds the key of a witness, which signs no checkpoint');
  if (keys.every(({ type }) => type !== NOTE_ED25519))
    throw new TypeError('log.vkeys needs an Ed25519 key: others cannot be checked here');
  const name = origin === undefined ? keys[0]?.name : asText(origin, 'log.origin');
  if (name === undefined || (origin === undefined && keys.some((key) => key.name !== name)))
    throw new TypeError('log.origin is required where its keys have several names');
  return {
    origin: name,
    keys,
    ...(url === undefined ? {} : { url: asText(url, 'log.url').replace(/\/$/, '') }),
    ...(token_file === undefined ? {} : { tokenFile: resolve(folder, asText(token_file, 'log.token_file')) }),
  };
}

function checkAudit({
  allow_address = [],
  wait_seconds = DEFAULT_WAIT_SECONDS,
  ...rest
}: Table): WitnessConfig['audit'] {
  refuseUnknown(rest, 'audit.');
  if (!Array.isArray(allow_address)) throw new TypeError('audit.allow_address is a list');
  return {
    allowAddress: allow_address.map((text) => asText(text, 'audit.allow_address')),
    waitMs: asInteger(wait_seconds, 'audit.wait_seconds', 0, MAX_WAIT_SECONDS) * 1000,
  };
}

async function readPolicyLogs(path: string): Promise<ConfiguredLog[]> {
  const { logs } = parsePolicy(await readBoundedFile(path, MAX_POLICY_BYTES, 'file-not-found'));
  return logs.map(({ key, url }) => ({
    origin: key.name,
    keys: [key],
    ...(url === undefined ? {} : { url: url.replace(/\/$/, '') }),
  }));
}

/** Lines of one origin are one log with several keys: so a log changes its key. */
function mergeLogs(listed: readonly ConfiguredLog[]): ConfiguredLog[] {
  const logs = new Map<string, ConfiguredLog>();
  for (const log of listed) {
    const known = logs.get(log.origin);
    const keys = [...(known?.keys ?? []), ...log.keys];
    const unique = keys.filter((key, i) => keys.findIndex((k) => k.name === key.name && k.keyId === key.keyId) === i);
    logs.set(log.origin, { ...known, ...log, keys: unique });
  }
  if (logs.size === 0) throw new TypeError('no log is named: add [[log]] with its vkeys, or policy');
  if (logs.size > MAX_LOGS) throw new TypeError(`more than ${MAX_LOGS} logs`);
  return [...logs.values()];
}

function refuseUnknown(rest: Table, prefix: string): void {
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new TypeError(`unknown setting ${prefix}${unknown}`);
}

function asTable(value: unknown, title: string): Table {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Table;
  throw new TypeError(`${title} is a table`);
}

function asText(value: unknown, title: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${title} is a text, and required`);
}

function asInteger(value: unknown, title: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TypeError(`${title} is an integer from ${least} to ${most}`);
}
