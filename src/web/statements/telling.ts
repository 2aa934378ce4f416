/**
 * What the sentences about statements are made of.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { StatementOf } from '../../core/statement/statement.ts';
import type { KindName } from '../../core/statement/validate.ts';
import { shortDigest } from '../format.ts';
import type { References } from './references.ts';

/** What the author did: "contributed …" / "… 기여했습니다"; who and when stand before it. */
export type Telling<K extends KindName> = (statement: StatementOf<K>, references: References) => Sentence;

/** Tellings of some kinds. */
export type Tellings<K extends KindName> = { readonly [Kind in K]: Telling<Kind> };

export function did(en: string, ko: string): Sentence {
  return { en, ko };
}

/** A record by its number, or by the beginning of its digest. */
export function recordNamed(digest: string, references: References): Sentence {
  const found = references.find(digest);
  if (found === undefined)
    return did(`the statement ${shortDigest(digest)}`, `다이제스트 ${shortDigest(digest)}의 진술`);
  return did(`record ${found.index}`, `${found.index}번 기록`);
}

/** "a, b and 3 more" */
export function some(names: readonly string[], most = 4): Sentence {
  const more = names.length - most;
  const shown = names.slice(0, most).join(', ');
  return more <= 0 ? did(shown, shown) : did(`${shown} and ${more} more`, `${shown} 외 ${more}`);
}
