/**
 * What the user names: settings, where a flag wins over its environment variable, and files.
 * @module
 */
import { InputError } from '../core/error.ts';
import { readBoundedFile, readFileStart } from '../node/bounded-file.ts';
import { MAX_BUNDLE_BYTES } from '../verify/bundle.ts';
import type { World } from './command.ts';

/** Drafts, fields, disclosures and policies have a few MiB at most. */
const MAX_NAMED_BYTES = 8 * 1024 * 1024;
const MAX_TOKEN_BYTES = 4096;

/** @throws InputError `usage` where neither flag nor variable says it */
export function need(value: string | undefined, world: World, variable: string, flag: string): string {
  const found = value ?? world.env[variable];
  if (found === undefined || found === '') throw new InputError('usage', `${flag} (or ${variable}) is required`);
  return found;
}

/**
 * Reads a regular file that the user named.
 * @throws InputError `file-not-found` where it cannot be read; `too-large` for more than `maxBytes`
 */
export function readNamed(path: string, maxBytes: number = MAX_NAMED_BYTES): Promise<Uint8Array> {
  return readBoundedFile(path, maxBytes, 'file-not-found');
}

/**
 * Reads evidence that the user named. Of what no evidence can be for its size, so much that whoever judges it sees that: it is
 * FAILED, no mistake of the user.
 * @throws InputError `file-not-found`
 */
export function readEvidence(path: string): Promise<Uint8Array> {
  return readFileStart(path, MAX_BUNDLE_BYTES + 1, 'file-not-found');
}

/** Bytes of the trust policy. Without one nothing can be judged, so its absence is never a verdict. @throws InputError `usage` */
export async function readTrust(flag: string | undefined, world: World): Promise<Uint8Array> {
  const path = need(flag, world, 'LEDGERLINE_TRUST', '--trust');
  try {
    return await readNamed(path);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('usage', `the trust policy ${cause.message}`, { cause });
  }
}

/** The reading token in a file, which may end in a line break. @throws InputError `file-not-found`, `usage` */
export async function readToken(path: string): Promise<string> {
  const token = Buffer.from(await readNamed(path, MAX_TOKEN_BYTES))
    .toString('latin1')
    .trim();
  if (/^[!-~]+$/.test(token)) return token;
  throw new InputError('usage', `${path} holds no token: one line of printable ASCII without blanks`);
}

/** For an option that may be given more than once. */
export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
