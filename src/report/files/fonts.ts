/**
 * The fonts of PDF reports: the few files of large packages that are needed. The build copies them, with their licences, into
 * `dist/report/fonts`, so that nobody who installs this program downloads the packages.
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Name in `dist/report/fonts`, and where in `node_modules` the file comes from. */
export const FONT_FILES = {
  'Pretendard-Regular.ttf': 'pretendard/dist/public/static/alternative/Pretendard-Regular.ttf',
  'Pretendard-Bold.ttf': 'pretendard/dist/public/static/alternative/Pretendard-Bold.ttf',
  'NotoSansKR-Regular.ttf': '@expo-google-fonts/noto-sans-kr/400Regular/NotoSansKR_400Regular.ttf',
  'IBMPlexMono-Regular.ttf': '@expo-google-fonts/ibm-plex-mono/400Regular/IBMPlexMono_400Regular.ttf',
  'OFL-Pretendard.txt': 'pretendard/dist/LICENSE.txt',
  'OFL-NotoSansKR.txt': '@expo-google-fonts/noto-sans-kr/LICENSE_FONT',
  'OFL-IBMPlexMono.txt': '@expo-google-fonts/ibm-plex-mono/LICENSE_FONT',
} as const;

export type FontFile = keyof typeof FONT_FILES;

const read = new Map<FontFile, Buffer>();

/** The bytes of a font, read once: beside the built program, or from the packages where it runs from its sources. */
export function fontBytes(name: FontFile): Buffer {
  let bytes = read.get(name);
  if (bytes === undefined) {
    bytes = readFileSync(fontPath(name));
    read.set(name, bytes);
  }
  return bytes;
}

/** Where the file lies. */
export function fontPath(name: FontFile): string {
  const built = fileURLToPath(new URL(`../fonts/${name}`, import.meta.url));
  return existsSync(built)
    ? built
    : fileURLToPath(new URL(`../../../node_modules/${FONT_FILES[name]}`, import.meta.url));
}
