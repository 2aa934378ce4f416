/**
 * A sentence for people, in both languages of the ledger.
 * @module
 */
/** What a person reads beside a code. Both languages say what is wrong and what to do about it. */
export interface Sentence {
  readonly en: string;
  readonly ko: string;
}
