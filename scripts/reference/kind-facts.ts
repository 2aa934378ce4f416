/**
 * What the rules say of a kind, in words: who writes it, where it belongs, what it changes. Read from the objects that the
 * rules are, so the words cannot say otherwise.
 * @module
 */
import { kindRules } from '../../src/core/rules/book.ts';
import type { Kind } from '../../src/core/rules/kind.ts';
import type { Statement } from '../../src/core/statement/statement.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { type Language, type Said, said } from './kind-text.ts';
import { KIND_TEXTS } from './text.ts';
import { ROLE_NAMES } from './words.ts';

const NONE: Said = said('none', '없음');
const NO: Said = said('no', '아니요');
const YES: Said = said('yes', '예');

/** The rules of a kind as they stand today. */
export function rulesOf(kind: KindName): Kind<KindName> {
  return kindRules(kind, 1);
}

export function writerOf(kind: KindName, language: Language): string {
  const { roles, writer } = rulesOf(kind);
  const own = KIND_TEXTS[kind].writer;
  if (writer === 'operator') return said('the ledger alone', '원장만')[language];
  const names = roles.map((role) => `${ROLE_NAMES[role][language]}${language === 'ko' ? ` \`${role}\`` : ''}`);
  if (own !== undefined) return own[language];
  return names.length === 0 ? said('everybody enrolled', '등록된 모든 기관')[language] : names.join(', ');
}

/** The roles that the author must hold, as words; none where enrolment is enough. */
export function rolesOf(kind: KindName, language: Language): string {
  const { roles } = rulesOf(kind);
  return roles.length === 0 ? NONE[language] : roles.map((role) => `\`${role}\``).join(', ');
}

export function quorumOf(kind: KindName, language: Language): string {
  const { quorum } = rulesOf(kind);
  if (quorum === undefined) return NONE[language];
  const who = ROLE_NAMES[quorum.by ?? 'steward'][language];
  const members = language === 'en' ? `${who}s, \`quorums.${quorum.of}\`` : `${who}, \`quorums.${quorum.of}\``;
  const only = KIND_TEXTS[kind].quorum?.[language];
  if (only === undefined) return members;
  return language === 'en' ? `${members}, ${only}` : `${members}(${only})`;
}

/** The account, as the rules compute it for a body whose members are their own names. */
export function accountOf(kind: KindName, language: Language): string {
  const body = new Proxy({}, { get: (_, name) => `<${String(name)}>` });
  const account = rulesOf(kind).account({ author: '<author>', body } as Statement);
  return account === '<author>' ? said("its author's", '작성 기관')[language] : `\`${account}\``;
}

export function sumsOf(kind: KindName, language: Language): string {
  const { issued, spent } = rulesOf(kind);
  if (issued !== undefined) return said('issued + `amount`', '발급 + `amount`')[language];
  return spent === undefined ? NONE[language] : said('spent + `amount`', '사용 + `amount`')[language];
}

export function reasonOf(kind: KindName, language: Language): string {
  if (rulesOf(kind).needsReason === undefined) return NO[language];
  return (KIND_TEXTS[kind].reason ?? YES)[language];
}

export function afterLeavingOf(kind: KindName, language: Language): string {
  return (rulesOf(kind).afterLeaving === true ? YES : NO)[language];
}

/** The meanings that its signature may have (21 CFR 11.50). */
export function meaningsOf(kind: KindName, language: Language): string {
  if (kind === 'charter' || rulesOf(kind).writer === 'operator') return '`responsibility`';
  if (kind === 'endorsement') return '`review`, `approval`';
  return said('any', '제한 없음')[language];
}
