/**
 * A copy of the folder beside the folder itself: how far it reaches, how old it is, and whether it is of the same log.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import { openFolderFiles } from '../audit/folder-files.ts';
import { type FoundBackup, findBackup } from './find-backup.ts';
import { duration, type Finding, judged, type Measured } from './finding.ts';
import { type Published, publishedIn } from './record.ts';

export interface BackupFacts {
  readonly found: FoundBackup;
  /** Its newest checkpoint; undefined where the backup is damaged. */
  readonly copy: Published | undefined;
  /** Whether the copy's checkpoint and the folder's are of one history; undefined where the copy is of another log. */
  readonly isConsistent: boolean | undefined;
}

/**
 * Compares the newest checkpoints of `folder` and of the backup that `path` names: one, a plain copy, or a folder of backups.
 * @throws InputError where one of them cannot be read
 */
export async function compareBackup(path: string, folder: string, published: Published): Promise<BackupFacts> {
  const found = await findBackup(path);
  if (found.damage !== undefined) return { found, copy: undefined, isConsistent: undefined };
  const held = await publishedIn(found.path, await openFolderFiles(found.path));
  const stated = found.manifest?.published ?? held.size;
  if (stated !== held.size) {
    const damage = `backup.json says ${stated} records, its checkpoint ${held.size}`;
    return { found: { ...found, damage }, copy: undefined, isConsistent: undefined };
  }
  if (held.origin !== published.origin) return { found, copy: held, isConsistent: undefined };
  const [older, newer] = held.size <= published.size ? [held, published] : [published, held];
  const files = await openFolderFiles(newer === published ? folder : found.path);
  return { found, copy: held, isConsistent: await isPrefix(older, newer, new TreeFiles(files, newer)) };
}

type Edge = Pick<Published, 'size' | 'root'>;

/** Whether the tree of `newer` begins with that of `older`. @throws InputError where the files of `newer` cannot be read */
export async function isPrefix(older: Edge, newer: Edge, tree: TreeFiles): Promise<boolean> {
  if (older.size === newer.size) return equalBytes(older.root, newer.root);
  try {
    checkConsistency(older.size, newer.size, older.root, newer.root, await tree.consistency(older.size));
    return true;
  } catch (error) {
    if (error instanceof InputError && error.code === 'bad-consistency-proof') return false;
    throw error;
  }
}

const DAY_MS = 24 * 3_600_000;

export function judgeBackup(backup: Measured<BackupFacts>, published: Measured<Published>, unixMs: number): Finding[] {
  const size = 'value' in published ? published.value.size : 0;
  return [judged('backup', backup, (facts) => judgeCopy(facts, size, unixMs))];
}

function judgeCopy({ found, copy, isConsistent }: BackupFacts, size: number, unixMs: number): Omit<Finding, 'id'> {
  if (copy === undefined)
    return {
      state: 'fail',
      what: named(found, { en: `damaged: ${found.damage}`, ko: `손상됨: ${found.damage}` }),
      remedy: { en: 'do not rely on it, and take another one', ko: '이 백업에 의지하지 말고 새로 만드십시오' },
    };
  const evidence = {
    en: 'start nothing, keep both as evidence, and run `ledgerline audit` on each',
    ko: '아무것도 시작하지 말고 둘 다 증거로 보관한 뒤 각각 `ledgerline audit`을 실행하십시오',
  };
  if (isConsistent === undefined)
    return {
      state: 'fail',
      what: { en: `a copy of another ledger, ${copy.origin}`, ko: `다른 원장 ${copy.origin}의 사본입니다` },
      remedy: { en: 'name the backup of this one', ko: '이 원장의 백업을 지정하십시오' },
    };
  if (!isConsistent)
    return {
      state: 'fail',
      what: {
        en: `the copy (${copy.size} records) and the folder (${size}) are two histories`,
        ko: `사본(기록 ${copy.size}건)과 폴더(${size}건)가 서로 다른 이력입니다`,
      },
      remedy: evidence,
    };
  if (copy.size > size)
    return {
      state: 'fail',
      what: {
        en: `the copy has ${copy.size} records, the folder ${size}: the folder was rolled back`,
        ko: `사본에는 기록 ${copy.size}건, 폴더에는 ${size}건이 있습니다. 폴더가 되돌려졌습니다`,
      },
      remedy: evidence,
    };
  return judgeAge(found, copy, size, unixMs);
}

/** Of a plain copy nothing tells when it was made; its newest checkpoint is no younger. */
function judgeAge(found: FoundBackup, copy: Published, size: number, unixMs: number): Omit<Finding, 'id'> {
  const { manifest, unreadable } = found;
  const ageMs = Math.max(0, unixMs - (manifest?.takenMs ?? copy.writtenMs));
  const age = duration(ageMs);
  const when =
    manifest === undefined
      ? { en: `its newest checkpoint is ${age.en} old`, ko: `최신 체크포인트는 ${age.ko} 전의 것입니다` }
      : { en: `taken ${age.en} ago`, ko: `${age.ko} 전에 만든 것입니다` };
  const what = named(found, {
    en: `${copy.size} of ${size} records; ${when.en}`,
    ko: `기록 ${size}건 가운데 ${copy.size}건. ${when.ko}`,
  });
  if (unreadable.length > 0) {
    const names = unreadable.join(', ');
    return {
      state: 'warn',
      what: { en: `${what.en}; unreadable: ${names}`, ko: `${what.ko} 읽을 수 없는 백업: ${names}` },
      remedy: { en: 'see what became of those', ko: '읽을 수 없는 백업을 확인하십시오' },
    };
  }
  if (copy.size === size || ageMs <= DAY_MS) return { state: 'ok', what };
  return { state: 'warn', what, remedy: { en: 'make a newer one', ko: '더 새로운 백업을 만드십시오' } };
}

/** With the name of the backup, where it was chosen among several. */
function named({ name }: FoundBackup, { en, ko }: Sentence): Sentence {
  return name === undefined ? { en, ko } : { en: `${name}: ${en}`, ko: `${name}: ${ko}` };
}
