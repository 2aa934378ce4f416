/**
 * JSON documents with one place changed: copies, so that the valid one stays as it is.
 * @module
 */

export type Fields = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];

/** What stands under `path`. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce((inner, key) => Reflect.get(inner as object, key), value);
}

/** A copy of `value` with another value under `path`. */
export function putAt(value: Fields, path: Path, put: unknown): Fields {
  const copy = structuredClone(value);
  Reflect.set(at(copy, path.slice(0, -1)) as object, path.at(-1) ?? '', put);
  return copy;
}

/** A copy of `value` without the member under `path`. */
export function drop(value: Fields, path: Path): Fields {
  const copy = structuredClone(value);
  Reflect.deleteProperty(at(copy, path.slice(0, -1)) as object, path.at(-1) ?? '');
  return copy;
}
