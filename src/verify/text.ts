/**
 * A verification as plain text for a terminal or a printout: first one plain sentence, then the verdict and everything
 * behind it.
 * @module
 */
import type { ErrorCode, Sentence } from '../core/catalogue/catalogue.ts';
import { CREDIT_CODES } from '../core/catalogue/credit.ts';
import { FORMAT_CODES } from '../core/catalogue/format.ts';
import { RULE_CODES } from '../core/catalogue/rules.ts';
import { WATCH_CODES } from '../core/catalogue/watch.ts';
import { toLeft } from './columns.ts';
import type { Check, CheckOutcome, Facts, TimeBound, Verdict, Verification } from './verdict.ts';

export type Language = 'en' | 'ko';

/** The text, lines of any length, with a final newline. Holds no control or invisible characters, whatever the evidence holds. */
export function renderVerification(verification: Verification, language: Language): string {
  const { verdict, facts } = verification;
  if (facts === undefined) return renderAround(verification, [], language);
  const isVerified = verdict === 'VERIFIED';
  const lines = ['', WORDS[isVerified ? 'record' : 'claims'][language], ...rowLines(factRows(facts, language))];
  const time = ['', WORDS.time[language], ...rowLines(timeRows(facts, language))];
  return renderAround(verification, isVerified ? [...lines, ...time] : lines, language);
}

/** What every verification says, whatever it is of. */
export type Judgement = Pick<Verification, 'summary' | 'verdict' | 'proven' | 'committed' | 'warnings' | 'ignored'> & {
  readonly checks: readonly Check<string>[];
};

