/**
 * What a build made for browsers: script, style and fonts of the explorer under names that carry their hash, and the verifier
 * page. Read once at the start.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../core/error.ts';
import type { Assets } from '../../web/shell.ts';

/** One file for browsers. */
export interface Asset {
  readonly bytes: Uint8Array;
  readonly type: string;
}

export interface WebBuild {
  readonly assets: Assets;
  /** By name, without folder. */
  readonly files: ReadonlyMap<string, Asset>;
  /** The single-file verifier. */
  readonly verifier: Uint8Array;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  woff2: 'font/woff2',
};

/** The build beside this program: `dist/web`, whether this runs from `dist` or from `src`. */
const FOLDERS = ['../../web/', '../../../dist/web/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/**
 * @param folders where it may be, each with a "/" at its end
 * @throws InputError `no-web-build` where the installation lacks it
 */
export function readWebBuild(folders: readonly string[] = FOLDERS): WebBuild {
  const folder = folders.find((path) => existsSync(`${path}assets`));
  if (folder === undefined)
    throw new InputError('no-web-build', 'dist/web/assets is missing: run npm run build, or install the package again');
  const names = readdirSync(`${folder}assets`);
  const files = new Map(
    names.map((name) => [
      name,
      {
        bytes: readFileSync(`${folder}assets/${name}`),
        type: TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
      },
    ]),
  );
  const named = (start: string, end: string): string =>
    `/assets/${names.find((name) => name.startsWith(start) && name.endsWith(end)) ?? `${start}${end}`}`;
  return {
    assets: { script: named('explorer-', '.js'), style: named('explorer-', '.css') },
    files,
    verifier: readFileSync(`${folder}verifier.html`),
  };
}
