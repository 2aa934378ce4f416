/**
 * Words of reports, in both languages: forms, headings with their numbers, and the words of closed vocabularies.
 * @module
 */
import { CATALOGUE, isErrorCode } from '../../../core/catalogue/catalogue.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Block, Text } from '../../layout/blocks.ts';
import { groupedNumber } from '../../layout/format.ts';
import { KIND_NAMES } from '../../layout/kind-names.ts';
import type { ReportForm } from '../scope.ts';
import { TERMS } from './terms.ts';

export const FORMS: Readonly<Record<ReportForm, Sentence>> = {
  certificate: { en: 'Certificate of a record', ko: '기록 증명서' },
  period: { en: 'Period audit report', ko: '기간 감사 보고서' },
  credit: { en: 'Credit statement', ko: '크레딧 명세서' },
  dossier: { en: 'Model dossier', ko: '모델 이력 보고서' },
  inspection: { en: 'Inspection report', ko: '실태조사 보고서' },
  incident: { en: 'Incident report', ko: '사고 증거 보고서' },
};

export function say(en: string, ko: string): Sentence {
  return { en, ko };
}

export function paragraph(en: string, ko: string): Block {
  return { type: 'paragraph', text: { en, ko } };
}

/** A heading in the language of the report, with the other one beside it, as inspectors of both need it. */
export function heading(level: 1 | 2 | 3, en: string, ko: string, number = ''): Block {
  return { type: 'heading', level, text: { en: `${number}${en} (${ko})`, ko: `${number}${ko} (${en})` } };
}

/** Numbers the headings of the second level, in their order. */
export function numbered(sections: readonly (readonly Block[])[]): Block[] {
  return sections.flatMap((blocks, i) =>
    blocks.map((block) =>
      block.type === 'heading' && block.level === 2 ? { ...block, text: prefixed(block.text, `${i + 1}. `) } : block,
    ),
  );
}

function prefixed({ en, ko }: Sentence, prefix: string): Sentence {
  return { en: prefix + en, ko: prefix + ko };
}

/** A number as it stands in a sentence of either language. */
export function count(value: number): string {
  return groupedNumber(value, 'en');
}

/** What a code means: a word of reports, a kind of statement, a sentence of the catalogue, or the code itself. */
export function term(code: string): Text {
  if (Object.hasOwn(TERMS, code)) return TERMS[code] ?? code;
  if (Object.hasOwn(KIND_NAMES, code)) return KIND_NAMES[code as keyof typeof KIND_NAMES];
  return isErrorCode(code) ? CATALOGUE[code] : code;
}

/** The term of a kind of statement. */
export function kindName(kind: string): Text {
  return Object.hasOwn(KIND_NAMES, kind) ? KIND_NAMES[kind as keyof typeof KIND_NAMES] : kind;
}

/** The reason for a statement: a word of the charter, which may be one that no words are kept for. */
export function reasonText(code: string): Text {
  return Object.hasOwn(REASONS, code) ? (REASONS[code] ?? code) : code;
}

const REASONS: Readonly<Record<string, Sentence>> = {
  planned: say('planned', '계획에 따름'),
  'key-rotation': say('rotation of a key', '키 교체'),
  'key-lost': say('key lost', '키 분실'),
  'key-compromise': say('key compromised', '키 유출'),
  'key-compromised': say('key compromised', '키 유출'),
  left: say('left', '탈퇴'),
  error: say('error', '오류'),
  'data-error': say('error in the data', '데이터 오류'),
  'data-quality': say('quality of the data', '데이터 품질'),
  'consent-withdrawn': say('consent withdrawn', '동의 철회'),
  'retention-end': say('end of retention', '보존 기간 만료'),
};

/** Several texts as one. */
export function joined(texts: readonly Text[], separator = ', '): Text {
  const of = (language: keyof Sentence): string =>
    texts.map((text) => (typeof text === 'string' ? text : text[language])).join(separator);
  return { en: of('en'), ko: of('ko') };
}
