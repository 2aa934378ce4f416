/**
 * A copy of the folder beside the folder itself: how far it reaches, how old it is, and whether it is of the same log.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { checkConsistency } from '../../core/merkle/consistency.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import { openFolderFiles } from '../audit/folder-files.ts';
import { duration, type Finding, judged, type Measured } from './finding.ts';
import { type Published, publishedIn } from './record.ts';

export interface BackupFacts {
  readonly copy: Published;
  /** Whether the copy's checkpoint and the folder's are of one history; undefined where the copy is of another log. */
  readonly isConsistent: boolean | undefined;
}

/** Compares the newest checkpoints of `copy` and `folder`. @throws InputError where one of them cannot be read */
export async function compareBackup(copy: string, folder: string, published: Published): Promise<BackupFacts> {
  const held = await publishedIn(copy, await openFolderFiles(copy));
  if (held.origin !== published.origin) return { copy: held, isConsistent: undefined };
  const [older, newer] = held.size <= published.size ? [held, published] : [published, held];
  const files = await openFolderFiles(newer === published ? folder : copy);
  return { copy: held, isConsistent: await isPrefix(older, newer, new TreeFiles(files, newer)) };
}

async function isPrefix(older: Published, newer: Published, tree: TreeFiles): Promise<boolean> {
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

function judgeCopy({ copy, isConsistent }: BackupFacts, size: number, unixMs: number): Omit<Finding, 'id'> {
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
  const ageMs = Math.max(0, unixMs - copy.writtenMs);
  const age = duration(ageMs);
  const what = {
    en: `${copy.size} of ${size} records; its newest checkpoint is ${age.en} old`,
    ko: `기록 ${size}건 가운데 ${copy.size}건. 최신 체크포인트는 ${age.ko} 전의 것입니다`,
  };
  if (copy.size === size || ageMs <= DAY_MS) return { state: 'ok', what };
  return { state: 'warn', what, remedy: { en: 'make a newer one', ko: '더 새로운 백업을 만드십시오' } };
}
