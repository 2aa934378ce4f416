/**
 * A verification of evidence as plain text, as that of a bundle.
 * @module
 */
import { type Language, type Row, renderAround, rowLines } from '../text.ts';
import type { EvidenceVerification } from './verify-evidence.ts';

/** The text, with a final newline. Holds no control or invisible characters, whatever the evidence holds. */
export function renderEvidence(verification: EvidenceVerification, language: Language): string {
  const lines = rowLines(evidenceRows(verification, language));
  const told = lines.length === 0 ? [] : ['', WORDS.title[language], ...lines];
  return renderAround({ ...verification, committed: [], warnings: [], ignored: [] }, told, language);
}

/** What the evidence is about; nothing where it could not be read. */
export function evidenceRows({ facts }: EvidenceVerification, language: Language): Row[] {
  if (facts === undefined) return [];
  const { origin, sizes, index, code } = facts;
  return [
    [WORDS.log[language], origin],
    [WORDS.sizes[language], sizes.join(', ')],
    ...(index === undefined ? [] : [[WORDS.index[language], String(index)] as const]),
    ...(code === undefined ? [] : [[WORDS.code[language], code] as const]),
  ];
}

const WORDS = {
  title: { en: 'What the evidence is about', ko: '증거의 대상' },
  log: { en: 'log', ko: '로그' },
  sizes: { en: 'tree sizes', ko: '트리 크기' },
  index: { en: 'index', ko: '인덱스' },
  code: { en: 'rule broken', ko: '어긴 규칙' },
} as const;
