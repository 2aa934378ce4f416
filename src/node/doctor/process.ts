/**
 * Who has the ledger open, and who answers at its address: read from the kernel's table of locks and asked over loopback,
 * without taking the lock.
 * @module
 */
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { type Json, parseJson } from '../../core/json/json.ts';
import type { LedgerConfig } from '../ledger-config.ts';
import { createOutgoing, type OutgoingAnswer } from '../outgoing.ts';
import { type Finding, judged, type Measured } from './finding.ts';

/** The process that holds the folder, if one does. */
export interface LockFacts {
  readonly holder: number | undefined;
}

/** Who answers at the configured address. */
export type PortFacts = { readonly answers: 'nobody' | 'another' } | ({ readonly answers: 'ledger' } & Served);

/** What the server says of itself; nothing where readers must show a token. */
export interface Served {
  readonly origin?: string;
  /** vkeys that the charter, as amended, lists. */
  readonly logKeys?: readonly string[];
  /** Ids of the operator's keys that are not revoked. */
  readonly operatorKeys?: readonly string[];
}

/**
 * Looks up the lock of LevelDB on `lock/LOCK` among the locks that the kernel shows. It is not opened: a process that closes
 * a descriptor of the file loses its own lock on it.
 * @throws Error where the system shows no locks
 */
export async function measureLock(folder: string): Promise<LockFacts> {
  const path = join(folder, 'lock', 'LOCK');
  const file = await lstat(path).catch(() => undefined);
  const table = await readFile('/proc/locks', 'utf8');
  return { holder: file === undefined ? undefined : holderOf(table, file.dev, file.ino) };
}

/**
 * The process that has a write lock on the file, by a table such as
 * `1: POSIX  ADVISORY  WRITE 11018 fe:00:9994330 0 EOF` (proc(5)).
 */
export function holderOf(table: string, device: number, inode: number): number | undefined {
  // makedev(3): eight bits of the minor number, twelve of the major, the rest of the minor.
  const [major, minor] = [Math.floor(device / 256) % 4096, (device % 256) + Math.floor(device / 2 ** 20) * 256];
  const two = (n: number): string => n.toString(16).padStart(2, '0');
  const place = `${two(major)}:${two(minor)}:${inode}`;
  for (const line of table.split('\n')) {
    const [, kind, , mode, pid, where] = line.trim().split(/\s+/);
    if (kind === 'POSIX' && mode === 'WRITE' && where === place) return Number(pid);
  }
  return undefined;
}

const ASK_MS = 3000;
const LOOPBACK = ['127.0.0.0/8', '::1'];

/** Asks whoever listens at the configured address. @throws InputError where the answer does not tell */
export async function askPort({ operator, server: { host, port } }: LedgerConfig): Promise<PortFacts> {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const isAddress = /^[0-9.]+$|:/.test(name);
  const outgoing = createOutgoing({ allow: [...LOOPBACK, ...(isAddress ? [name] : [])] });
  const base = `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
  const get = (path: string, maxBytes: number): Promise<OutgoingAnswer> =>
    outgoing({ method: 'GET', url: base + path, timeoutMs: ASK_MS, maxBytes });
  try {
    const alive = await get('/livez', 1024);
    if (alive.status !== 200 || Buffer.from(alive.bytes).toString() !== '{"alive":true}') return { answers: 'another' };
    return { answers: 'ledger', ...(await askState(get, operator)) };
  } catch (error) {
    if (isRefused(error)) return { answers: 'nobody' };
    if (error instanceof InputError && error.code !== 'unreachable' && error.code !== 'outgoing-refused')
      return { answers: 'another' };
    throw error;
  }
}

const MAX_STATE_BYTES = 2 ** 20;

async function askState(
  get: (path: string, maxBytes: number) => Promise<OutgoingAnswer>,
  operator: string,
): Promise<Served> {
  const read = async (path: string): Promise<Record<string, Json>> => {
    const { status, bytes } = await get(path, MAX_STATE_BYTES);
    return status === 200 ? Object(parseJson(decodeUtf8(bytes, path), path)) : {};
  };
  const { origin, logKeys } = await read('/api/v1/ledger');
  if (typeof origin !== 'string') return {};
  const { keys } = await read(`/api/v1/institutions/${operator}`);
  const all = Object.entries(Object(keys) as Record<string, Json>);
  const live = all.filter(([, key]) => (Object(key) as Record<string, Json>)['until'] === undefined).map(([id]) => id);
  return {
    origin,
    ...(Array.isArray(logKeys) ? { logKeys: logKeys.map(String) } : {}),
    ...(keys === undefined ? {} : { operatorKeys: live }),
  };
}

function isRefused(error: unknown): boolean {
  const cause = error instanceof InputError ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

export function judgeProcess(
  config: Measured<LedgerConfig>,
  lock: Measured<LockFacts>,
  port: Measured<PortFacts>,
): Finding[] {
  const lockFinding = judged('lock', lock, ({ holder }) => ({
    state: 'ok',
    what:
      holder === undefined
        ? {
            en: 'no process that can be seen from here has it open',
            ko: '여기서 보이는 프로세스 가운데 원장을 연 것이 없습니다',
          }
        : { en: `process ${holder} has it open`, ko: `프로세스 ${holder}가 원장을 열고 있습니다` },
  }));
  if (!('value' in config)) return [lockFinding];
  const { origin, server } = config.value;
  const holder = 'value' in lock ? lock.value.holder : undefined;
  return [lockFinding, judged('port', port, (facts) => judgePort(facts, origin, server, holder))];
}

function judgePort(
  facts: PortFacts,
  origin: string,
  { host, port }: LedgerConfig['server'],
  holder: number | undefined,
): Omit<Finding, 'id'> {
  const at = `${host}:${port}`;
  if (facts.answers === 'nobody' && holder !== undefined)
    return {
      state: 'warn',
      what: {
        en: `nobody answers at ${at}, though process ${holder} has the ledger open`,
        ko: `프로세스 ${holder}가 원장을 열고 있지만 ${at}에서 아무도 답하지 않습니다`,
      },
      remedy: {
        en: 'it is still starting, or was given another --host or --port: see its log',
        ko: '아직 시작하는 중이거나 다른 --host, --port로 실행되었습니다. 로그를 보십시오',
      },
    };
  if (port === 0) return { state: 'ok', what: { en: `${host}, any free port`, ko: `${host}, 빈 포트 아무것이나` } };
  if (facts.answers === 'nobody') return { state: 'ok', what: { en: `${at} is free`, ko: `${at}이 비어 있습니다` } };
  if (facts.answers === 'ledger' && (facts.origin === undefined || facts.origin === origin))
    return { state: 'ok', what: { en: `a ledger answers at ${at}`, ko: `${at}에서 원장이 답합니다` } };
  const who = facts.answers === 'ledger' ? JSON.stringify(facts.origin) : undefined;
  return {
    state: 'fail',
    what: {
      en: `${at} is taken by ${who === undefined ? 'another programme' : `the ledger ${who}`}`,
      ko: `${at}을 ${who === undefined ? '다른 프로그램' : `원장 ${who}`}이 쓰고 있습니다`,
    },
    remedy: { en: 'stop it, or set another server.port', ko: '그것을 멈추거나 다른 server.port를 정하십시오' },
  };
}
