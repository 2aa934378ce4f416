/**
 * The machine and what is installed on it: Node, this package, its dependencies, the clock, the thread pool.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../log/ports.ts';
import { type Finding, judged, type Measured, measure } from './finding.ts';

/** A dependency: the version that `package.json` pins, and the one that is there. */
export interface Dependency {
  readonly name: string;
  readonly pinned: string;
  readonly installed: string | undefined;
}

export interface PackageFacts {
  readonly version: string;
  /** The range of `engines.node`, `>=major.minor.patch`. */
  readonly engine: string;
  readonly dependencies: readonly Dependency[];
}

export interface MachineFacts {
  /** `v20.20.2`. */
  readonly node: string;
  readonly platform: string;
  readonly architecture: string;
  readonly unixMs: number;
  /** How far the wall clock ran away from the monotonic one while the doctor looked, milliseconds. */
  readonly driftMs: number;
  /** UV_THREADPOOL_SIZE as it is set here. */
  readonly threads: string | undefined;
  readonly cores: number;
  readonly installed: Measured<PackageFacts>;
}

/** The folder of this package: three above `dist/node/doctor/`, as above `src/node/doctor/`. */
export const PACKAGE_ROOT: string = fileURLToPath(new URL('../../..', import.meta.url));

/** Takes the time; what it returns takes it again, and says how far the clocks ran apart. */
export function startDrift(clock: Clock): () => number {
  const [wall, steady] = [clock.now(), clock.monotonic()];
  return () => clock.now() - wall - (clock.monotonic() - steady);
}

export async function measureMachine(
  clock: Clock,
  env: Readonly<Record<string, string | undefined>>,
  driftMs: number,
): Promise<MachineFacts> {
  return {
    node: process.version,
    platform: process.platform,
    architecture: process.arch,
    unixMs: clock.now(),
    driftMs,
    threads: env['UV_THREADPOOL_SIZE'],
    cores: availableParallelism(),
    installed: await measure(installedPackage),
  };
}

interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
  readonly dependencies: Readonly<Record<string, string>>;
}

/** This package and its dependencies as they are installed. */
export async function installedPackage(): Promise<PackageFacts> {
  const root = PACKAGE_ROOT;
  const { version, engines, dependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const names = Object.entries(dependencies);
  return {
    version,
    engine: engines.node,
    dependencies: await Promise.all(
      names.map(async ([name, pinned]) => ({ name, pinned, installed: await installedVersion(root, name) })),
    ),
  };
}

/** As Node finds a package: in the nearest `node_modules` upwards. */
async function installedVersion(from: string, name: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    try {
      const text = await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8');
      return (JSON.parse(text) as { readonly version: string }).version;
    } catch {
      if (dirname(folder) === folder) return undefined;
    }
  }
}

/** When the long-term lines of Node end, by major version (Node.js release schedule). */
const END_OF_LIFE: Readonly<Record<number, string>> = { 20: '2026-04-30', 22: '2027-04-30', 24: '2028-04-30' };
/** What a clock may be corrected by within the seconds that the doctor looks, milliseconds. */
const DRIFT_MS = 1000;
/** Threads that libuv has if nobody says otherwise. */
const DEFAULT_THREADS = 4;
const MAX_THREADS = 1024;

export function judgeMachine(facts: MachineFacts): Finding[] {
  return [
    judged('node', facts.installed, ({ engine }) => judgeNode(facts, engine)),
    judgePlatform(facts),
    judged('package', facts.installed, judgePackage),
    judgeClock(facts),
    judgeThreads(facts),
  ];
}

function judgeNode({ node, unixMs }: MachineFacts, engine: string): Omit<Finding, 'id'> {
  const [have, need] = [numbersOf(node), numbersOf(engine)];
  const [major = 0] = have;
  if (isBefore(have, need))
    return {
      state: 'fail',
      what: { en: `Node ${node}; ${engine} is required`, ko: `Node ${node}. ${engine}이 필요합니다` },
      remedy: { en: 'install a newer Node', ko: '더 새로운 Node를 설치하십시오' },
    };
  const end = END_OF_LIFE[major];
  if (end !== undefined && unixMs > Date.parse(end))
    return {
      state: 'warn',
      what: {
        en: `Node ${node}, without security fixes since ${end}`,
        ko: `Node ${node}. ${end}부터 보안 수정이 없습니다`,
      },
      remedy: { en: 'move to a line that is still maintained', ko: '유지 보수되는 버전으로 옮기십시오' },
    };
  return { state: 'ok', what: { en: `Node ${node}`, ko: `Node ${node}` } };
}

