/**
 * The mirrors that the configuration lists: whether they answer, how far they reach, and whether they hold the history of the
 * folder. Asked only where the operator wants it.
 * @module
 */

import { InputError } from '../../core/error.ts';
import { parseNote } from '../../core/note/note.ts';
import { openCheckpoint } from '../../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import { CHECKPOINT_PATH } from '../../verify/audit/pinned-files.ts';
import { TreeFiles } from '../../verify/follow/tree-files.ts';
import { openFolderFiles } from '../audit/folder-files.ts';
import type { Outgoing } from '../outgoing.ts';
import { filesAt } from '../static-files.ts';
import { isPrefix } from './backup.ts';
import { type Finding, judged, type Measured, measure } from './finding.ts';
import { publishedIn } from './record.ts';

/** What a mirror shows beside the folder. */
export interface MirrorFacts {
  readonly size: number;
  /** Size of the folder's newest checkpoint, read after the mirror answered: who is ahead of it knows more than the folder. */
  readonly ours: number;
  /** Undefined where the mirror is ahead: then the folder alone cannot tell. */
  readonly isConsistent: boolean | undefined;
}

export interface AskedMirror {
  readonly url: string;
  readonly facts: Measured<MirrorFacts>;
}

const ASK_MS = 10_000;

/** Asks all of them at once. */
export function askMirrors(
  urls: readonly string[],
  folder: string,
  policy: TrustPolicy,
  outgoing: Outgoing,
): Promise<AskedMirror[]> {
  return Promise.all(
    [...new Set(urls)].map(async (url) => ({ url, facts: await measure(() => ask(url, folder, policy, outgoing)) })),
  );
}

async function ask(url: string, folder: string, policy: TrustPolicy, outgoing: Outgoing): Promise<MirrorFacts> {
  const bytes = await filesAt(url, { outgoing, timeoutMs: ASK_MS }).read(CHECKPOINT_PATH);
  if (bytes === undefined) throw new InputError('not-published', 'it shows no checkpoint');
  const shown = openCheckpoint(parseNote(bytes), policy).checkpoint;
  const files = await openFolderFiles(folder);
  const ours = await publishedIn(folder, files);
  const isAhead = shown.size > ours.size;
  const isConsistent = isAhead ? undefined : await isPrefix(shown, ours, new TreeFiles(files, ours));
  return { size: shown.size, ours: ours.size, isConsistent };
}

export function judgeMirrors(asked: readonly AskedMirror[]): Finding[] {
  return asked.map(({ url, facts }) => {
    const finding = judged(`mirror ${url}`, facts, judgeMirror, {
      en: 'see that it runs and is reached (--allow-address), or take it out of [mirrors]: at a start it tells nothing',
      ko: '실행 중이며 닿을 수 있는지(--allow-address) 확인하거나 [mirrors]에서 빼십시오. 이대로는 시작할 때 아무것도 알려 주지 못합니다',
    });
    return finding.state === 'unknown' ? { ...finding, state: 'warn' } : finding;
  });
}

function judgeMirror({ size, ours, isConsistent }: MirrorFacts): Omit<Finding, 'id'> {
  if (isConsistent === undefined)
    return {
      state: 'fail',
      what: {
        en: `it has ${size} records, the folder ${ours}: the folder was rolled back`,
        ko: `미러에는 기록 ${size}건, 폴더에는 ${ours}건이 있습니다. 폴더가 되돌려졌습니다`,
      },
      remedy: {
        en: 'if it was restored from a backup, bring it up to date with `ledgerline hydrate`; a start is refused',
        ko: '백업에서 복원한 것이면 `ledgerline hydrate`로 최신 상태로 만드십시오. 이대로는 시작이 거절됩니다',
      },
    };
  if (isConsistent)
    return {
      state: 'ok',
      what: { en: `it holds ${size} of ${ours} records`, ko: `기록 ${ours}건 가운데 ${size}건이 있습니다` },
    };
  return {
    state: 'fail',
    what: {
      en: `the mirror (${size} records) and the folder (${ours}) are two histories`,
      ko: `미러(기록 ${size}건)와 폴더(${ours}건)가 서로 다른 이력입니다`,
    },
    remedy: {
      en: 'start nothing, keep both as evidence, and run `ledgerline audit` on each',
      ko: '아무것도 시작하지 말고 둘 다 증거로 보관한 뒤 각각 `ledgerline audit`을 실행하십시오',
    },
  };
}
