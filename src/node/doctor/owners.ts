/**
 * Who may read and write in a ledger folder: its owner alone writes, nobody else reads the keys, and everything belongs to
 * the user that runs the server. (A command run once as root leaves files that the server cannot write.)
 * @module
 */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Finding, judged, type Measured } from './finding.ts';

/** Something in the folder, by its path from there; the folder itself is `.`. */
export interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** The nine permission bits. */
  readonly mode: number;
  readonly uid: number;
}

export interface OwnerFacts {
  /** The user that runs the doctor; undefined where the system has none. */
  readonly uid: number | undefined;
  readonly entries: readonly Entry[];
}

/** More names than a ledger folder has at its top. */
const MAX_NAMES = 1000;

/** The folder, what stands in it, and what stands in `keys/`. */
export async function measureOwners(folder: string): Promise<OwnerFacts> {
  const top = await namesIn(folder);
  const keys = top.includes('keys') ? await namesIn(join(folder, 'keys')).catch(() => []) : [];
  const paths = ['.', ...top, ...keys.map((name) => `keys/${name}`)];
  const entries = await Promise.all(paths.map((path) => describe(folder, path)));
  return { uid: process.getuid?.(), entries: entries.filter((entry) => entry !== undefined) };
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).sort().slice(0, MAX_NAMES);
}

/** Undefined for what has gone meanwhile: a running ledger replaces files. */
async function describe(folder: string, path: string): Promise<Entry | undefined> {
  try {
    const stat = await lstat(join(folder, path));
    const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : 'other';
    return { path, kind, mode: stat.mode % 0o1000, uid: stat.uid };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** What the ledger makes, and of what kind. */
const EXPECTED: Readonly<Record<string, Entry['kind']>> = {
  '.': 'folder',
  checkpoint: 'file',
  checkpoints: 'folder',
  head: 'file',
  index: 'folder',
  keys: 'folder',
  'ledgerline.toml': 'file',
  lock: 'folder',
  staging: 'folder',
  tile: 'folder',
  'trust.policy': 'file',
};

/** `folder` as the user wrote it, for commands to copy. */
export function judgeOwners(folder: string, measured: Measured<OwnerFacts>): Finding[] {
  return [
    judged('owner', measured, (facts) => judgeOwner(folder, facts)),
    judged('permissions', measured, ({ entries }) => judgeModes(folder, entries)),
    judged('kinds', measured, ({ entries }) => judgeKinds(entries)),
  ];
}

function judgeOwner(folder: string, { uid, entries }: OwnerFacts): Omit<Finding, 'id'> {
  const owner = entries.find(({ path }) => path === '.')?.uid;
  const others = entries.filter((entry) => entry.uid !== owner).map(({ path }) => path);
  if (others.length > 0)
    return {
      state: 'fail',
      what: {
        en: `the folder belongs to user ${owner}, but not ${list(others)}`,
        ko: `폴더의 소유자는 사용자 ${owner}이지만 다음은 아닙니다: ${list(others)}`,
      },
      remedy: {
        en: `chown -R --no-dereference ${owner} ${folder}`,
        ko: `chown -R --no-dereference ${owner} ${folder}`,
      },
    };
  const what = { en: `all belongs to user ${owner}`, ko: `모두 사용자 ${owner}의 소유입니다` };
  if (owner === 0)
    return {
      state: 'warn',
      what,
      remedy: {
        en: 'run the server as a user of its own, not as root',
        ko: '서버를 root가 아닌 전용 사용자로 실행하십시오',
      },
    };
  if (uid === undefined || uid === 0 || uid === owner) return { state: 'ok', what };
  const remedy = {
    en: `run the server as user ${owner}; you are ${uid}`,
    ko: `서버를 사용자 ${owner}로 실행하십시오. 지금은 ${uid}입니다`,
  };
  return { state: 'warn', what, remedy };
}

function judgeModes(folder: string, entries: readonly Entry[]): Omit<Finding, 'id'> {
  const isSecret = ({ path }: Entry): boolean => path === 'keys' || path.startsWith('keys/');
  const open = entries.filter(
    (entry) => entry.kind !== 'link' && (entry.mode & (isSecret(entry) ? 0o077 : 0o022)) !== 0,
  );
  if (open.length === 0)
    return {
      state: 'ok',
      what: {
        en: 'the owner alone writes, and nobody else reads the keys',
        ko: '소유자만 쓸 수 있고 키는 다른 사람이 읽을 수 없습니다',
      },
    };
  const shown = list(open.map(({ path, mode }) => `${path} ${mode.toString(8).padStart(4, '0')}`));
  return {
    state: 'fail',
    what: { en: `others have access: ${shown}`, ko: `다른 사람이 접근할 수 있습니다: ${shown}` },
    remedy: {
      en: `chmod -R go-w ${folder} && chmod -R go= ${folder}/keys; a key that others could read is to be replaced`,
      ko: `chmod -R go-w ${folder} && chmod -R go= ${folder}/keys. 다른 사람이 읽을 수 있었던 키는 교체하십시오`,
    },
  };
}

function judgeKinds(entries: readonly Entry[]): Omit<Finding, 'id'> {
  const wrong = entries.filter(({ path, kind }) => {
    const expected = EXPECTED[path] ?? (path.startsWith('keys/') ? 'file' : undefined);
    return expected !== undefined && expected !== kind;
  });
  if (wrong.length === 0)
    return { state: 'ok', what: { en: 'files and folders where they belong', ko: '파일과 폴더가 제자리에 있습니다' } };
  const shown = list(wrong.map(({ path, kind }) => `${path} (${kind})`));
  // A linked key file is a deployment's choice; a linked tile folder would take the log out of its backup.
  const isBad = wrong.some(({ path, kind }) => kind !== 'link' || !path.startsWith('keys'));
  return {
    state: isBad ? 'fail' : 'warn',
    what: { en: `another kind than the ledger made: ${shown}`, ko: `원장이 만든 것과 종류가 다릅니다: ${shown}` },
    remedy: {
      en: 'put the file or folder itself there: links are not followed by audits, nor by backups',
      ko: '파일이나 폴더 자체를 두십시오. 감사와 백업은 링크를 따라가지 않습니다',
    },
  };
}

const SHOWN = 5;

function list(names: readonly string[]): string {
  return names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} … (${names.length})`;
}
