/**
 * What lies under a ledger folder: the kind of file system, the room on it, and whether it does what the commit point rests
 * on. The last is tried, in a scratch folder that is gone a moment later; nothing else of the folder is touched.
 * @module
 */
import { link, mkdtemp, open, rename, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../crypto/key-files.ts';
import { type Finding, judged, type Measured, room } from './finding.ts';

export interface SpaceFacts {
  /** The kernel's number of the kind of file system (statfs(2)); says nothing outside Linux. */
  readonly type: number;
  readonly freeBytes: number;
  /** Files that may still be made, and all there may be: 0 where the file system does not count them. */
  readonly freeFiles: number;
  readonly files: number;
}

export interface ScratchFacts {
  /** What did not work as POSIX says, in the words of system calls. */
  readonly broken: readonly string[];
  /** Median time to make 4 KiB durable, milliseconds. */
  readonly syncMs: number;
}

export async function measureSpace(folder: string): Promise<SpaceFacts> {
  const { type, bavail, bsize, ffree, files } = await statfs(folder);
  return { type, freeBytes: bavail * bsize, freeFiles: ffree, files };
}

const SYNCS = 9;

/** Tries in a folder of its own inside `folder`, and removes it. */
export async function tryScratch(folder: string): Promise<ScratchFacts> {
  const scratch = await mkdtemp(join(folder, '.doctor-'));
  try {
    const path = (name: string): string => join(scratch, name);
    const times: number[] = [];
    const broken: string[] = [];
    for (let i = 0; i < SYNCS; i++) times.push(await timeSync(path(`sync-${i}`)));
    await attempt(broken, 'open(O_EXCL)', async () => isTaken(() => createEmpty(path('sync-0'))));
    await attempt(broken, 'link', async () => {
      await link(path('sync-0'), path('linked'));
      return isTaken(() => link(path('sync-1'), path('linked')));
    });
    await attempt(broken, 'rename', async () => {
      await rename(path('sync-1'), path('linked'));
      return true;
    });
    await attempt(broken, 'fsync of a folder', async () => {
      await syncFolder(scratch);
      return true;
    });
    times.sort((a, b) => a - b);
    return { broken, syncMs: times[SYNCS >> 1] ?? 0 };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function timeSync(path: string): Promise<number> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(new Uint8Array(4096));
    const start = performance.now();
    await file.sync();
    return performance.now() - start;
  } finally {
    await file.close();
  }
}

async function createEmpty(path: string): Promise<void> {
  await (await open(path, 'wx', 0o600)).close();
}

async function isTaken(make: () => Promise<void>): Promise<boolean> {
  try {
    await make();
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EEXIST';
  }
}

async function attempt(broken: string[], name: string, works: () => Promise<boolean>): Promise<void> {
  try {
    if (!(await works())) broken.push(name);
  } catch (error) {
    broken.push(`${name} (${error instanceof Error && 'code' in error ? String(error.code) : String(error)})`);
  }
}

type Kind = readonly [name: string, judgement: 'local' | 'memory' | 'network' | 'layer' | 'no-links'];

/** Numbers of statfs(2), as far as somebody might put a ledger there. */
const KINDS: Readonly<Record<number, Kind>> = {
  61267: ['ext4', 'local'],
  1481003842: ['xfs', 'local'],
  2435016766: ['btrfs', 'local'],
  801189825: ['zfs', 'local'],
  4076150800: ['f2fs', 'local'],
  3393526350: ['bcachefs', 'local'],
  16914836: ['tmpfs', 'memory'],
  2240043254: ['ramfs', 'memory'],
  26985: ['nfs', 'network'],
  4283649346: ['cifs', 'network'],
  4266872130: ['smb', 'network'],
  16914839: ['9p', 'network'],
  12805120: ['ceph', 'network'],
  198183888: ['lustre', 'network'],
  1196443219: ['gpfs', 'network'],
  1702057286: ['fuse', 'layer'],
  2035054128: ['overlay', 'layer'],
  19780: ['vfat', 'no-links'],
  538032816: ['exfat', 'no-links'],
};

const WHY_NOT = {
  memory: {
    en: 'in memory: everything is gone after a restart',
    ko: '메모리에 있어 다시 시작하면 모두 사라집니다',
  },
  network: {
    en: 'over a network, where locks and fsync do not hold what the ledger needs',
    ko: '네트워크 너머에 있어 잠금과 fsync가 원장에 필요한 것을 보장하지 않습니다',
  },
  layer: {
    en: 'a layer over another file system; a container loses it with its removal',
    ko: '다른 파일 시스템 위의 층입니다. 컨테이너를 지우면 함께 사라집니다',
  },
  'no-links': { en: 'without links and permissions', ko: '링크와 권한이 없습니다' },
} as const;

const ELSEWHERE = {
  en: 'move the folder to a local disk with ext4, XFS, Btrfs or ZFS; of a container, to a volume',
  ko: '폴더를 ext4, XFS, Btrfs, ZFS를 쓰는 로컬 디스크로 옮기십시오. 컨테이너라면 볼륨으로 옮기십시오',
};

/** `leastBytes`: what must be free for statements to be taken in. */
export function judgeDisk(
  platform: string,
  space: Measured<SpaceFacts>,
  scratch: Measured<ScratchFacts>,
  leastBytes: number,
): Finding[] {
  const asServer = {
    en: 'run the doctor as the user that runs the server',
    ko: '서버를 실행하는 사용자로 doctor를 실행하십시오',
  };
  return [
    judged('file-system', space, ({ type }) => judgeKind(platform, type)),
    judged('free-space', space, (facts) => judgeSpace(facts, leastBytes)),
    judged('file-operations', scratch, judgeOperations, asServer),
    judged('fsync', scratch, judgeSync, asServer),
  ];
}

function judgeKind(platform: string, type: number): Omit<Finding, 'id'> {
  const [name, judgement] = (platform === 'linux' ? KINDS[type] : undefined) ?? [];
  if (name === undefined || judgement === undefined) {
    const number = `0x${type.toString(16)}`;
    return {
      state: 'unknown',
      what: { en: `a kind that is not known here (${number})`, ko: `알려지지 않은 종류입니다 (${number})` },
      remedy: {
        en: 'make sure that it is a local disk on which fsync reaches the medium',
        ko: 'fsync가 매체에 닿는 로컬 디스크인지 확인하십시오',
      },
    };
  }
  if (judgement === 'local') return { state: 'ok', what: { en: name, ko: name } };
  const { en, ko } = WHY_NOT[judgement];
  const what = { en: `${name}: ${en}`, ko: `${name}: ${ko}` };
  return { state: judgement === 'layer' ? 'warn' : 'fail', what, remedy: ELSEWHERE };
}

/** Where so little is left, the day on which nothing is left is near: a warning. */
const NEAR = 4;
const FEW_FILES = 10_000;

function judgeSpace({ freeBytes, freeFiles, files }: SpaceFacts, leastBytes: number): Omit<Finding, 'id'> {
  const few = files > 0 && freeFiles < FEW_FILES;
  const what = {
    en: `${room(freeBytes)} free${few ? `, but room for ${freeFiles} files only` : ''}; statements are refused below ${room(leastBytes)}`,
    ko: `${room(freeBytes)} 남음${few ? `. 다만 파일은 ${freeFiles}개만 더 만들 수 있음` : ''}. ${room(leastBytes)}보다 적으면 진술을 거절합니다`,
  };
  const remedy = {
    en: 'make room, or move the ledger to a larger disk',
    ko: '공간을 확보하거나 더 큰 디스크로 옮기십시오',
  };
  if (freeBytes < leastBytes || (few && freeFiles === 0)) return { state: 'fail', what, remedy };
  return freeBytes < NEAR * leastBytes || few ? { state: 'warn', what, remedy } : { state: 'ok', what };
}

function judgeOperations({ broken }: ScratchFacts): Omit<Finding, 'id'> {
  if (broken.length === 0)
    return {
      state: 'ok',
      what: {
        en: 'exclusive creation, links, renaming and fsync of folders work',
        ko: '배타적 생성, 링크, 이름 바꾸기, 폴더의 fsync가 동작합니다',
      },
    };
  const list = broken.join(', ');
  return {
    state: 'fail',
    what: { en: `not as POSIX says: ${list}`, ko: `POSIX대로가 아님: ${list}` },
    remedy: ELSEWHERE,
  };
}

/** Faster than any medium: the bytes went no further than memory. */
const TOO_FAST_MS = 0.005;
const SLOW_MS = 50;

function judgeSync({ syncMs }: ScratchFacts): Omit<Finding, 'id'> {
  const figure = syncMs < 0.1 ? syncMs.toFixed(3) : syncMs.toFixed(1);
  const what = { en: `4 KiB durable in ${figure} ms (median)`, ko: `4KiB를 ${figure}ms에 영속화 (중앙값)` };
  if (syncMs < TOO_FAST_MS)
    return {
      state: 'warn',
      what,
      remedy: {
        en: 'too fast to have reached a medium: see that fsync is not switched off below (eatmydata, a hypervisor, mount options)',
        ko: '매체에 닿았다고 보기에는 너무 빠릅니다. 아래쪽에서 fsync를 끄지 않았는지 확인하십시오 (eatmydata, 하이퍼바이저, 마운트 옵션)',
      },
    };
  if (syncMs <= SLOW_MS) return { state: 'ok', what };
  const remedy = {
    en: 'every receipt waits for several of these: take a faster disk',
    ko: '영수증마다 이것을 여러 번 기다립니다. 더 빠른 디스크를 쓰십시오',
  };
  return { state: 'warn', what, remedy };
}
