/**
 * What the user names: settings, where a flag wins over its environment variable, and files.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { InputError } from '../core/error.ts';
import type { World } from './command.ts';

/** @throws InputError `usage` where neither flag nor variable says it */
export function need(value: string | undefined, world: World, variable: string, flag: string): string {
  const found = value ?? world.env[variable];
  if (found === undefined || found === '') throw new InputError('usage', `${flag} (or ${variable}) is required`);
  return found;
}

/** Reads a file that the user named. @throws InputError `file-not-found` */
export async function readNamed(path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(path));
  } catch (cause) {
    throw new InputError('file-not-found', `${path} cannot be read`, { cause });
  }
}

/** Bytes of the trust policy. Without one nothing can be judged, so its absence is never a verdict. @throws InputError `usage` */
export async function readTrust(flag: string | undefined, world: World): Promise<Uint8Array> {
  const path = need(flag, world, 'LEDGERLINE_TRUST', '--trust');
  try {
    return await readNamed(path);
  } catch (cause) {
    throw new InputError('usage', `the trust policy ${path} cannot be read`, { cause });
  }
}

/** The reading token in a file, which may end in a line break. @throws InputError `file-not-found`, `usage` */
export async function readToken(path: string): Promise<string> {
  const token = Buffer.from(await readNamed(path))
    .toString('latin1')
    .trim();
  if (/^[!-~]+$/.test(token)) return token;
  throw new InputError('usage', `${path} holds no token: one line of printable ASCII without blanks`);
}

/** For an option that may be given more than once. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
