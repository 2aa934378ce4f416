/**
 * HTML from templates: whatever is put in is escaped, unless it is HTML made here. Attributes stand in double quotes.
 * @module
 */

/** HTML that may stand in a page as it is. Only `html` makes it. */
export class Html {
  readonly text: string;
  /** @param text built of literal parts of our own code and of escaped values */
  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a template; false and undefined are nothing. */
export type Piece = Html | string | number | false | undefined | readonly Piece[];

/** Template tag: literal parts are HTML, values are text. */
export function html(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(parts.reduce((text, part, i) => text + render(values[i - 1]) + part));
}

function render(piece: Piece): string {
  if (piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'string' || typeof piece === 'number') return escapeHtml(String(piece));
  return piece.map(render).join('');
}

/**
 * The text as it may stand between tags and inside double quotes. Control, format and surrogate characters, which could hide
 * or turn around what stands there, become visible escapes.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
      character === '\n' || character === '\t' ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
    );
}
