/**
 * A record in one plain sentence: who did what, and when it was recorded.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Statement } from '../../core/statement/statement.ts';
import type { KindName } from '../../core/statement/validate.ts';
import { koreanMinute } from '../format.ts';
import { CREDITING } from './crediting.ts';
import { GOVERNANCE } from './governance.ts';
import type { References } from './references.ts';
import type { Telling, Tellings } from './telling.ts';
import { TRAINING } from './training.ts';

const TELLINGS: Tellings<KindName> = { ...GOVERNANCE, ...TRAINING, ...CREDITING };

/** "contributed a model update to the round r-03": without who and when. */
export function tellDeed(statement: Statement, references: References): Sentence {
  // The telling of a kind takes statements of that kind, which the lookup has just chosen.
  const telling = TELLINGS[statement.kind] as Telling<KindName>;
  return telling(statement, references);
}

/** The sentence with which a record is introduced. */
export function tellRecord(statement: Statement, recordedAt: string, references: References): Sentence {
  const { en, ko } = tellDeed(statement, references);
  const when = koreanMinute(recordedAt);
  return { en: `On ${when}, ${statement.author} ${en}.`, ko: `${statement.author} 기관이 ${when}에 ${ko}.` };
}
