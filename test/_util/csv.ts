/**
 * CSV as RFC 4180 has it, read back by other code than that which writes it.
 * @module
 */

/** Rows of cells. A byte order mark is passed over. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  cell.lastIndex = text.startsWith('\ufeff') ? 1 : 0;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) throw new Error(`no CSV after ${JSON.stringify(row)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The cells that a spreadsheet would run: those that begin as formulas do and are no numbers. */
export function formulasIn(rows: readonly (readonly string[])[]): string[] {
  return rows.flat().filter((text) => /^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text));
}
