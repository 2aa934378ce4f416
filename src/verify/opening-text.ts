/**
 * The judgement of opened values as plain text for a terminal or a printout: the verdict, what led to it, then the values.
 * @module
 */
import type { ErrorCode, Sentence } from '../core/catalogue/catalogue.ts';
import { FORMAT_CODES } from '../core/catalogue/format.ts';
import { RULE_CODES } from '../core/catalogue/rules.ts';
import type { OpeningCheck, OpeningVerification } from './opening.ts';
import { type Language, OUTCOMES, pad, printable, VERDICTS } from './text.ts';
import type { Facts } from './verdict.ts';

/** The text, with a final newline. Holds no control or invisible characters, whatever the values hold. */
export function renderOpening(verification: OpeningVerification, language: Language): string {
  const { verdict, checks, values, places, facts } = verification;
  const lines = [
    VERDICTS[verdict][language],
    ...checks.flatMap((check) => checkLines(check, language)),
    ...(facts === undefined || places.length === 0 ? [] : ['', recordLine(facts, places, language)]),
    ...(values === undefined ? [] : ['', WORDS.values[language]]),
    ...Object.entries(values ?? {}).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function checkLines({ id, outcome, sentence, code, detail }: OpeningCheck, language: Language): string[] {
  const reasons: Readonly<Partial<Record<ErrorCode, Sentence>>> = { ...FORMAT_CODES, ...RULE_CODES };
  const reason = code === undefined ? undefined : reasons[code]?.[language];
  const missing = id !== 'values' && outcome === 'not-reached' ? MISSING[id][language] : undefined;
  return [
    `  ${pad(OUTCOMES[outcome][language])}  ${sentence[language]}`,
    ...[reason ?? missing ?? []].flat().map((line) => `  ${pad('')}  ${line}`),
    ...(code === undefined ? [] : [`  ${pad('')}  (${code}: ${detail})`]),
  ];
}

function recordLine(
  { kind, institution, index, origin }: Facts,
  places: readonly string[],
  language: Language,
): string {
  const where = places.join(', ');
  return language === 'ko'
    ? `${institution}의 ${kind} 진술, ${origin}의 ${index}번 기록, 위치 ${where}`
    : `${kind} of ${institution}, record ${index} of ${origin}, at ${where}`;
}

const WORDS = {
  values: { en: 'Values', ko: '값' },
} as const satisfies Record<string, Sentence>;

/** What to give where a check was not reached. */
const MISSING = {
  named: {
    en: 'Give the proof bundle of the statement with --proof.',
    ko: '--proof로 진술의 증명 묶음을 지정하십시오.',
  },
  proof: {
    en: 'Give the proof bundle with --proof and the trust policy with --trust.',
    ko: '--proof로 증명 묶음을, --trust로 신뢰 정책을 지정하십시오.',
  },
} as const satisfies Record<string, Sentence>;
