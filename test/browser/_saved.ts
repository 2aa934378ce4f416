/**
 * Files that a page saves: downloads, read where Chromium put them.
 * @module
 */
import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';

/** All downloads of a page from now on, by name. */
export function watchDownloads(page: Page): { text(name: string): Promise<string>; readonly names: () => string[] } {
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  return {
    names: () => downloads.map((download) => download.suggestedFilename()),
    text: async (name) => {
      const found = downloads.find((download) => download.suggestedFilename() === name);
      if (found === undefined)
        throw new Error(`${name} was not saved, only ${downloads.map((d) => d.suggestedFilename())}`);
      return readFile(await found.path(), 'utf8');
    },
  };
}
