/**
 * Locates the vectors and data that stand beside the repository, in `<repository>/../shared`.
 * @module
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared', import.meta.url));

/**
 * The absolute path of a file or folder in the shared material; undefined, and one warning, where it is absent.
 * Use with `describe.skipIf(path === undefined)`.
 */
export function sharedPath(...parts: string[]): string | undefined {
  const path = [SHARED, ...parts].join('/');
  if (existsSync(path)) return path;
  console.warn(`SKIPPED: ${parts.join('/')} is not there; looked in ${SHARED}`);
  return undefined;
}
