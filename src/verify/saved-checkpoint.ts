/**
 * Comparing what a file shows of a log with a checkpoint that its reader saved earlier (I1): of two checkpoints of one size with
 * different roots, both signed by the log, one is a lie, whichever.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { verifySignature } from '../core/crypto/verify.ts';
import { InputError } from '../core/error.ts';
import { type Checkpoint, parseCheckpoint } from '../core/note/checkpoint.ts';
import { type Note, parseNote } from '../core/note/note.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import { openAnchor } from './anchor.ts';
import { say } from './findings.ts';
import { type SignatureBackend, withSignatures } from './signatures.ts';
import type { Verdict } from './verdict.ts';

/** The outcome: VERIFIED is consistent, FAILED a fork. */
export interface SavedComparison {
  readonly verdict: Verdict;
  readonly sentence: Sentence;
  /** Size of the saved tree, where it could be read. */
  readonly size: number | undefined;
}

/**
 * Compares. Whatever the saved file is, the answer is a verdict.
 * @param shown the checkpoints that the file connects with each other, proven; at least one
 */
export function compareSaved(
  saved: Uint8Array,
  shown: readonly Note[],
  policy: TrustPolicy,
  backend: SignatureBackend = verifySignature,
): Promise<SavedComparison> {
  return withSignatures(backend, (verify) => {
    const isSigned = (note: Note): boolean => openAnchor(note, policy, verify).opened !== undefined;
    try {
      const note = parseNote(saved);
      const mine = parseCheckpoint(note.text);
      const others = shown.map((each) => ({ note: each, checkpoint: parseCheckpoint(each.text) }));
      const known = isSigned(note);
      const same = others.find(({ checkpoint }) => checkpoint.size === mine.size);
      if (others.some(({ checkpoint }) => checkpoint.origin !== mine.origin))
        return { verdict: 'CANNOT TELL', sentence: OTHER_LOG, size: mine.size };
      if (!known) return { verdict: 'CANNOT TELL', sentence: NOT_SIGNED, size: mine.size };
      if (same === undefined) return apart(mine, others[0]?.checkpoint);
      if (equalBytes(same.checkpoint.root, mine.root)) return consistent(mine);
      return isSigned(same.note) ? forked(mine) : { verdict: 'FAILED', sentence: DIFFERS, size: mine.size };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return { verdict: 'CANNOT TELL', sentence: UNREADABLE, size: undefined };
    }
  });
}

function consistent({ size }: Checkpoint): SavedComparison {
  const sentence = say(
    `Consistent: the file shows the very tree of ${size} records that you saved.`,
    `일치합니다. 파일이 보이는 트리가 보관하신 기록 ${size}건의 트리와 같습니다.`,
  );
  return { verdict: 'VERIFIED', sentence, size };
}

function forked({ size }: Checkpoint): SavedComparison {
  const sentence = say(
    `Fork: the log signed two different trees of ${size} records, yours and the one in this file. Keep both files; they are evidence.`,
    `원장이 갈라졌습니다(포크). 로그가 기록 ${size}건의 서로 다른 두 트리에 서명했습니다. 하나는 보관하신 것이고 하나는 이 파일의 것입니다. 두 파일이 모두 증거이므로 보관하십시오.`,
  );
  return { verdict: 'FAILED', sentence, size };
}

/** Two sizes, and no proof at hand that connects them. */
function apart({ size }: Checkpoint, other: Checkpoint | undefined): SavedComparison {
  const reached = other?.size ?? 0;
  const sentence =
    size < reached
      ? say(
          `Your checkpoint is older (${size} records) than the one in this file (${reached}). To connect them, compare both on the checkpoints page of the explorer, or run: ledgerline audit.`,
          `보관하신 체크포인트(기록 ${size}건)가 이 파일의 것(${reached}건)보다 오래되었습니다. 둘을 연결하려면 탐색기의 체크포인트 페이지에서 비교하거나 ledgerline audit을 실행하십시오.`,
        )
      : say(
          `Your checkpoint is newer (${size} records) than the one in this file (${reached}). To connect them, add later evidence that ends in your checkpoint.`,
          `보관하신 체크포인트(기록 ${size}건)가 이 파일의 것(${reached}건)보다 새롭습니다. 둘을 연결하려면 그 체크포인트로 끝나는 후속 증거를 추가하십시오.`,
        );
  return { verdict: 'CANNOT TELL', sentence, size };
}

const OTHER_LOG = say('Your saved checkpoint is of another log.', '보관하신 체크포인트는 다른 로그의 것입니다.');
const NOT_SIGNED = say(
  'No log of your trust policy signed the saved checkpoint: it says nothing about this file.',
  '보관하신 체크포인트에 신뢰 정책의 로그가 서명하지 않았으므로 이 파일에 대해 말해 주는 것이 없습니다.',
);
const UNREADABLE = say(
  'The saved file is no checkpoint that can be read.',
  '보관하신 파일은 읽을 수 있는 체크포인트가 아닙니다.',
);
const DIFFERS = say(
  'The file contradicts your saved checkpoint, which the log signed: it shows another tree of the same size.',
  '파일이 로그가 서명한 보관 체크포인트와 모순됩니다. 같은 크기의 다른 트리를 보입니다.',
);
