/**
 * `ObjectStore` over a map.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import type { ObjectPath, ObjectStore, ObjectToPut } from '../../log/ports.ts';

const NAME = /^[a-z0-9._-]{1,255}$/;
const MAX_PATH_CHARACTERS = 1024;

/** Each call takes effect at once; bytes are copied in and out. */
export class MemoryObjectStore implements ObjectStore {
  readonly #objects = new Map<ObjectPath, Uint8Array>();

  async put(objects: readonly ObjectToPut[]): Promise<void> {
    for (const { path } of objects) assertObjectPath(path);
    for (const { path, bytes } of objects) {
      const existing = this.#objects.get(path);
      if (existing === undefined) this.#objects.set(path, bytes.slice());
      else if (!equalBytes(existing, bytes)) {
        throw new InputError('object-differs', `${path}: other bytes are stored under this path`);
      }
    }
  }

  async get(path: ObjectPath): Promise<Uint8Array | undefined> {
    return this.#objects.get(assertObjectPath(path))?.slice();
  }

  async remove(paths: readonly ObjectPath[]): Promise<void> {
    for (const path of paths) assertObjectPath(path);
    for (const path of paths) this.#objects.delete(path);
  }

  async *list(prefix: string): AsyncIterable<ObjectPath> {
    if (!prefix.endsWith('/')) throw malformed(prefix);
    assertObjectPath(prefix.slice(0, -1));
    // Paths are ASCII: the default order is the order of their bytes.
    yield* [...this.#objects.keys()].filter((path) => path.startsWith(prefix)).sort();
  }
}

/** Returns `path`. @throws InputError `bad-object-path` */
function assertObjectPath(path: string): ObjectPath {
  const isName = (name: string) => NAME.test(name) && name !== '.' && name !== '..';
  if (path.length <= MAX_PATH_CHARACTERS && path.split('/').every(isName)) return path;
  throw malformed(path);
}

function malformed(path: string): InputError {
  return new InputError('bad-object-path', `no object path: ${JSON.stringify(path.slice(0, 100))}`);
}