/** The text of a judgement, with the lines of its facts in their place. */
export function renderAround(judgement: Judgement, facts: readonly string[], language: Language): string {
  const { summary, verdict, checks, proven, committed, warnings, ignored } = judgement;
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const list = (title: keyof typeof WORDS, items: readonly string[]): string[] =>
    items.length === 0 ? [] : ['', word(title), ...items.map((item) => `  - ${item}`)];
  const sentences = (items: readonly Sentence[]): string[] => items.map((item) => item[language]);

  const cause = checks.find(({ outcome }) => outcome === (verdict === 'FAILED' ? 'failed' : 'unknown'));
  const lines = [
    [summary, ...(cause === undefined ? [] : [reasonOf(cause.code) ?? []].flat())]
      .map((part) => part[language])
      .join(' '),
    '',
    VERDICTS[verdict][language],
    '',
    word('checks'),
    ...checks.flatMap(({ outcome, sentence, code, detail, reason = reasonOf(code) }) => [
      `  ${pad(OUTCOMES[outcome][language])}  ${sentence[language]}`,
      ...(reason === undefined ? [] : [`  ${pad('')}  ${reason[language]}`]),
      ...(code === undefined ? [] : [`  ${pad('')}  (${code}: ${detail})`]),
    ]),
    ...facts,
    ...list('proven', sentences(proven)),
    ...list('committed', sentences(committed)),
    ...list('warnings', sentences(warnings.map(({ sentence }) => sentence))),
    ...list(
      'ignored',
      ignored.map(({ where, name, keyId }) => `${where}: ${name}+${keyId}`),
    ),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

/** What a code means. The codes of the running ledger cannot occur here and would only weigh on browsers. */
export function reasonOf(code: ErrorCode | undefined): Sentence | undefined {
  const reasons: Readonly<Partial<Record<ErrorCode, Sentence>>> = {
    ...FORMAT_CODES,
    ...RULE_CODES,
    ...CREDIT_CODES,
    ...WATCH_CODES,
  };
  return code === undefined ? undefined : reasons[code];
}

/** A name and a value. */
export type Row = readonly [name: string, value: string];

/** Lines of names and values, the values in a column. */
export function rowLines(rows: readonly Row[]): string[] {
  return rows.map(([name, value]) => `  ${pad(name)}  ${value}`);
}

/** What a record says. */
export function factRows(facts: Facts, language: Language): Row[] {
  const { origin, index, treeSize, kind, institution, digest, subject, keyId, meaning, reason, roles } = facts;
  const rows: [keyof typeof WORDS, string][] = [
    ['log', origin],
    ['index', WORDS.of[language].replace('#', String(index)).replace('#', String(treeSize))],
    ['kind', kind],
    ['institution', institution],
    ['roles', roles?.join(', ') ?? ''],
    ['statement', digest],
    ['subject', `${subject.name} sha256:${subject.sha256}`],
    ['key', keyId],
    ['meaning', meaning],
    ['reason', reason ?? ''],
    ['signedAt', facts.signedAt],
    ['recordedAt', facts.recordedAt],
  ];
  return rows.filter(([, value]) => value !== '').map(([name, value]) => [WORDS[name][language], value]);
}

/** When a record was published. */
export function timeRows({ time, recordedAt, later }: Facts, language: Language): Row[] {
  const told = (bound: TimeBound | undefined): string =>
    bound === undefined
      ? WORDS.operatorSays[language].replace('#', recordedAt)
      : `${bound.instant}  (${bound.by.map(({ witness, at }) => `${witness} ${at}`).join(', ')})`;
  const still = later?.seen.map(({ witness, at }) => `${witness} ${at}`).join(', ') ?? '';
  return [
    [WORDS.notBefore[language], told(time.notBefore)],
    [WORDS.notAfter[language], told(time.notAfter)],
    ...(still === '' ? [] : [[WORDS.stillSeen[language], still] as const]),
  ];
}

/** A name, in the column of names. */
export function pad(text: string): string {
  return toLeft(text, COLUMN);
}

/** The text with escapes for what could steer a terminal or hide: control, format, surrogate and unassigned characters. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

const COLUMN = 12;

export const VERDICTS: Readonly<Record<Verdict, Sentence>> = {
  VERIFIED: { en: 'VERIFIED', ko: 'VERIFIED (확인됨)' },
  FAILED: { en: 'FAILED', ko: 'FAILED (검증 실패)' },
  'CANNOT TELL': { en: 'CANNOT TELL', ko: 'CANNOT TELL (판단 불가)' },
};

export const OUTCOMES: Readonly<Record<CheckOutcome, Sentence>> = {
  passed: { en: 'passed', ko: '통과' },
  failed: { en: 'FAILED', ko: '실패' },
  unknown: { en: 'unknown', ko: '알 수 없음' },
  'not-reached': { en: 'not reached', ko: '확인 안 함' },
  ignored: { en: 'not used', ko: '미사용' },
};

export const WORDS = {
  checks: { en: 'Checks', ko: '확인 항목' },
  record: { en: 'Record', ko: '기록' },
  claims: { en: 'What the file claims', ko: '파일의 주장' },
  time: { en: 'Time of publication', ko: '공개 시각' },
  proven: { en: 'Proven', ko: '증명된 것' },
  committed: { en: 'Only committed or asserted', ko: '확정되었거나 주장일 뿐인 것' },
  warnings: { en: 'Warnings', ko: '주의' },
  ignored: {
    en: 'Signature lines of keys that the policy does not name, ignored',
    ko: '정책에 없는 키의 서명 줄(제외함)',
  },
  log: { en: 'log', ko: '로그' },
  index: { en: 'index', ko: '인덱스' },
  of: { en: '# in a tree of # records', ko: '#번 (트리의 기록 수 #)' },
  kind: { en: 'kind', ko: '종류' },
  institution: { en: 'institution', ko: '기관' },
  roles: { en: 'roles', ko: '역할' },
  statement: { en: 'statement', ko: '진술' },
  subject: { en: 'subject', ko: '대상' },
  key: { en: 'key', ko: '키' },
  meaning: { en: 'meaning', ko: '서명의 의미' },
  reason: { en: 'reason', ko: '사유' },
  signedAt: { en: 'signed', ko: '서명 시각' },
  recordedAt: { en: 'recorded', ko: '기록 시각' },
  notBefore: { en: 'not before', ko: '하한' },
  notAfter: { en: 'not after', ko: '상한' },
  stillSeen: { en: 'still seen', ko: '이후 확인' },
  operatorSays: {
    en: 'time asserted by the operator: #',
    ko: '운영 기관이 주장하는 시각: #',
  },
} as const satisfies Record<string, Sentence>;
