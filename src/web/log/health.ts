/**
 * How the log does, in words: what is well, what needs somebody's eye, what is wrong. Nothing of the inside of the machine is told.
 * @module
 */
import { CATALOGUE, isErrorCode } from '../../core/catalogue/catalogue.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { koreanTime } from '../format.ts';
import type { ExplorerSource, SourceStatus, WitnessStatus } from '../source.ts';
import { checkpointCount, readCheckpoint } from './checkpoints.ts';

/** Colour is never the only sign: each tone has a word and a sign. */
export type Tone = 'good' | 'watch' | 'bad';

export type Tile = { readonly tone: Tone; readonly title: Sentence; readonly text: Sentence };

export async function describeHealth(source: ExplorerSource): Promise<Tile[]> {
  const { status, damage = [] } = source;
  return [
    ...(damage.length === 0 ? [] : [damageTile(damage.length)]),
    await checkpointTile(source),
    ...(status === undefined ? [READ_ONLY] : runningTiles(source, status)),
  ];
}

/** The worst of the tones. */
export function worstOf(tiles: readonly Tile[]): Tone {
  const tones = tiles.map(({ tone }) => tone);
  return tones.includes('bad') ? 'bad' : tones.includes('watch') ? 'watch' : 'good';
}

function damageTile(count: number): Tile {
  const text = {
    en: `An audit of the files found ${count} problems.`,
    ko: `파일 감사에서 문제 ${count}건을 찾았습니다.`,
  };
  return { tone: 'bad', title: { en: 'Integrity', ko: '무결성' }, text };
}

const READ_ONLY: Tile = {
  tone: 'good',
  title: { en: 'Read-only', ko: '읽기 전용' },
  text: {
    en: 'These pages show audited files. Nothing runs here, and nothing is written.',
    ko: '감사한 파일을 보여 주는 화면입니다. 실행 중인 원장이 아니며 아무것도 쓰지 않습니다.',
  },
};

async function checkpointTile(source: ExplorerSource): Promise<Tile> {
  const title = { en: 'Newest checkpoint', ko: '최신 체크포인트' };
  const checkpoint = await readCheckpoint(source, checkpointCount(source) - 1).catch(() => undefined);
  if (checkpoint === undefined)
    return { tone: 'watch', title, text: { en: 'Nothing is published yet.', ko: '아직 발행된 것이 없습니다.' } };
  const { size, witnesses } = checkpoint;
  const times = witnesses.flatMap(({ at }) => at ?? []).sort();
  const names = witnesses.map(({ name }) => name).join(', ');
  const newest = times.at(-1);
  if (newest === undefined)
    return {
      tone: 'watch',
      title,
      text: {
        en: `${size} records. No witness has cosigned it: that nobody is shown another history is the word of the operator.`,
        ko: `기록 ${size}건. 공동 서명한 증인이 없습니다. 다른 이력을 본 사람이 없다는 것은 운영 기관의 말입니다.`,
      },
    };
  const age = source.status === undefined ? undefined : ageOf(source.status.now - Date.parse(newest));
  return {
    tone: 'good',
    title,
    text: {
      en: `${size} records, cosigned by ${names}, ${age === undefined ? '' : `${age.en} ago, `}at ${koreanTime(newest)}.`,
      ko: `기록 ${size}건. ${koreanTime(newest)}에${age === undefined ? '' : ` (${age.ko} 전)`} 다음 증인이 공동 서명했습니다: ${names}.`,
    },
  };
}

/** "3 minutes": the largest unit that fits. */
export function ageOf(milliseconds: number): Sentence {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [count, en, ko] =
    seconds < 120
      ? [seconds, 'second', '초']
      : seconds < 7200
        ? [Math.floor(seconds / 60), 'minute', '분']
        : seconds < 172_800
          ? [Math.floor(seconds / 3600), 'hour', '시간']
          : [Math.floor(seconds / 86_400), 'day', '일'];
  return { en: `${count} ${en}${count === 1 ? '' : 's'}`, ko: `${count}${ko}` };
}

function runningTiles({ sizes }: ExplorerSource, status: SourceStatus): Tile[] {
  return [
    writingTile(status),
    publishingTile(sizes.committed - sizes.published, status),
    ...status.witnesses.map((witness) => witnessTile(witness, sizes.published)),
    diskTile(status),
  ];
}

function writingTile({ failure, unconfirmed, waiting }: SourceStatus): Tile {
  const title = { en: 'Taking statements in', ko: '진술 접수' };
  if (failure !== undefined) return { tone: 'bad', title, text: because(STOPPED, failure) };
  if (unconfirmed === true)
    return {
      tone: 'watch',
      title,
      text: {
        en: 'The ledger was just started and waits for its witnesses to confirm that they know nothing newer.',
        ko: '원장이 방금 시작되어, 더 새로운 것을 아는 증인이 없는지 확인을 기다리고 있습니다.',
      },
    };
  return {
    tone: 'good',
    title,
    text: {
      en: `Open; ${waiting} statements wait for their place.`,
      ko: `접수 중입니다. 순서를 기다리는 진술 ${waiting}건.`,
    },
  };
}

const STOPPED: Sentence = {
  en: 'The ledger has stopped writing and answers readers only.',
  ko: '원장이 쓰기를 멈추고 읽기에만 답하고 있습니다.',
};

function publishingTile(unpublished: number, status: SourceStatus): Tile {
  const title = { en: 'Publishing', ko: '발행' };
  if (status.unpublished !== undefined) {
    const text = {
      en: `${unpublished} records are not published.`,
      ko: `기록 ${unpublished}건이 발행되지 못했습니다.`,
    };
    return { tone: 'bad', title, text: because(text, status.unpublished) };
  }
  return {
    tone: 'good',
    title,
    text:
      unpublished === 0
        ? { en: 'Every record is published.', ko: '모든 기록이 발행되었습니다.' }
        : { en: `${unpublished} records are about to be published.`, ko: `기록 ${unpublished}건이 곧 발행됩니다.` },
  };
}

function witnessTile({ name, size, cosignedAt, failure }: WitnessStatus, published: number): Tile {
  const title = { en: `Witness ${name}`, ko: `증인 ${name}` };
  if (failure !== undefined) {
    const text = { en: 'Gave no cosignature when it was asked last.', ko: '마지막 요청에 공동 서명하지 않았습니다.' };
    return { tone: 'watch', title, text: because(text, failure) };
  }
  if (cosignedAt === undefined)
    return {
      tone: 'watch',
      title,
      text: { en: 'Has not been asked since the start.', ko: '시작한 뒤로 아직 요청하지 않았습니다.' },
    };
  const at = koreanTime(new Date(cosignedAt).toISOString());
  return {
    tone: size >= published ? 'good' : 'watch',
    title,
    text: { en: `Cosigned ${size} records at ${at}.`, ko: `${at}에 기록 ${size}건까지 공동 서명했습니다.` },
  };
}

function diskTile({ hindrance }: SourceStatus): Tile {
  const title = { en: 'Room for more', ko: '저장 공간' };
  if (hindrance !== undefined) return { tone: 'bad', title, text: because({ en: '', ko: '' }, hindrance) };
  return { tone: 'good', title, text: { en: 'There is room.', ko: '여유가 있습니다.' } };
}

/** A sentence with what its code means behind it. */
function because(text: Sentence, code: string): Sentence {
  const meaning = isErrorCode(code) ? CATALOGUE[code] : { en: '', ko: '' };
  return { en: `${text.en} ${meaning.en} (${code})`.trim(), ko: `${text.ko} ${meaning.ko} (${code})`.trim() };
}
