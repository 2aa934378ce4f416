/**
 * Text as runs, each in a font that has all its characters: Pretendard, Noto Sans KR for hanja, and `[U+1F600]` for what neither
 * has and for characters that hide or turn text around. Korean prose breaks between its words, never inside them; no invisible
 * character is put in for that, so that what is copied from a report is what it says.
 * @module
 */
import { type Coverage, covers, readCoverage } from './coverage.ts';
import { fontBytes } from './fonts.ts';

/** Families that the PDF knows. */
export type Family = 'Pretendard' | 'NotoSansKR' | 'IBMPlexMono';

export interface Run {
  readonly text: string;
  readonly font?: Family;
  readonly noWrap?: true;
}

/** A name or a value: breaks wherever its writing allows. */
export function runsOf(text: string): Run[] {
  return split(text, 'Pretendard');
}

/** For where a text can have one font only: what Pretendard lacks is spelled out. */
export function pretendardText(text: string): string {
  return split(text, 'Pretendard')
    .map((run) => (run.font === undefined ? run.text : Array.from(run.text, spell).join('')))
    .join('');
}

function spell(character: string): string {
  return `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** Digests and code: in a font of one width, as far as it has the characters. */
export function monoRuns(text: string): Run[] {
  return split(text, 'IBMPlexMono').map((run) => ({ font: 'IBMPlexMono', ...run }));
}

/** Korean prose keeps its words whole; a word longer than this may break all the same. */
const LONGEST_WORD = 24;
const HANGUL = /\p{Script=Hangul}/u;

/** Sentences of ours. */
export function proseRuns(text: string): Run[] {
  if (!HANGUL.test(text)) return runsOf(text);
  return (text.match(/[^ \n]*[ \n]*/g) ?? [])
    .filter((word) => word !== '')
    .flatMap((word) =>
      runsOf(word).map(
        (run): Run => (word.length <= LONGEST_WORD && !word.includes('\n') ? { ...run, noWrap: true } : run),
      ),
    );
}

const coverages = new Map<Family, Coverage>();

function coverageOf(family: Family): Coverage {
  let coverage = coverages.get(family);
  if (coverage === undefined) {
    coverage = readCoverage(fontBytes(`${family}-Regular.ttf`));
    coverages.set(family, coverage);
  }
  return coverage;
}

/** What shows as nothing, or changes how its neighbours show. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function split(text: string, family: Family): Run[] {
  if (isPlain(text)) return [{ text }];
  const runs: { text: string; font?: Family }[] = [];
  for (const character of text) {
    const { shown, font } = place(character, family);
    const open = runs.at(-1);
    if (open !== undefined && open.font === font) open.text += shown;
    else runs.push(font === undefined ? { text: shown } : { text: shown, font });
  }
  return runs.length === 0 ? [{ text: '' }] : runs;
}

/** Printable ASCII, which every font here has: nearly all of a report. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** How a character is shown, and in which other font. */
function place(character: string, family: Family): { readonly shown: string; readonly font?: Family } {
  if (character === '\n') return { shown: character };
  const codePoint = character.codePointAt(0) ?? 0;
  if (!HIDDEN.test(character)) {
    if (covers(coverageOf(family), codePoint)) return { shown: character };
    const other = (['Pretendard', 'NotoSansKR'] as const).find((each) => covers(coverageOf(each), codePoint));
    if (other !== undefined && other !== family) return { shown: character, font: other };
  }
  return { shown: spell(character) };
}
