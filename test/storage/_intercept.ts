/**
 * A file system whose every call passes through a function first: to record it, or to let it fail.
 * @module
 */
import type { FileSystem, OpenFile } from '../../src/storage/files/file-system.ts';

/** One call, `link` or `file.sync` for instance, on a path. */
export interface Call {
  readonly name: string;
  readonly path: string;
}

/** Runs the call by `run`, or does something else. */
export type Interceptor = <T>(call: Call, run: () => Promise<T>) => Promise<T>;

export function interceptFileSystem(inner: FileSystem, intercept: Interceptor): FileSystem {
  const on = <T>(name: string, path: string, run: () => Promise<T>) => intercept({ name, path }, run);
  return {
    open: async (path, mode) => interceptFile(await on('open', path, () => inner.open(path, mode)), path, intercept),
    readFile: (path) => on('readFile', path, () => inner.readFile(path)),
    readdir: (path) => on('readdir', path, () => inner.readdir(path)),
    mkdir: (path) => on('mkdir', path, () => inner.mkdir(path)),
    rmdir: (path) => on('rmdir', path, () => inner.rmdir(path)),
    link: (existing, path) => on('link', path, () => inner.link(existing, path)),
    rename: (from, to) => on('rename', to, () => inner.rename(from, to)),
    unlink: (path) => on('unlink', path, () => inner.unlink(path)),
  };
}

function interceptFile(file: OpenFile, path: string, intercept: Interceptor): OpenFile {
  const on = <T>(name: string, run: () => Promise<T>) => intercept({ name: `file.${name}`, path }, run);
  return {
    write: (bytes, position) => on('write', () => file.write(bytes, position)),
    truncate: (sizeBytes) => on('truncate', () => file.truncate(sizeBytes)),
    sync: () => on('sync', () => file.sync()),
    close: () => on('close', () => file.close()),
  };
}

/** An error as Node gives it: `EIO: rename head`. */
export function systemError(code: string, call: Call): Error {
  return Object.assign(new Error(`${code}: ${call.name} ${call.path}`), { code });
}

/** Lets call number `index` (from 0) fail with `code`: before it has any effect, or after it has had all of it. */
export function failingOnce(inner: FileSystem, index: number, code: string, when: 'before' | 'after'): FileSystem {
  let seen = 0;
  return interceptFileSystem(inner, async (call, run) => {
    if (seen++ !== index) return run();
    if (when === 'after') await run().catch(() => undefined);
    throw systemError(code, call);
  });
}

/** From call number `index` on, nothing works. Even calls die after their effect, odd ones before. */
export function dyingAt(inner: FileSystem, index: number): FileSystem {
  let seen = 0;
  return interceptFileSystem(inner, async (call, run) => {
    const current = seen++;
    if (current < index) return run();
    if (current === index && index % 2 === 0) await run();
    throw systemError('EIO', call);
  });
}

/** A file system, and the paths on which `fsync` was called, in their order. */
export function watchSyncs(inner: FileSystem): { readonly fileSystem: FileSystem; readonly synced: string[] } {
  const synced: string[] = [];
  const fileSystem = interceptFileSystem(inner, async (call, run) => {
    if (call.name === 'file.sync') synced.push(call.path);
    return run();
  });
  return { fileSystem, synced };
}
