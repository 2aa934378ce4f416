/**
 * Which paths name objects in a ledger folder. The folder also holds the head, the lock and private keys: an object
 * path, which may come from a request, reaches none of them.
 *
 * Grammar: `folder ("/" name)+` with `folder` = `tile` | `staging`, and `name` one or more of `[a-z0-9._-]` but neither
 * `.` nor `..`. Example: `tile/0/x001/067.p/8`.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ObjectPath } from '../../log/ports.ts';

/** The folders of objects. */
const OBJECT_FOLDERS: ReadonlySet<string> = new Set(['tile', 'staging']);
const NAME = /^[a-z0-9._-]{1,255}$/;
const MAX_PATH_CHARACTERS = 1024;

/** Returns `path`. @throws InputError `bad-object-path` */
export function assertObjectPath(path: string): ObjectPath {
  const [folder = '', ...names] = path.split('/');
  if (
    path.length <= MAX_PATH_CHARACTERS &&
    OBJECT_FOLDERS.has(folder) &&
    names.length > 0 &&
    names.every(isObjectName)
  ) {
    return path;
  }
  throw new InputError('bad-object-path', `no object path: ${JSON.stringify(path.slice(0, 100))}`);
}

/** The folder that `prefix` names, without its final slash. @throws InputError `bad-object-path` */
export function assertObjectPrefix(prefix: string): string {
  const folder = prefix.slice(0, -1);
  if (prefix.endsWith('/') && OBJECT_FOLDERS.has(folder)) return folder;
  if (prefix.endsWith('/')) return assertObjectPath(folder);
  throw new InputError('bad-object-path', `no prefix of object paths: ${JSON.stringify(prefix.slice(0, 100))}`);
}

/** True when `name` may be a part of an object path. */
export function isObjectName(name: string): boolean {
  return NAME.test(name) && name !== '.' && name !== '..';
}
