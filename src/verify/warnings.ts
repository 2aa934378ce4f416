/**
 * What a reader of a VERIFIED should be warned of (I9).
 * @module
 */
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { OpenedCheckpoint } from '../core/note/open-checkpoint.ts';
import type { TrustPolicy } from '../core/note/trust-policy.ts';
import { formatVkey } from '../core/note/vkey.ts';
import { isDoubtful } from '../core/rules/institution.ts';
import { parseInstant } from '../core/statement/instant.ts';
import { cosignersOf, type Findings, say } from './findings.ts';
import type { Facts, Warning, WarningCode } from './verdict.ts';

/** The warnings that apply. */
export function warningsOf(findings: Findings, facts: Facts): Warning[] {
  return (Object.keys(WARNINGS) as WarningCode[]).flatMap((code) => {
    const sentence = WARNINGS[code](findings, facts);
    return sentence === undefined ? [] : [{ code, sentence }];
  });
}

const WARNINGS: Readonly<Record<WarningCode, (findings: Findings, facts: Facts) => Sentence | undefined>> = {
  'no-witness': ({ cover, later }) =>
    cosignersOf(cover, later).length > 0
      ? undefined
      : say(
          'No witness: others may have been shown another log.',
          '증인 없음: 다른 사람에게는 다른 로그를 보였을 수 있습니다.',
        ),
  'no-lower-bound': (_, { time }) =>
    time.notBefore !== undefined
      ? undefined
      : say(
          'Time asserted by the operator: no cosignature shows that the record was not published earlier.',
          '운영 기관이 주장하는 시각: 더 일찍 공개되지 않았음을 보이는 공동 서명이 없습니다.',
        ),
  'no-upper-bound': (_, { time }) =>
    time.notAfter !== undefined
      ? undefined
      : say(
          'Time asserted by the operator: no cosignature shows by when the record was published.',
          '운영 기관이 주장하는 시각: 언제까지 공개되었는지를 보이는 공동 서명이 없습니다.',
        ),
  'recorded-before-lower-bound': (_, { time, recordedAt }) => {
    const bound = time.notBefore?.instant;
    if (bound === undefined || recordedAt >= bound) return undefined;
    const gap = duration(recordedAt, bound);
    return say(
      `The operator dates the record ${gap} before a time at which witnesses had not seen it.`,
      `운영 기관의 기록 시각이, 증인이 아직 이 기록을 보지 못한 시각보다 ${gap} 앞섭니다.`,
    );
  },
  'recorded-after-upper-bound': (_, { time, recordedAt }) => {
    const bound = time.notAfter?.instant;
    if (bound === undefined || recordedAt <= bound) return undefined;
    const gap = duration(bound, recordedAt);
    return say(
      `The operator dates the record ${gap} after the time by which witnesses had seen it.`,
      `운영 기관의 기록 시각이, 증인이 이미 이 기록을 본 시각보다 ${gap} 늦습니다.`,
    );
  },
  'bounds-cross': (_, { time: { notBefore, notAfter } }) =>
    notBefore === undefined || notAfter === undefined || notBefore.instant <= notAfter.instant
      ? undefined
      : say(
          'The witnesses contradict each other about the time: rely on neither bound.',
          '증인들이 말하는 시각이 서로 모순됩니다. 어느 쪽 시각도 신뢰하지 마십시오.',
        ),
  'log-key-not-in-charter': ({ cover, later, keyring }) => {
    const { logs } = cover?.opened ?? later?.opened ?? {};
    if (logs === undefined || keyring === undefined) return undefined;
    if (logs.some(({ key }) => keyring.ledger.logKeys.includes(formatVkey(key)))) return undefined;
    return say(
      'The charter, as amended up to the record, does not name the key that signed the checkpoint: it may have succeeded later.',
      '기록 시점까지의 헌장에는 체크포인트를 서명한 키가 없습니다. 그 뒤에 승계된 키일 수 있습니다.',
    );
  },
  'log-key-succeeded': ({ policy, cover, later }) => succeededKey(policy, cover?.opened ?? later?.opened),
  'key-compromised': ({ evidence, keyring }) => {
    const institution = keyring?.institution;
    if (evidence === undefined || institution === undefined) return undefined;
    const { author } = evidence.record.statement;
    const doubtful = evidence.events.filter(
      ({ index, keyId, statement }) => statement.author === author && isDoubtful(institution, keyId, index),
    );
    return doubtful.length === 0 ? undefined : compromisedKeys(doubtful.map(({ index }) => index));
  },
  'needs-quorum': ({ evidence, keyring }) =>
    evidence === undefined || keyring?.waitsForApproval(evidence.record) !== true
      ? undefined
      : say(
          'The statement takes effect only when other stewards approve it; whether they did stands in later records.',
          '이 진술은 다른 관리 기관이 승인해야 효력이 생깁니다. 승인 여부는 이후 기록에 있습니다.',
        ),
  'same-tensors': ({ artefact }) =>
    artefact !== 'same-tensors'
      ? undefined
      : say(
          'The artefact holds the recorded weights, but in another file than the one recorded.',
          '산출물의 가중치는 기록과 같지만, 파일은 기록된 파일과 다릅니다.',
        ),
};

/** Where no key that the policy lists signed the checkpoint, but one that follows from it. */
export function succeededKey(policy: TrustPolicy, opened: OpenedCheckpoint | undefined): Sentence | undefined {
  const { logs = [] } = opened ?? {};
  const [log] = logs;
  if (log === undefined || logs.some((each) => policy.logs.includes(each))) return undefined;
  const vkey = formatVkey(log.key);
  return say(
    `The policy does not list the key that signed the checkpoint. A key that it lists signed a tree in which the charter names that one: add it to the policy, beside the old one: log ${vkey}`,
    `체크포인트를 서명한 키가 정책에 없습니다. 정책에 있는 키가 서명한 트리의 헌장이 이 키를 로그의 키로 명시합니다. 이전 키는 그대로 두고 정책에 추가하십시오: log ${vkey}`,
  );
}

/** Indexes named in one warning. */
const MAX_NAMED = 20;

/** Which of the records shown were signed with a key that was compromised by then. */
export function compromisedKeys(indexes: readonly number[]): Sentence {
  const more = indexes.length > MAX_NAMED ? ', …' : '';
  const named = `${indexes.slice(0, MAX_NAMED).join(', ')}${more}`;
  return say(
    `Records shown here were signed with a key that its institution reports compromised by then; what they say, keys that they enrol included, may not be its word: ${named}.`,
    `당시 이미 유출되었다고 기관이 밝힌 키로 서명된 기록이 있습니다. 그 내용과 그 기록으로 등록된 키는 기관의 뜻이 아닐 수 있습니다: ${named}.`,
  );
}

/** From one instant to a later one, in its two largest units: `2 d 3 h`, `4 min 5 s`, `1.250 s`. */
function duration(from: string, to: string): string {
  const ms = parseInstant(to) - parseInstant(from);
  const [seconds, minutes, hours, days] = [1000, 60_000, 3_600_000, 86_400_000].map((unit) => Math.floor(ms / unit));
  if (days) return `${days} d ${(hours ?? 0) % 24} h`;
  if (hours) return `${hours} h ${(minutes ?? 0) % 60} min`;
  if (minutes) return `${minutes} min ${(seconds ?? 0) % 60} s`;
  return `${(ms / 1000).toFixed(3)} s`;
}
