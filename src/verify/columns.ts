/**
 * Columns of a terminal: Hangul and other wide characters take two.
 * @module
 */

export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character >= '\u1100' ? 2 : 1), 0);
}

/** The text at the left of `columns` columns. */
export function toLeft(text: string, columns: number): string {
  return text + fill(text, columns);
}

/** The text at the right of `columns` columns. */
export function toRight(text: string, columns: number): string {
  return fill(text, columns) + text;
}

function fill(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - columnsOf(text)));
}
