/**
 * How far a VERIFIED reaches: what is proven, and what is only committed (I9).
 *
 * The record commits to the root of the account tree before it. That this root is right, so that no key or role event is
 * missing, is not proven by the record itself: it is, once an auditor who replays the whole log has cosigned a tree with
 * the record in it.
 * @module
 */
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { cosignersOf, type Findings, say } from './findings.ts';
import type { Facts } from './verdict.ts';

/** A sentence where it applies. Requires that every check passed. */
type Claim = (findings: Findings, facts: Facts) => Sentence | undefined;

/** What the evidence proves. Requires that every check passed. */
export function provenClaims(findings: Findings, facts: Facts): Sentence[] {
  return PROVEN.flatMap((claim) => claim(findings, facts) ?? []);
}

/** What rests on somebody's word, or on a commitment that nobody has opened yet. Requires that every check passed. */
export function committedClaims(findings: Findings, facts: Facts): Sentence[] {
  return COMMITTED.flatMap((claim) => claim(findings, facts) ?? []);
}

const PROVEN: readonly Claim[] = [
  (_, { institution, keyId, meaning }) =>
    say(
      `${institution} signed exactly these bytes with the key ${keyId}, in the meaning "${meaning}".`,
      `${institution} 기관이 키 ${keyId}로 "${meaning}"의 의미로 정확히 이 바이트에 서명했습니다.`,
    ),
  (_, { origin, index, treeSize }) =>
    say(
      `They stand as record ${index} in a tree of ${treeSize} records of the log ${origin}.`,
      `이 바이트는 로그 ${origin}의 기록 ${treeSize}개 트리에서 ${index}번 기록입니다.`,
    ),
  ({ evidence }) => {
    const count = evidence?.keys.length ?? 0;
    return say(
      `The ${count} key and role events shown are recorded before it, and allow it.`,
      `제시된 키·역할 이력 ${count}건이 그보다 먼저 기록되었으며 이 기록을 허용합니다.`,
    );
  },
  ({ cover }) => {
    const who = cosignersOf(cover).join(', ');
    return who === ''
      ? undefined
      : say(`${who} saw this tree and cosigned it.`, `다음 증인이 이 트리를 보고 공동 서명했습니다: ${who}.`);
  },
  ({ before }, { time }) => {
    if (before === undefined || time.notBefore === undefined) return undefined;
    const [size, who] = [before.checkpoint.size, cosignersOf(before).join(', ')];
    return say(
      `It was not in the tree of ${size} records that ${who} had cosigned before.`,
      `그 전에 공동 서명된 기록 ${size}개 트리에는 아직 없었습니다. 증인: ${who}.`,
    );
  },
  ({ later }) => {
    if (later === undefined) return undefined;
    const [size, who] = [later.checkpoint.size, cosignersOf(later).join(', ')];
    return say(
      `It still stands in the later tree of ${size} records${who === '' ? '' : `, cosigned by ${who}`}.`,
      `이후의 기록 ${size}개 트리에도 그대로 있습니다${who === '' ? '' : `(공동 서명: ${who})`}.`,
    );
  },
  ({ artefact }) =>
    artefact === undefined
      ? undefined
      : say('The artefact shown is the one recorded.', '제시된 산출물이 기록된 산출물과 같습니다.'),
  (findings) => {
    const who = replayedBy(findings).join(', ');
    return who === ''
      ? undefined
      : say(
          `${who} replayed the log up to a tree that contains it: the state root is right, no event or amendment is missing here, and the ledger kept all its rules.`,
          `이 기록을 포함하는 트리까지 로그를 재생한 감사 기관: ${who}. 상태 루트가 올바르고, 빠진 이력이나 개정이 없으며, 원장이 모든 규칙을 지켰습니다.`,
        );
  },
];

const COMMITTED: readonly Claim[] = [
  untilReplayed(() =>
    say(
      'That the state root in the record is right, and so that no key or role event is missing here: only committed, until a replaying auditor has cosigned.',
      '기록에 담긴 상태 루트가 올바르고, 따라서 여기에 빠진 키·역할 이력이 없다는 것. 로그를 재생하는 감사 기관이 공동 서명하기 전에는 확정(commit)되었을 뿐입니다.',
    ),
  ),
  untilReplayed(() =>
    say(
      'That no amendment of the charter is missing here, and that the ledger kept its other rules (deadlines, rounds, names, approvals by stewards): until a replaying auditor has cosigned, the word of the operator.',
      '여기에 빠진 헌장 개정이 없고, 원장이 다른 규칙(기한, 라운드, 이름, 관리 기관의 승인)을 지켰다는 것. 감사 기관이 공동 서명하기 전에는 운영 기관의 말입니다.',
    ),
  ),
  untilReplayed(({ uncheckedEvents }) =>
    uncheckedEvents === 0
      ? undefined
      : say(
          `The signatures of ${uncheckedEvents} of the events shown: this file does not carry the keys of those who signed them.`,
          `제시된 이력 중 ${uncheckedEvents}건의 서명. 서명한 기관의 키가 이 파일에 없습니다.`,
        ),
  ),
  untilReplayed(({ evidence }) =>
    evidence?.record.statement.seen === undefined
      ? undefined
      : say(
          'That the log had the root that the author says to have seen.',
          '작성 기관이 보았다는 루트를 로그가 실제로 가졌다는 것.',
        ),
  ),
  (_, { time }) =>
    time.notBefore !== undefined && time.notAfter !== undefined
      ? undefined
      : say('The time of recording: asserted by the operator.', '기록 시각. 운영 기관의 주장입니다.'),
  () => say('The time of signing: asserted by the author.', '서명 시각. 작성 기관의 주장입니다.'),
];

/** A claim that stands until a replaying auditor has cosigned. */
function untilReplayed(claim: Claim): Claim {
  return (findings, facts) => (replayedBy(findings).length > 0 ? undefined : claim(findings, facts));
}

/** The policy's names of the auditors who cosigned a tree with the record in it. */
function replayedBy({ cover, later, auditors }: Findings): string[] {
  return cosignersOf(cover, later).filter((name) => auditors.includes(name));
}
