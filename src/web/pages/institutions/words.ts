/**
 * Lists of codes in words.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { word } from '../../statements/vocabulary.ts';

/** The words of codes, one after the other; a dash for none. */
export function wordsOf(codes: readonly string[]): Sentence {
  const words = codes.map(word);
  const join = (language: keyof Sentence): string => words.map((each) => each[language]).join(', ') || '–';
  return { en: join('en'), ko: join('ko') };
}
