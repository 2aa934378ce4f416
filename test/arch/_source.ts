/**
 * The project's own files and imports, as the architecture tests see them.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A text file of the repository; `path` is relative to its root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All files below `folder` whose path `accept` takes, in order of path. What is generated or installed is not ours. */
export function filesBelow(folder: string, accept: (path: string) => boolean): SourceFile[] {
  const files: SourceFile[] = [];
  for (const entry of readdirSync(ROOT + folder, { withFileTypes: true })) {
    const path = posix.join(folder, entry.name);
    if (/(^|\/)(node_modules|dist|coverage|generated|\.git)$/.test(path)) continue;
    if (entry.isDirectory()) files.push(...filesBelow(path, accept));
    else if (accept(path)) files.push({ path, text: readFileSync(ROOT + path, 'utf8') });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** All TypeScript files of `src/`. */
export function sourceFiles(): SourceFile[] {
  return filesBelow('src', (path) => path.endsWith('.ts'));
}

const COMMENT_OR_TEXT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g;
const SPECIFIER = /\b(?:import|export)\b(?:[\w\s{},*$]*\bfrom)?\s*\(?\s*(['"])(.+?)\1/g;

/** The text without comments and template texts, line for line. */
export function codeOf(text: string): string {
  return text.replace(COMMENT_OR_TEXT, (match) => (/^['"]/.test(match) ? match : match.replace(/[^\n]+/g, ' ')));
}

/** Every module specifier that the text imports or re-exports: statically, for types only, for effects, or dynamically. */
export function importsOf(text: string): string[] {
  return [...codeOf(text).matchAll(SPECIFIER)].map((match) => match[2] ?? '');
}

/** What a specifier in `path` means: a path from the root of the repository, or the name of a package or Node module. */
export function resolveImport(path: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier.replace(/\?.*$/, '')) : specifier;
}
