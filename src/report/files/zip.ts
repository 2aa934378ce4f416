/**
 * Archives that are the same every time: entries in the order of their names, at one fixed time.
 * @module
 */
import { type Zippable, zipSync } from 'fflate';

/** The first time that a zip can say. It is said as local time, so that every zone writes the same. */
const FIXED = new Date(1980, 0, 1);

/** The bytes of an archive of files by their paths. */
export function zipFiles(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    const bytes = files.get(path);
    if (bytes !== undefined) entries[path] = [bytes, { mtime: FIXED, level: 6 }];
  }
  return zipSync(entries);
}
