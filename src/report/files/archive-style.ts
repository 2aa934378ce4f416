/**
 * The style of archived pages: that of the explorer, with its fonts beside it.
 * @module
 */
import { readFile } from 'node:fs/promises';

const SHEETS = ['fonts', 'theme', 'base', 'files', 'verdict', 'elements', 'log', 'chart', 'credit'];
const FONTS = ['Pretendard-Regular.subset.woff2', 'Pretendard-Bold.subset.woff2'];

/** `style.css` and what it loads. The sheets stand in the sources and in a build at the same place; the fonts in a build alone. */
export async function archiveStyle(): Promise<ReadonlyMap<string, Uint8Array>> {
  const read = (name: string): Promise<Uint8Array> => readFile(new URL(`../../web/styles/${name}`, import.meta.url));
  const sheets = await Promise.all(SHEETS.map((name) => read(`${name}.css`)));
  const style = Buffer.concat(sheets)
    .toString()
    .replace(/url\("[^"]*\/([^"/]+)"\)/g, 'url("$1")');
  const fonts = await Promise.all(FONTS.map(async (name) => [name, await read(name)] as const));
  return new Map([['style.css', Buffer.from(style)], ...fonts]);
}
