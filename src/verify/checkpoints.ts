/**
 * Judging checkpoints by themselves: who vouches for one, and whether it contains an earlier one (I1).
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import { decodeHex } from '../core/bytes/hex.ts';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import { type Checkpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import { parseNote } from '../core/note/note.ts';
import { NO_QUORUM, type TrustPolicy } from '../core/note/trust-policy.ts';
import { type Anchor, assertExtends, assertLogSigned, assertQuorum, openAnchor } from './anchor.ts';
import { Checklist } from './checklist.ts';
import { NO_WITNESSES } from './examination.ts';
import { cosignersOf, say } from './findings.ts';
import { type SignatureBackend, withSignatures } from './signatures.ts';
import type { Judgement } from './text.ts';
import { CHECKS } from './verdict.ts';

const CHECKPOINT_CHECKS = {
  note: { en: 'The file is a checkpoint, in its one spelling.', ko: '정해진 표기를 따르는 체크포인트입니다.' },
  shown: {
    en: 'Size and root are the ones shown beside it.',
    ko: '크기와 루트가 함께 표시된 값과 같습니다.',
  },
  contains: {
    en: 'The later tree contains the earlier one, unchanged.',
    ko: '이후의 트리가 이전의 트리를 변경 없이 포함합니다.',
  },
  checkpoint: {
    en: 'A log of the trust policy signed every checkpoint shown.',
    ko: '제시된 모든 체크포인트에 신뢰 정책의 로그가 서명했습니다.',
  },
  witnesses: CHECKS.witnesses,
} as const satisfies Record<string, Sentence>;

/** What is to be judged: notes as published. */
export interface CheckpointQuestion {
  readonly newer: string;
  readonly older?: { readonly note: string; readonly consistency: readonly Uint8Array[] };
  /** What a page says of the newer one; the root as hex. */
  readonly shown?: { readonly size: number; readonly root: string };
}

/** Judges. Whatever the notes are, the answer is a verdict; without a policy nobody can tell. */
export function verifyCheckpoints(
  { newer, older, shown }: CheckpointQuestion,
  policy: TrustPolicy = { logs: [], witnesses: [], groups: [], quorum: NO_QUORUM },
  backend: SignatureBackend,
): Promise<Judgement> {
  return withSignatures(backend, (verify) => {
    const list = new Checklist(
      [
        'note',
        ...(shown === undefined ? [] : (['shown'] as const)),
        ...(older === undefined ? [] : (['contains'] as const)),
        'checkpoint',
        'witnesses',
      ],
      CHECKPOINT_CHECKS,
    );
    let anchors: readonly Anchor[] = [];
    list.run(() => {
      const notes = list.check('note', () => [newer, ...(older === undefined ? [] : [older.note])].map(parseNote));
      const [last, first] = list.check('note', () => notes.map(({ text }) => parseCheckpoint(text)));
      if (last === undefined) return;
      if (shown !== undefined) list.check('shown', () => assertShown(last, shown));
      if (older !== undefined && first !== undefined)
        list.check('contains', () => assertContains(last, first, older.consistency));
      anchors = list.check('checkpoint', () => {
        const opened = notes.map((note) => openAnchor(note, policy, verify));
        for (const anchor of opened) assertLogSigned([anchor], policy);
        return opened;
      });
      list.consider('witnesses', () => {
        if (policy.quorum === NO_QUORUM) return NO_WITNESSES;
        assertQuorum(anchors.slice(0, 1), policy);
        return undefined;
      });
    });
    return conclude(list, anchors);
  });
}

function assertShown({ size, root }: Checkpoint, shown: { readonly size: number; readonly root: string }): void {
  if (size === shown.size && equalBytes(root, decodeHex(shown.root))) return;
  throw new InputError('checkpoint-inconsistent', `the note is about a tree of ${size} records, or another root`);
}

/** Equal trees contain each other. */
function assertContains(newer: Checkpoint, older: Checkpoint, consistency: readonly Uint8Array[]): void {
  if (newer.size !== older.size) assertExtends(newer, older, consistency);
  else if (newer.origin !== older.origin || !equalBytes(newer.root, older.root))
    throw new InputError('checkpoint-inconsistent', `two trees of ${newer.size} records`);
}

function conclude(list: Checklist<keyof typeof CHECKPOINT_CHECKS>, anchors: readonly Anchor[]): Judgement {
  const verdict = list.verdict();
  const around = { verdict, checks: list.checks(), warnings: [], committed: [] };
  const ignored = anchors.flatMap((anchor) =>
    anchor.ignored.map(({ name, keyId }) => ({ where: 'proof' as const, name, keyId })),
  );
  const [newer, older] = anchors;
  if (verdict !== 'VERIFIED' || newer === undefined)
    return { ...around, ignored, proven: [], summary: verdict === 'FAILED' ? REFUTED : UNDECIDED };
  const { origin, size } = newer.checkpoint;
  const who = cosignersOf(newer).join(', ');
  const since = older?.checkpoint.size;
  return {
    ...around,
    ignored,
    summary:
      since === undefined
        ? say(
            `The log ${origin} signed a tree of ${size} records.`,
            `로그 ${origin}의 키로 기록 ${size}건의 트리가 서명되었습니다.`,
          )
        : say(
            `Nothing was changed or removed: the ${size} records contain the first ${since} as they were.`,
            `변경되거나 삭제된 것이 없습니다. 기록 ${size}건이 처음 ${since}건을 그대로 포함합니다.`,
          ),
    proven:
      who === ''
        ? []
        : [say(`${who} saw this tree and cosigned it.`, `다음 증인이 이 트리를 보고 공동 서명했습니다: ${who}.`)],
  };
}

const REFUTED = say(
  'This contradicts itself or the keys of the policy: do not rely on it.',
  '자신 또는 정책의 키와 모순되므로 신뢰하지 마십시오.',
);
const UNDECIDED = say(
  'Nothing wrong was found, but nobody can tell from this alone.',
  '잘못된 점은 발견되지 않았으나 이것만으로는 판단할 수 없습니다.',
);
