/**
 * Where the repository is: found from this module, or from the bundle that holds it.
 * @module
 */
import { existsSync } from 'node:fs';

/** The root of the repository, a folder URL. */
export const ROOT: URL = findRoot(new URL('.', import.meta.url));

function findRoot(folder: URL): URL {
  return existsSync(new URL('package.json', folder)) ? folder : findRoot(new URL('..', folder));
}
