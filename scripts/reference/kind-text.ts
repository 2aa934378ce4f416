/**
 * What the reference pages say of each statement kind beside what schemas and rules say themselves: sentences, in English
 * and Korean. Every sentence on a rule names the codes that it is refused with, and a test holds these against the code.
 * @module
 */
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';

export type Language = 'en' | 'ko';

/** A text in both languages. */
export type Said = Readonly<Record<Language, string>>;

/** A rule as a sentence, with the codes of its refusals; none where it says what follows instead of what is refused. */
export interface RuleText extends Said {
  readonly codes: readonly ErrorCode[];
}

export type Group = 'governance' | 'preparation' | 'round' | 'evaluation' | 'credit' | 'correction' | 'evidence';

/** What only people know of a kind. Its purpose and its fields are described in its schema. */
export interface KindText {
  /** Who writes it, where the list of roles does not say all. */
  readonly writer?: Said;
  /** Which of its statements need a quorum, where not all do. */
  readonly quorum?: Said;
  /** Which of its statements need a reason. */
  readonly reason?: Said;
  /** What the record means. */
  readonly meaning: Said;
  readonly rules: readonly RuleText[];
}

export function said(en: string, ko: string): Said {
  return { en, ko };
}

export function rule(en: string, ko: string, ...codes: ErrorCode[]): RuleText {
  return { en, ko, codes };
}

export const ALWAYS: Said = said('always', '항상');
