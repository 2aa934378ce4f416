/**
 * What this browser remembers of the log (I1): the newest checkpoint that it saw. Each visit asks for the newest one and compares. A
 * log that shows a smaller or another tree than before is rolled back or forked, and the page says so at its top.
 * @module
 */
import type { CheckpointMemory } from '../../../client/checkpoint-memory.ts';
import { LedgerClient } from '../../../client/ledger-client.ts';
import type { Sentence } from '../../../core/catalogue/catalogue.ts';
import { CATALOGUE } from '../../../core/catalogue/catalogue.ts';
import { InputError } from '../../../core/error.ts';
import { parseCheckpoint } from '../../../core/note/checkpoint.ts';
import { parseNote } from '../../../core/note/note.ts';
import type { OpenedCheckpoint } from '../../../core/note/open-checkpoint.ts';
import type { Verdict } from '../../../verify/verdict.ts';
import { readersTrust, recall } from './policy.ts';

/** How the newest checkpoint stands to what this browser saw. */
export interface LogSight {
  readonly verdict: Verdict;
  readonly sentence: Sentence;
  /** Undefined where it could not be opened. */
  readonly opened: OpenedCheckpoint | undefined;
  /** Size remembered from earlier, if any. */
  readonly remembered: number | undefined;
}

const KEY = 'ledgerline.checkpoint.';
const CONTRADICTION = 'ledgerline.contradiction.';

let known: Promise<LogSight> | undefined;

/** Looks once a page. Never throws: what cannot be told is told so. */
export function lookAtLog(): Promise<LogSight> {
  known ??= look();
  return known;
}

async function look(): Promise<LogSight> {
  const { policy, problem } = await readersTrust();
  if (policy === undefined) return unknown(problem ?? new InputError('bad-policy', 'no policy'), undefined);
  const origins = policy.logs.map(({ key }) => key.name);
  const remembered = origins.map(rememberedSize).find((size) => size !== undefined);
  const client = new LedgerClient({ url: location.origin, policy, memory: browserMemory });
  try {
    const { opened } = await client.checkpoint();
    if (opened === undefined) return unknown(new InputError('not-published', 'no checkpoint'), remembered);
    const { size } = opened.checkpoint;
    const verdict = remembered !== undefined && size < remembered ? 'FAILED' : 'VERIFIED';
    return {
      verdict,
      sentence: verdict === 'FAILED' ? rolledBack(size, remembered ?? size) : grown(size, remembered),
      opened,
      remembered,
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    if (error.code !== 'checkpoint-inconsistent') return unknown(error, remembered);
    return { verdict: 'FAILED', sentence: forked(remembered ?? 0), opened: undefined, remembered };
  }
}

/** One note a ledger, in this browser. Of notes that contradict each other both stay. */
const browserMemory: CheckpointMemory = {
  load: async (origin) => recall(KEY + origin) ?? undefined,
  store: async (origin, note) => keep(KEY + origin, note),
  keepContradiction: async (origin, note) => {
    keep(CONTRADICTION + origin, note);
    return { remembered: KEY + origin, contradicting: CONTRADICTION + origin };
  },
};

function keep(key: string, note: string): void {
  try {
    localStorage.setItem(key, note);
  } catch {
    // A browser that keeps nothing notices nothing; the page works all the same.
  }
}

function rememberedSize(origin: string): number | undefined {
  const note = recall(KEY + origin);
  try {
    return note === null ? undefined : parseCheckpoint(parseNote(note).text).size;
  } catch {
    return undefined;
  }
}

function unknown(error: InputError, remembered: number | undefined): LogSight {
  const { en, ko } = CATALOGUE[error.code];
  const sentence = {
    en: `The newest checkpoint of this log could not be compared: ${en}`,
    ko: `이 로그의 최신 체크포인트를 비교하지 못했습니다: ${ko}`,
  };
  return { verdict: 'CANNOT TELL', sentence, opened: undefined, remembered };
}

function grown(size: number, remembered: number | undefined): Sentence {
  return remembered === undefined
    ? {
        en: `The log signed a tree of ${size} records. This browser sees it for the first time and remembers it.`,
        ko: `로그가 기록 ${size}건의 트리에 서명했습니다. 이 브라우저는 이 로그를 처음 보았으며 기억해 둡니다.`,
      }
    : {
        en: `The log signed a tree of ${size} records, which contains everything that this browser saw before (${remembered} records).`,
        ko: `로그가 기록 ${size}건의 트리에 서명했으며, 이 브라우저가 전에 본 것(${remembered}건)을 모두 포함합니다.`,
      };
}

function rolledBack(size: number, remembered: number): Sentence {
  return {
    en: `Rolled back: this log now shows ${size} records, and this browser saw ${remembered} before. Records were taken away. Do not rely on it, and tell an auditor.`,
    ko: `되돌려졌습니다. 이 브라우저가 전에 본 기록은 ${remembered}건인데 지금 로그는 ${size}건만 보입니다. 기록이 사라졌습니다. 신뢰하지 말고 감사 기관에 알리십시오.`,
  };
}

function forked(remembered: number): Sentence {
  return {
    en: `Forked or rolled back: what this log shows now does not contain the ${remembered} records that this browser saw before. Do not rely on it, and tell an auditor.`,
    ko: `갈라졌거나 되돌려졌습니다. 지금 로그가 보이는 내용에 이 브라우저가 전에 본 기록 ${remembered}건이 포함되어 있지 않습니다. 신뢰하지 말고 감사 기관에 알리십시오.`,
  };
}
