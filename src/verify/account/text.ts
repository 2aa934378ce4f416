/**
 * The verification of an account statement as plain text for a terminal or a printout.
 * @module
 */
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import { type Language, type Row, renderAround, rowLines } from '../text.ts';
import { formatCredits } from './amounts.ts';
import type { CreditFacts } from './credits.ts';
import type { AccountFacts } from './facts.ts';
import type { AccountVerification } from './verify-account.ts';

/** Hexadecimal digits of a digest that people see. */
const SHORT = 12;

/** The text, with a final newline. Holds no control or invisible characters, whatever the evidence holds. */
export function renderAccount(verification: AccountVerification, language: Language): string {
  const { facts, verdict } = verification;
  const lines = facts === undefined ? [] : factLines(facts, verdict === 'VERIFIED', language);
  return renderAround(verification, lines, language);
}

function factLines(facts: AccountFacts, isVerified: boolean, language: Language): string[] {
  return [
    '',
    WORDS[isVerified ? 'title' : 'claimed'][language],
    ...rowLines(accountRows(facts, language)),
    ...accountLists(facts, language).flatMap(({ title, items }) => ['', title, ...items.map((item) => `  - ${item}`)]),
  ];
}

/** What an account statement says: the account and its sums. */
export function accountRows(facts: AccountFacts, language: Language): Row[] {
  const word = wordOf(language);
  const { origin, account, coverage, count, last } = facts;
  return [
    [word('log'), origin],
    [word('account'), account],
    [word('covers'), word('coverage', coverage)],
    [word('records'), String(count)],
    [word('issued'), formatCredits(facts.issued)],
    [word('spent'), formatCredits(facts.spent)],
    [word('balance'), formatCredits(facts.balance)],
    [
      word('last'),
      word(last.isOwn ? 'lastOwn' : 'lastOther', last.index, last.kind, last.institution, last.recordedAt),
    ],
    [word('fresh'), freshnessText(facts, language)],
  ];
}

/** Its credits, claims, transfers and what is undecided; lists that are empty are left out. */
export function accountLists(
  { credits, claims, transfers, open }: AccountFacts,
  language: Language,
): { readonly title: string; readonly items: readonly string[] }[] {
  const word = wordOf(language);
  const lists = [
    { title: word('credits'), items: credits.map((credit) => creditLine(credit, language)) },
    {
      title: word('claims'),
      items: claims.map(({ index, amount, credit, settlement }) =>
        settlement === undefined
          ? word('claimOpen', index, formatCredits(amount), short(credit))
          : word('claimSettled', index, formatCredits(amount), short(credit), short(settlement)),
      ),
    },
    {
      title: word('transfers'),
      items: transfers.map(({ index, amount, beneficiary, credit }) =>
        word('transferred', index, formatCredits(amount), beneficiary, short(credit)),
      ),
    },
    { title: word('undecided'), items: open.contributions.map(short) },
  ];
  return lists.filter(({ items }) => items.length > 0);
}

function wordOf(language: Language): (name: keyof typeof WORDS, ...values: readonly (string | number)[]) => string {
  return (name, ...values) => fill(WORDS[name][language], ...values);
}

function creditLine({ index, digest, amount, left, award, from }: CreditFacts, language: Language): string {
  const source = (award === undefined ? WORDS.fromTransfer : WORDS.fromAward)[language];
  const whence = fill(source, short(award ?? from ?? ''));
  return fill(WORDS.credit[language], index, formatCredits(amount), whence, formatCredits(left), short(digest));
}

/** The text with its `#` replaced, one after the other. */
function fill(text: string, ...values: readonly (string | number)[]): string {
  const parts = text.split('#');
  return parts.map((part, i) => (i < parts.length - 1 ? `${part}${values[i] ?? ''}` : part)).join('');
}

function freshnessText({ freshness }: AccountFacts, language: Language): string {
  const { at, by, ageSeconds } = freshness;
  const who = by.map(({ witness }) => witness).join(', ');
  const told = fill((who === '' ? WORDS.operatorSays : WORDS.witnessesSay)[language], at, who);
  return ageSeconds === undefined ? told : `${told}${fill(WORDS.age[language], ageSeconds)}`;
}

/** A digest shortened; an institution id as it is. */
function short(text: string): string {
  return text.length === 64 ? `${text.slice(0, SHORT)}…` : text;
}

const WORDS = {
  title: { en: 'Account', ko: '계정' },
  claimed: { en: 'What the file claims', ko: '파일의 주장' },
  log: { en: 'log', ko: '로그' },
  account: { en: 'account', ko: '계정' },
  covers: { en: 'covers', ko: '범위' },
  coverage: { en: 'records before record #', ko: '#번 기록 앞의 모든 기록' },
  records: { en: 'records', ko: '기록 수' },
  issued: { en: 'issued', ko: '발급' },
  spent: { en: 'spent', ko: '사용' },
  balance: { en: 'balance', ko: '잔액' },
  last: { en: 'last record', ko: '마지막 기록' },
  lastOther: { en: '#: # by #, recorded #', ko: '#번: # (#), 기록 시각 #' },
  lastOwn: {
    en: '#: # by #, recorded #; of this account, and not yet in the sums',
    ko: '#번: # (#), 기록 시각 #. 이 계정의 기록이나 합계에는 아직 없음',
  },
  fresh: { en: 'as of', ko: '기준 시각' },
  witnessesSay: { en: '# (#)', ko: '# (#)' },
  operatorSays: { en: '#, asserted by the operator', ko: '#, 운영 기관의 주장' },
  age: { en: ', # s ago', ko: ', #초 전' },
  credits: { en: 'Credits', ko: '크레딧' },
  credit: { en: 'record #: # #, # left (#)', ko: '#번 기록: # #, 남은 금액 # (#)' },
  fromAward: { en: 'from award #', ko: '배분 #' },
  fromTransfer: { en: 'passed on by #', ko: '# 기관의 이전' },
  claims: { en: 'Claims', ko: '청구' },
  claimOpen: { en: 'record #: # of credit #, not settled', ko: '#번 기록: #, 크레딧 #, 미정산' },
  claimSettled: { en: 'record #: # of credit #, settled by #', ko: '#번 기록: #, 크레딧 #, 정산 #' },
  transfers: { en: 'Passed on', ko: '이전' },
  transferred: { en: 'record #: # to # of credit #', ko: '#번 기록: #, 받는 기관 #, 크레딧 #' },
  undecided: { en: 'Contributions that nobody has decided on yet', ko: '아직 결정되지 않은 기여' },
} as const satisfies Record<string, Sentence>;
