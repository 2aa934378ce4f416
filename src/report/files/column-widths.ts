/**
 * Widths of the columns of a table on paper. The table says their shares; a column gives up what its texts never fill, so that
 * others need not break inside a word. Nothing is measured by the renderer, however long the table.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Cell, Table } from '../layout/blocks.ts';
import { koreanTime } from '../layout/format.ts';
import { plainCell } from '../layout/plain.ts';

/** Rows that are looked at. */
const SAMPLE = 500;
/** Words longer than this may break: digests, keys. */
const LONGEST_WORD = 22;
/** A digest has at least so many letters on a line. */
const DIGEST_LINE = 17;
/** Of a time: `05:23:58 KST` stays together. */
const TIME_LINE = 12;
/** A letter of ours is about so wide, a syllable twice as much, in shares of the font size. */
const LETTER = 0.56;

interface Need {
  readonly share: number;
  /** That no word breaks. */
  readonly least: number;
  /** That no line breaks. */
  readonly most: number;
}

/** @param room for all columns, without their padding; points */
export function columnWidths(table: Table, language: keyof Sentence, room: number, fontSize: number): number[] {
  const needs = table.columns.map(({ title, width = 1 }, i): Need => {
    const texts = [title[language], ...table.rows.slice(0, SAMPLE).map((row) => shown(row[i], language))];
    const words = texts.flatMap((text) => text.split(/[ \n]/)).map(letters);
    const isDigest = table.rows.some((row) => typeof row[i] === 'object' && 'digest' in row[i]);
    const isTime = table.rows.some((row) => typeof row[i] === 'object' && 'instant' in row[i]);
    const longest = Math.max(
      ...words.filter((length) => length <= LONGEST_WORD),
      isDigest ? DIGEST_LINE : isTime ? TIME_LINE : 3,
    );
    const size = LETTER * fontSize;
    return { share: width, least: (longest + 1) * size, most: (Math.max(...texts.map(letters), longest) + 1) * size };
  });
  return settle(needs, room).map((width) => Math.floor(width * 100) / 100);
}

function shown(cell: Cell | undefined, language: keyof Sentence): string {
  if (cell === undefined) return '';
  if (typeof cell === 'object' && 'instant' in cell) return koreanTime(cell.instant);
  return String(plainCell(cell, language));
}

/** Length in letters. */
function letters(text: string): number {
  return text.length + (text.match(/[\u1100-\uffdc]/g)?.length ?? 0);
}

/** Shares of the room, each at least what its words need and at most what its lines need, as far as the room goes. */
function settle(needs: readonly Need[], room: number): number[] {
  const least = needs.reduce((sum, need) => sum + need.least, 0);
  if (least >= room) return needs.map((need) => (need.least / least) * room);
  const fixed = new Map<number, number>();
  for (;;) {
    const left = room - [...fixed.values()].reduce((sum, width) => sum + width, 0);
    const open = needs.map((need, i) => ({ ...need, i })).filter(({ i }) => !fixed.has(i));
    const shares = open.reduce((sum, { share }) => sum + share, 0);
    const given = open.map((need) => ({ ...need, width: (left * need.share) / shares }));
    // One side at a time: what is too narrow takes from the others first.
    const narrow = given.filter(({ width, least: floor }) => width < floor);
    const wide = narrow.length > 0 ? [] : given.filter(({ width, most }) => width > most);
    if ((narrow.length === 0 && wide.length === 0) || wide.length === open.length) {
      for (const { i, width } of given) fixed.set(i, width);
      return needs.map((_, i) => fixed.get(i) ?? 0);
    }
    for (const { i, least: floor } of narrow) fixed.set(i, floor);
    for (const { i, most } of wide) fixed.set(i, most);
  }
}
