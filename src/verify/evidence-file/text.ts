/**
 * A verification of evidence as plain text, as that of a bundle.
 * @module
 */
import { type Language, pad, renderAround } from '../text.ts';
import type { EvidenceVerification } from './verify-evidence.ts';

/** The text, with a final newline. Holds no control or invisible characters, whatever the evidence holds. */
export function renderEvidence(verification: EvidenceVerification, language: Language): string {
  const { facts } = verification;
  const rows: [string, string][] =
    facts === undefined
      ? []
      : [
          [WORDS.log[language], facts.origin],
          [WORDS.sizes[language], facts.sizes.join(', ')],
          ...(facts.index === undefined ? [] : [[WORDS.index[language], String(facts.index)] as [string, string]]),
          ...(facts.code === undefined ? [] : [[WORDS.code[language], facts.code] as [string, string]]),
        ];
  const lines = rows.map(([name, value]) => `  ${pad(name)}  ${value}`);
  const told = lines.length === 0 ? [] : ['', WORDS.title[language], ...lines];
  return renderAround({ ...verification, committed: [], warnings: [], ignored: [] }, told, language);
}

const WORDS = {
  title: { en: 'What the evidence is about', ko: '증거의 대상' },
  log: { en: 'log', ko: '로그' },
  sizes: { en: 'tree sizes', ko: '트리 크기' },
  index: { en: 'index', ko: '인덱스' },
  code: { en: 'rule broken', ko: '어긴 규칙' },
} as const;