function numbersOf(version: string): number[] {
  return (version.match(/[0-9]+/g) ?? []).slice(0, 3).map(Number);
}

function isBefore(a: readonly number[], b: readonly number[]): boolean {
  const at = [0, 1, 2].find((i) => a[i] !== b[i]);
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
}

function judgePlatform({ platform, architecture }: MachineFacts): Finding {
  const what = { en: `${platform} ${architecture}`, ko: `${platform} ${architecture}` };
  if (platform === 'linux') return { id: 'platform', state: 'ok', what };
  const remedy = {
    en: 'good for trying; run a ledger that matters on Linux, where it is tested',
    ko: '시험용으로는 괜찮습니다. 실제 원장은 시험을 거친 Linux에서 운영하십시오',
  };
  return { id: 'platform', state: 'warn', what, remedy };
}

function judgePackage({ version, dependencies }: PackageFacts): Omit<Finding, 'id'> {
  const show = (all: readonly Dependency[]): string =>
    all.map(({ name, pinned, installed }) => `${name} ${installed ?? '-'} (${pinned})`).join(', ');
  const others = dependencies.filter(({ pinned, installed }) => installed !== pinned);
  if (others.length === 0)
    return {
      state: 'ok',
      what: {
        en: `ledgerline ${version}; ${dependencies.length} dependencies as pinned`,
        ko: `ledgerline ${version}. 의존 패키지 ${dependencies.length}개가 지정한 버전과 같습니다`,
      },
    };
  return {
    state: 'fail',
    what: {
      en: `ledgerline ${version}; not the versions that it was tested with: ${show(others)}`,
      ko: `ledgerline ${version}. 시험한 버전이 아닙니다: ${show(others)}`,
    },
    remedy: { en: 'install it anew from its package and lockfile', ko: '패키지와 lockfile로 다시 설치하십시오' },
  };
}

function judgeClock({ driftMs }: MachineFacts): Finding {
  const figure = Math.round(Math.abs(driftMs));
  if (figure <= DRIFT_MS)
    return {
      id: 'clock',
      state: 'ok',
      what: { en: `wall clock steady to ${figure} ms`, ko: `벽시계가 ${figure}ms 안에서 안정적입니다` },
    };
  return {
    id: 'clock',
    state: 'fail',
    what: {
      en: `the wall clock jumped by ${figure} ms while it was watched`,
      ko: `살펴보는 동안 벽시계가 ${figure}ms만큼 튀었습니다`,
    },
    remedy: {
      en: 'let one NTP service slew the clock; a jump of five minutes stops the ledger',
      ko: 'NTP 서비스 하나가 시계를 서서히 맞추게 하십시오. 5분을 건너뛰면 원장이 멈춥니다',
    },
  };
}

function judgeThreads({ threads, cores }: MachineFacts): Finding {
  const id = 'threads';
  const count = threads === undefined ? DEFAULT_THREADS : Number(threads);
  const what = {
    en: `${Number.isNaN(count) ? threads : count} threads for ${cores} cores (UV_THREADPOOL_SIZE here)`,
    ko: `코어 ${cores}개에 스레드 ${Number.isNaN(count) ? threads : count}개 (여기의 UV_THREADPOOL_SIZE)`,
  };
  if (Number.isInteger(count) && count >= cores && count <= MAX_THREADS) return { id, state: 'ok', what };
  const remedy = {
    en: `set UV_THREADPOOL_SIZE=${cores} for the server: signatures are verified there`,
    ko: `서버에 UV_THREADPOOL_SIZE=${cores}을 설정하십시오. 서명 검증이 이 스레드에서 돕니다`,
  };
  return { id, state: 'warn', what, remedy };
}
