/**
 * How far a VERIFIED account statement reaches: what is proven, what is only committed, and who could see what it cannot (I9).
 * @module
 */
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { formatVkey } from '../../core/note/vkey.ts';
import { cosignersOf, say } from '../findings.ts';
import type { Warning } from '../verdict.ts';
import { compromisedKeys, succeededKey } from '../warnings.ts';
import { formatCredits } from './amounts.ts';
import type { AccountFindings } from './examination.ts';
import type { AccountFacts } from './facts.ts';

/** A sentence where it applies. Requires that every check passed. */
type Claim = (findings: AccountFindings, facts: AccountFacts) => Sentence | undefined;

/** What the statement proves. Requires that every check passed. */
export function provenOf(findings: AccountFindings, facts: AccountFacts): Sentence[] {
  return PROVEN.flatMap((claim) => claim(findings, facts) ?? []);
}

/** What rests on somebody's word, or on a commitment that nobody has opened yet. Requires that every check passed. */
export function committedOf(findings: AccountFindings, facts: AccountFacts): Sentence[] {
  return COMMITTED.flatMap((claim) => claim(findings, facts) ?? []);
}

/** What a reader of a VERIFIED should be warned of. */
export function accountWarnings({ policy, cover, chronicle }: AccountFindings): Warning[] {
  const warnings: Warning[] = [];
  if (cosignersOf(cover).length === 0) warnings.push({ code: 'no-witness', sentence: NO_WITNESS });
  const logs = cover?.opened?.logs ?? [];
  const isListed = logs.some(({ key }) => chronicle?.ledger.logKeys.includes(formatVkey(key)));
  if (logs.length > 0 && chronicle !== undefined && !isListed) {
    warnings.push({ code: 'log-key-not-in-charter', sentence: LOG_KEY });
  }
  const succeeded = succeededKey(policy, cover?.opened);
  if (succeeded !== undefined) warnings.push({ code: 'log-key-succeeded', sentence: succeeded });
  const { doubtful = [] } = chronicle ?? {};
  if (doubtful.length > 0) warnings.push({ code: 'key-compromised', sentence: compromisedKeys(doubtful) });
  return warnings;
}

const PROVEN: readonly Claim[] = [
  (_, { origin, account, count, coverage }) =>
    count === 0
      ? say(
          `The last record of the log ${origin} under this checkpoint commits to no record of ${account} among the ${coverage} before it.`,
          `이 체크포인트의 마지막 기록은, 그 앞의 로그 ${origin} 기록 ${coverage}건 중 ${account}의 기록이 없다고 확정합니다.`,
        )
      : say(
          `The ${count} records shown of ${account} stand in the log ${origin}, and are all that its last record under this checkpoint commits to among the ${coverage} before it.`,
          `제시된 ${account}의 기록 ${count}건은 로그 ${origin}에 있으며, 이 체크포인트의 마지막 기록이 그 앞의 기록 ${coverage}건 중에서 확정한 전부입니다.`,
        ),
  (_, { issued, spent, balance }) =>
    say(
      `Their sums are ${formatCredits(issued)} credits issued and ${formatCredits(spent)} spent; ${formatCredits(balance)} are left.`,
      `합계는 발급 ${formatCredits(issued)}, 사용 ${formatCredits(spent)}, 잔액 ${formatCredits(balance)} 크레딧입니다.`,
    ),
  ({ evidence }) =>
    say(
      `All ${evidence?.records.length ?? 0} records shown are signed by their authors, with keys and roles that these records give them.`,
      `제시된 기록 ${evidence?.records.length ?? 0}건 모두, 이 기록들이 부여한 키와 역할로 작성 기관이 서명했습니다.`,
    ),
  (_, { awards }) =>
    awards.length === 0
      ? undefined
      : say(
          `Every award behind the credit (${awards.length}) is what the records shown give, to the last micro-credit.`,
          `크레딧의 근거인 배분 ${awards.length}건이 각각, 제시된 기록에서 다시 계산한 값과 마지막 마이크로크레딧까지 같습니다.`,
        ),
  ({ cover }) => {
    const who = cosignersOf(cover).join(', ');
    return who === ''
      ? undefined
      : say(`${who} saw this tree and cosigned it.`, `다음 증인이 이 트리를 보고 공동 서명했습니다: ${who}.`);
  },
  (findings) => {
    const who = replayedBy(findings).join(', ');
    return who === ''
      ? undefined
      : say(
          `${who} replayed the log up to this tree: the account root is right, no record, resolution or amendment is missing, and the ledger kept all its rules.`,
          `이 트리까지 로그를 재생한 감사 기관: ${who}. 계정 루트가 올바르고, 빠진 기록·분쟁 결정·개정이 없으며, 원장이 모든 규칙을 지켰습니다.`,
        );
  },
];

const COMMITTED: readonly Claim[] = [
  untilReplayed(() =>
    say(
      'That the account root in the last record is right, so that no record of the account was left out of it, put into another account, or counted with another sum: an audit sees that, this file does not.',
      '마지막 기록의 계정 루트가 올바르다는 것, 즉 이 계정의 기록이 빠지거나 다른 계정에 들어가거나 다른 금액으로 합산되지 않았다는 것. 이 파일이 아니라 감사(audit)로 알 수 있습니다.',
    ),
  ),
  untilReplayed(() =>
    say(
      'That no amendment, resolution or utility report was recorded beside those shown, and that the ledger kept its other rules (deadlines, names, limits of the policy): an audit sees that.',
      '제시된 것 외에 개정, 분쟁 결정, 효용 보고가 기록되지 않았고 원장이 다른 규칙(기한, 이름, 정책의 한계)을 지켰다는 것. 감사로 알 수 있습니다.',
    ),
  ),
  untilReplayed((_, { credits }) => {
    const from = [...new Set(credits.flatMap((credit) => credit.from ?? []))].join(', ');
    return from === ''
      ? undefined
      : say(
          `That ${from} had the credit that it passed on: its own account statement shows that, and an audit.`,
          `다음 기관이 이전한 크레딧을 실제로 가지고 있었다는 것: ${from}. 그 기관의 계정 명세서나 감사로 알 수 있습니다.`,
        );
  }),
  (_, { freshness }) =>
    freshness.by.length > 0
      ? undefined
      : say('How new the checkpoint is: asserted by the operator.', '체크포인트의 시각. 운영 기관의 주장입니다.'),
  (_, { coverage }) =>
    say(
      `Nothing from record ${coverage} on is in the sums: fetch a newer statement for that.`,
      `${coverage}번 기록부터는 합계에 들어 있지 않습니다. 더 새로운 명세서를 받으십시오.`,
    ),
];

/** A claim that stands until a replaying auditor has cosigned. */
function untilReplayed(claim: Claim): Claim {
  return (findings, facts) => (replayedBy(findings).length > 0 ? undefined : claim(findings, facts));
}

function replayedBy({ cover, auditors }: AccountFindings): string[] {
  return cosignersOf(cover).filter((name) => auditors.includes(name));
}

const NO_WITNESS = say(
  'No witness: others may have been shown another log.',
  '증인 없음: 다른 사람에게는 다른 로그를 보였을 수 있습니다.',
);
const LOG_KEY = say(
  'The charter, as amended, does not name the key that signed the checkpoint: it may have succeeded later.',
  '개정된 헌장에 체크포인트를 서명한 키가 없습니다. 그 뒤에 승계된 키일 수 있습니다.',
);
