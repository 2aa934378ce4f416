/**
 * The style of archived pages: that of the explorer, without its fonts, which would weigh more than the pages.
 * @module
 */
import { readFile } from 'node:fs/promises';

const SHEETS = ['theme', 'base', 'files', 'verdict', 'elements', 'log', 'chart', 'credit'];

/** One style sheet. It stands in the sources and in a build at the same place. */
export async function archiveStyle(): Promise<string> {
  const sheets = SHEETS.map((name) => readFile(new URL(`../../web/styles/${name}.css`, import.meta.url), 'utf8'));
  return (await Promise.all(sheets)).join('');
}
