/**
 * The bounds of a server in `ledgerline.toml`: the table `[limits]` and `server.trust_proxy`.
 * @module
 */
import { isIP } from 'node:net';

/** Names of the settings, and what a server calls them. */
const SETTINGS = {
  requests_per_minute: { name: 'requestsPerMinute', least: 0, unit: 1 },
  statements_per_minute: { name: 'statementsPerMinute', least: 0, unit: 1 },
  connections: { name: 'connections', least: 1, unit: 1 },
  requests: { name: 'requests', least: 1, unit: 1 },
  body_mib: { name: 'bodyBytes', least: 12, unit: 2 ** 20 },
  answer_mib: { name: 'answerBytes', least: 1, unit: 2 ** 20 },
  pending_statements: { name: 'pendingStatements', least: 1, unit: 1 },
  event_streams: { name: 'eventStreams', least: 0, unit: 1 },
  builds: { name: 'builds', least: 1, unit: 1 },
  cache_mib: { name: 'cacheBytes', least: 0, unit: 2 ** 20 },
  free_disk_mib: { name: 'freeDiskBytes', least: 0, unit: 2 ** 20 },
} as const;

type Setting = (typeof SETTINGS)[keyof typeof SETTINGS];

/** What of a server's limits is set; bytes are bytes. */
export type LimitsConfig = { readonly [name in Setting['name']]?: number };

/** More than any machine of today has room for. */
const MOST = 1_000_000;

/** The table `[limits]`. @throws TypeError for what is unknown or out of range */
export function checkLimits(table: unknown): LimitsConfig {
  if (typeof table !== 'object' || table === null || Array.isArray(table)) throw new TypeError('limits is a table');
  return Object.fromEntries(Object.entries(table).map(([key, value]) => checkLimit(key, value)));
}

function checkLimit(key: string, value: unknown): [name: string, value: number] {
  const setting = Object.hasOwn(SETTINGS, key) ? SETTINGS[key as keyof typeof SETTINGS] : undefined;
  if (setting === undefined) throw new TypeError(`unknown setting limits.${key}`);
  const { name, least, unit } = setting;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MOST)
    return [name, value * unit];
  throw new TypeError(`limits.${key} is an integer from ${least} to ${MOST}`);
}

/** The list `server.trust_proxy`. @throws TypeError for anything but addresses and subnets, and for one that holds everybody */
export function checkProxies(list: unknown): readonly string[] {
  if (Array.isArray(list) && list.every(isSubnet)) return list;
  throw new TypeError('server.trust_proxy is a list of addresses and subnets, such as "10.0.0.5" or "10.1.0.0/16"');
}

function isSubnet(text: unknown): text is string {
  if (typeof text !== 'string') return false;
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9][0-9]{0,2}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}
